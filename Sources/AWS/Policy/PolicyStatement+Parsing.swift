internal import JSON

extension PolicyStatement {
  /// The elements that a statement may have.
  private static let elements: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
  ]

  /// Reads a statement; what cannot be read of it makes it one that nothing is decided by.
  init(_ json: JSON, index: Int, kind: PolicyDocument.Kind, hasVariables: Bool) {
    var obstacles: [String] = []
    let members = json.object ?? [:]
    if json.object == nil { obstacles.append("it is no object") }
    for key in members.keys where !Self.elements.contains(key) {
      obstacles.append("its element \(key.shown) is not known")
    }
    effect = members["Effect"]?.string.flatMap(Effect.init)
    if effect == nil { obstacles.append("its Effect is neither Allow nor Deny") }
    sid = members["Sid"]?.string.flatMap { $0.isEmpty ? nil : $0.shown }
    self.index = index
    principal = Self.principal(members, kind, &obstacles)
    let actions = Self.choice(members, "Action", required: true, &obstacles) {
      PolicyPattern($0.lowercased(), hasVariables: false)
    }
    self.actions = actions ?? Choice(elements: [], isInverted: true)
    resources = Self.choice(members, "Resource", required: kind != .trust, &obstacles) {
      PolicyPattern($0, hasVariables: hasVariables)
    }
    conditions = Self.conditions(members["Condition"], hasVariables, &obstacles)
    obstacle = obstacles.first
  }

  private static func principal(
    _ members: JSONObject, _ kind: PolicyDocument.Kind, _ obstacles: inout [String]
  ) -> Choice<PrincipalElement>? {
    let (plain, inverted) = (members["Principal"], members["NotPrincipal"])
    guard kind != .identity else {
      if plain != nil || inverted != nil { obstacles.append("it names a principal of its own") }
      return nil
    }
    guard let json = plain ?? inverted, plain == nil || inverted == nil else {
      obstacles.append("it needs one of Principal and NotPrincipal")
      return nil
    }
    guard let element = PrincipalElement(json) else {
      obstacles.append("it names a principal that is not known")
      return nil
    }
    return Choice(elements: [element], isInverted: plain == nil)
  }

  private static func choice<Element>(
    _ members: JSONObject, _ name: String, required: Bool, _ obstacles: inout [String],
    _ read: (String) -> Element
  ) -> Choice<Element>? {
    let (plain, inverted) = (members[name], members["Not" + name])
    guard let json = plain ?? inverted else {
      if required { obstacles.append("it has no \(name)") }
      return nil
    }
    guard let texts = json.texts, plain == nil || inverted == nil else {
      obstacles.append("its \(name) is no list of texts")
      return nil
    }
    return Choice(elements: texts.map(read), isInverted: plain == nil)
  }

  private static func conditions(
    _ json: JSON?, _ hasVariables: Bool, _ obstacles: inout [String]
  ) -> [PolicyCondition] {
    guard let json else { return [] }
    guard let operators = json.object else {
      obstacles.append("its Condition is no object")
      return []
    }
    var conditions: [PolicyCondition] = []
    for operation in operators {
      guard let keys = operation.value.object else {
        obstacles.append("its condition \(operation.key.shown) is no object")
        continue
      }
      for key in keys {
        guard let values = key.value.conditionTexts else {
          obstacles.append("its condition on \(key.key.shown) has values that are no texts")
          continue
        }
        conditions.append(
          PolicyCondition(
            operation.key.shown, key: key.key.shown, values: values, hasVariables: hasVariables))
      }
    }
    return conditions
  }
}

extension JSON {
  /// The values of a condition as texts: numbers and truth values may stand there too.
  fileprivate var conditionTexts: [String]? {
    let values = array ?? [self]
    let texts = values.compactMap { value in
      switch value {
      case .string(let text): text
      case .number(let number): number.text
      case .bool(let bool): bool ? "true" : "false"
      case .null, .array, .object: nil
      }
    }
    return texts.count == values.count ? texts : nil
  }
}

extension String {
  /// A name out of a document, without anything a terminal would act on.
  var shown: String {
    String(
      unicodeScalars.prefix(200).map { (32...126).contains($0.value) ? Character($0) : "?" })
  }
}
