package import JSON

extension KindLibrary {
  /// Returns the schema of a kind so that it stands alone, for an editor.
  ///
  /// For overlays nothing is required. It means the same to editors that read it as draft-07.
  package func standaloneSchema(of kind: String, forOverlays: Bool) -> JSON? {
    guard let document = self.document(named: kind) else { return nil }
    var schema = document.mapSchemas(\.withOwnReferences)
    var definitions = schema["$defs"]?.object ?? [:]
    for member in documents["common.json"]?["$defs"]?.object ?? [:]
    where definitions[member.key] == nil {
      definitions[member.key] = member.value
    }
    schema["$defs"] = .object(definitions)
    schema = schema.mapSchemas(\.allowingClearings)
    return schema.mapSchemas(forOverlays ? \.asPatch : \.withDependencies)
  }
}

/// Keywords whose values are no schemas: what looks like a keyword there is part of a value.
private let plainKeywords: Set = [
  "const", "default", "enum", "enumDescriptions", "examples", "required", "x-gcsync",
]
/// Keywords whose values hold schemas under names that are no keywords.
private let namesOfSchemas: Set = [
  "$defs", "dependencies", "dependentSchemas", "patternProperties", "properties",
]

extension JSON {
  /// Changes every schema in a schema, the innermost first.
  fileprivate func mapSchemas(_ change: (JSONObject) -> JSONObject) -> JSON {
    switch self {
    case .object(let object):
      let members = object.map { member -> (String, JSON) in
        if plainKeywords.contains(member.key) { return (member.key, member.value) }
        guard namesOfSchemas.contains(member.key), let named = member.value.object else {
          return (member.key, member.value.mapSchemas(change))
        }
        let inside = named.map { ($0.key, $0.value.mapSchemas(change)) }
        return (member.key, .object(JSONObject(inside)))
      }
      return .object(change(JSONObject(members)))
    case .array(let elements): return .array(elements.map { $0.mapSchemas(change) })
    default: return self
    }
  }

  fileprivate var isClearable: Bool {
    let words = self["x-gcsync"] ?? [:]
    return words["nullIsAbsent"] == true && words["default"] == nil
      && ["writeOnly", "computed", "immutable"].allSatisfy { words[$0] != true }
  }

  fileprivate var orNull: JSON {
    var plain = object ?? [:]
    var schema: JSONObject = [:]
    for name in ["description", "default", "examples", "x-gcsync"] {
      schema[name] = plain[name]
      plain[name] = nil
    }
    schema["anyOf"] = .array([.object(plain), ["type": "null"]])
    return .object(schema)
  }
}

extension JSONObject {
  /// The schema with what it draws from `common.json` in the document itself.
  fileprivate var withOwnReferences: JSONObject {
    guard let reference = self["$ref"]?.string, reference.hasPrefix("common.json#") else {
      return self
    }
    var changed = self
    changed["$ref"] = .string(String(reference.dropFirst("common.json".count)))
    return changed
  }

  /// The schema with null where it asks for a field to be cleared.
  fileprivate var allowingClearings: JSONObject {
    guard let fields = self["properties"]?.object else { return self }
    let required = Set(self["required"]?.array?.compactMap(\.string) ?? [])
    var changed = self
    changed["properties"] = .object(
      JSONObject(
        fields.map { field in
          let mayClear = !required.contains(field.key) && field.value.isClearable
          return (field.key, mayClear ? field.value.orNull : field.value)
        }))
    return changed
  }

  /// The schema with `dependencies` beside what later drafts call it, since draft-07 knows that.
  fileprivate var withDependencies: JSONObject {
    let dependents = ["dependentRequired", "dependentSchemas"].compactMap { self[$0]?.object }
    guard !dependents.isEmpty else { return self }
    var changed = self
    changed["dependencies"] = .object(JSONObject(dependents.joined().map { ($0.key, $0.value) }))
    return changed
  }

  /// The schema of a part of what it describes.
  ///
  /// Nothing is required, and what one field demands of another is left to the whole, which an
  /// overlay alone does not know.
  fileprivate var asPatch: JSONObject {
    let aboutTheWhole: Set = [
      "required", "minItems", "minProperties", "contains", "dependencies", "dependentRequired",
      "dependentSchemas", "if", "then", "else", "not",
    ]
    return JSONObject(
      filter { !aboutTheWhole.contains($0.key) }
        .map { ($0.key == "oneOf" ? "anyOf" : $0.key, $0.value) })
  }
}
