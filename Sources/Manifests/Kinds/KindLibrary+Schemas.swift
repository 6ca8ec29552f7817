package import JSON

extension KindLibrary {
  /// Returns the schema of a kind so that it stands alone, for an editor; for overlays, without
  /// anything being required.
  package func standaloneSchema(of kind: String, forOverlays: Bool) -> JSON? {
    guard let name = fileName(of: kind), let document = documents[name] else { return nil }
    var schema = document.withReferences { reference in
      reference.hasPrefix("common.json#")
        ? String(reference.dropFirst("common.json".count))
        : reference
    }
    var definitions = schema["$defs"]?.object ?? [:]
    for member in documents["common.json"]?["$defs"]?.object ?? [:]
    where definitions[member.key] == nil {
      definitions[member.key] = member.value
    }
    schema["$defs"] = .object(definitions)
    schema = schema.allowingClearings()
    return forOverlays ? schema.requiringNothing(isNamed: false) : schema
  }
}

extension JSON {
  fileprivate func withReferences(_ change: (String) -> String) -> JSON {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          object.map { member in
            if member.key == "$ref", let reference = member.value.string {
              (member.key, .string(change(reference)))
            } else {
              (member.key, member.value.withReferences(change))
            }
          }))
    case .array(let elements): .array(elements.map { $0.withReferences(change) })
    default: self
    }
  }

  /// Lets null stand where it asks for a field to be cleared.
  fileprivate func allowingClearings() -> JSON {
    switch self {
    case .object(let object):
      let required = Set(object["required"]?.array?.compactMap(\.string) ?? [])
      let members = object.map { item -> (String, JSON) in
        guard item.key == "properties", let fields = item.value.object else {
          return (item.key, item.value.allowingClearings())
        }
        let changed = fields.map { field -> (String, JSON) in
          let inside = field.value.allowingClearings()
          let isOptional = !required.contains(field.key)
          return (field.key, isOptional && field.value.isClearable ? inside.orNull : inside)
        }
        return (item.key, .object(JSONObject(changed)))
      }
      return .object(JSONObject(members))
    case .array(let elements): return .array(elements.map { $0.allowingClearings() })
    default: return self
    }
  }

  private var isClearable: Bool {
    let words = self["x-gcsync"] ?? [:]
    return words["nullIsAbsent"] == true && words["default"] == nil
      && ["writeOnly", "computed", "immutable"].allSatisfy { words[$0] != true }
  }

  private var orNull: JSON {
    var plain = object ?? [:]
    var schema: JSONObject = [:]
    for name in ["description", "x-gcsync"] {
      schema[name] = plain[name]
      plain[name] = nil
    }
    schema["anyOf"] = .array([.object(plain), ["type": "null"]])
    return .object(schema)
  }

  /// Takes `required` and its kin out of a schema; under `properties` such a name is a field's.
  fileprivate func requiringNothing(isNamed: Bool) -> JSON {
    switch self {
    case .object(let object):
      let kept = object.filter { member in
        isNamed
          || !["required", "dependentRequired", "minItems", "minProperties"].contains(member.key)
      }
      let members = kept.map { member in
        let names = !isNamed && ["properties", "$defs", "patternProperties"].contains(member.key)
        return (member.key, member.value.requiringNothing(isNamed: names))
      }
      return .object(JSONObject(members))
    case .array(let elements): return .array(elements.map { $0.requiringNothing(isNamed: false) })
    default: return self
    }
  }
}
