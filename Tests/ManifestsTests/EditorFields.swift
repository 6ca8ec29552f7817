import Foundation
import JSON
import JSONSchema
import Manifests

/// The fields of the schema files, as they stand there.
enum EditorFields {
  struct Field {
    let pointer: JSONPointer
    let schema: JSON
    let file: String

    /// What the field says of itself, or else what it refers to.
    func resolved(_ keyword: String) -> JSON? {
      var next: (schema: JSON, file: String)? = (schema, file)
      while let here = next {
        if let value = here.schema[keyword] { return value }
        next = here.schema["$ref"]?.string.flatMap { reference in
          let halves = reference.split(separator: "#", omittingEmptySubsequences: false)
          let file = halves[0].isEmpty ? here.file : String(halves[0])
          return JSONPointer(parsing: String(halves[1])).flatMap { documents[file]?[$0] }
            .map { ($0, file) }
        }
      }
      return nil
    }
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let documents = KindLibrary.load().0.documents
  /// All files but the vocabulary, which is for those who write schemas.
  static let files = documents.keys.filter { $0 != "x-gcsync.json" }.sorted()
  static let registry = {
    let registry = SchemaRegistry()
    for (name, document) in documents { registry.add(document, at: name) }
    return registry
  }()

  /// The fields of a file, the `kind` and `spec` of a kind aside, of which `common.json` tells.
  static func of(_ file: String) -> [Field] {
    let document = documents[file] ?? [:]
    var found: [Field] = []
    walk(document, .root) { pointer, schema in
      let isShared = document["x-gcsync"] != nil && pointer.tokens.count == 2
      let isField = pointer.tokens.dropLast().last == "properties" && schema.object != nil
      if isField, !isShared { found.append(Field(pointer: pointer, schema: schema, file: file)) }
    }
    return found
  }

  static func choices(in file: String) -> [(JSONPointer, JSON)] {
    var found: [(JSONPointer, JSON)] = []
    walk(documents[file] ?? [:], .root) { pointer, schema in
      if schema["enum"] != nil { found.append((pointer, schema)) }
    }
    return found
  }

  /// Visits the schemas that describe values; conditions such as `if` only tell cases apart.
  private static func walk(
    _ schema: JSON, _ pointer: JSONPointer, _ visit: (JSONPointer, JSON) -> Void
  ) {
    visit(pointer, schema)
    for keyword in ["properties", "patternProperties", "$defs"] {
      for member in schema[keyword]?.object ?? [:] {
        walk(member.value, pointer.appending(keyword).appending(member.key), visit)
      }
    }
    for keyword in ["items", "additionalProperties"] {
      if let inner = schema[keyword] { walk(inner, pointer.appending(keyword), visit) }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
      for (index, inner) in (schema[keyword]?.array ?? []).enumerated() {
        walk(inner, pointer.appending(keyword).appending(index), visit)
      }
    }
  }
}
