import JSON

extension CollectionRule {
  /// The members only the server writes.
  static let computed = ["id", "selfUri", "dateCreated", "dateModified", "version"]

  /// Removes the server's members, fills in defaults and returns what is wrong with a body.
  func check(_ body: inout JSON) -> [Violation] {
    guard var object = body.object else {
      return [Violation(code: "invalid.value", field: "", message: "the body must be an object")]
    }
    for name in Self.computed { object[name] = nil }
    body = .object(object)
    return fields.flatMap { $0.check(&body) }
  }

  /// Puts the arrays without order into another order than the sender's.
  func shuffleSets(of body: inout JSON) {
    for pointer in sets {
      guard let sent = body[pointer]?.array else { continue }
      let sorted = Array(Set(sent.compactMap(\.string))).sorted().map { JSON.string($0) }
      body[pointer] = .array(sorted == sent ? sorted.reversed() : sorted)
    }
  }

  /// Takes the secrets a replacing body leaves out from the object it replaces.
  func keepSecrets(of former: JSON, in body: inout JSON) {
    for secret in secrets where body[secret.pointer] == nil {
      guard let kept = former[secret.pointer], let parent = secret.pointer.parent,
        let container = body[parent], container.object != nil,
        container["type"] == former[parent]?["type"]
      else { continue }
      body[secret.pointer] = kept
    }
  }

  /// Returns an object as the API shows it, its secrets masked.
  func masked(_ object: JSON) -> JSON {
    var result = object
    for name in platform?.hidden ?? [] where object[name] != nil {
      result[JSONPointer([name])] = "**********"
    }
    for secret in secrets {
      guard let value = object[secret.pointer], !value.isNull else { continue }
      result[secret.pointer] = secret.mask.apply(to: value)
    }
    return result
  }
}

extension CollectionRule.Secret.Mask {
  fileprivate func apply(to value: JSON) -> JSON {
    switch self {
    case .all: "**********"
    case .allButFour: .string("****" + (value.string ?? "").suffix(4))
    case .everyMember:
      .object(JSONObject((value.object ?? [:]).map { ($0.key, "**********") }))
    }
  }
}
