import JSON

/// A place in an object that names an object of another collection.
struct Link: Sendable {
  enum Shape: Sendable {
    /// `{id}`, answered with the name of what it names and where that is.
    case entity
    /// The id alone.
    case identifier
  }

  let path: JSONPath
  let collection: String
  let shape: Shape

  init(_ path: String, _ collection: String, _ shape: Shape = .entity) {
    self.path = JSONPath(path)
    self.collection = collection
    self.shape = shape
  }

  /// Returns the id a value names.
  func identifier(in value: JSON) -> String? {
    shape == .entity ? value["id"]?.string : value.string
  }
}

extension Org {
  /// Returns what is wrong with the links of a body.
  func checkLinks(of body: JSON, _ rule: PlatformRule) -> [Violation] {
    rule.links.flatMap { link in
      body.pointers(to: link.path).compactMap { pointer in
        guard let value = body[pointer], !value.isNull else { return nil }
        return checkLink(link, value, pointer.tokens.joined(separator: "."))
      }
    }
  }

  private func checkLink(_ link: Link, _ value: JSON, _ field: String) -> Violation? {
    guard let id = link.identifier(in: value) else {
      return Violation(
        code: "invalid.value", field: field,
        message: link.shape == .entity ? "\(field) must be {id}" : "\(field) must be an id")
    }
    guard target(id, of: link) == nil else { return nil }
    return Violation(
      code: "not.found", field: field, message: "\(field) \(id) names no existing object")
  }

  private func target(_ id: String, of link: Link) -> (JSON, at: Int)? {
    guard let at = position(of: link.collection), let object = self[at][id]?.object else {
      return nil
    }
    return (object, at)
  }

  /// Puts the fuller entities in the place of the bare ids.
  func expandLinks(of object: inout JSON, _ rule: PlatformRule) {
    for link in rule.links where link.shape == .entity {
      for pointer in object.pointers(to: link.path) {
        guard let value = object[pointer], let id = link.identifier(in: value) else { continue }
        object[pointer] = entity(id, of: link, sent: value)
      }
    }
  }

  private func entity(_ id: String, of link: Link, sent: JSON) -> JSON {
    guard let (target, _) = target(id, of: link) else { return ["id": .string(id)] }
    var entity: JSONObject = ["id": .string(id)]
    entity["name"] = target["name"]
    if link.collection != "divisions", let division = target["division"]?["id"]?.string {
      entity["division"] = self.entity(division, of: Link("", "divisions"), sent: .null)
    }
    entity["selfUri"] = target["selfUri"]
    return .object(entity)
  }
}
