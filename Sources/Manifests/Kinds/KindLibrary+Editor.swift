package import JSON
package import Reconciler

extension KindLibrary {
  /// A file that an editor reads, below the folder of the schemas.
  package struct EditorSchema: Sendable {
    package let path: String
    package let schema: JSON
  }

  /// The kinds whose manifests a profile takes, in alphabetical order.
  package func declarable(in profile: Profile) -> [String] {
    kinds.values.filter { $0.wires[profile].map { !$0.isLookupOnly } ?? false }.map(\.name).sorted()
  }

  /// The kinds that either profile takes, in alphabetical order.
  package var portable: [String] {
    declarable(in: .guide).filter(Set(declarable(in: .platform)).contains)
  }

  /// Returns the schemas of some kinds, of their overlays and of the project's own files, each so that
  /// it stands alone, and with them two that tell the kinds apart: `manifest.json` and
  /// `overlays/manifest.json`.
  package func editorSchemas(of names: [String]) -> [EditorSchema] {
    var files: [EditorSchema] = []
    func add(_ path: String, _ schema: JSON?) {
      if let schema { files.append(EditorSchema(path: path, schema: schema)) }
    }
    for name in Self.ownDocuments {
      add("\(name).json", standaloneSchema(of: name, forOverlays: false))
    }
    for name in names {
      add("\(name).json", standaloneSchema(of: name, forOverlays: false))
      add("overlays/\(name).json", standaloneSchema(of: name, forOverlays: true))
    }
    add("manifest.json", Self.choice(among: names + Self.ownDocuments.dropFirst()))
    add("overlays/manifest.json", Self.choice(among: names))
    return files
  }

  /// The documents of a project that are no manifests.
  private static let ownDocuments = ["Project", "Rule", "DriftBaseline"]

  /// A schema that asks of each document what its kind asks, whichever it is.
  private static func choice(among names: [String]) -> JSON {
    let cases = names.map { name -> JSON in
      [
        "if": ["required": ["kind"], "properties": ["kind": ["const": .string(name)]]],
        "then": ["$ref": .string("\(name).json")],
      ]
    }
    return [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "a manifest of gcsync", "type": "object", "required": ["apiVersion", "kind"],
      "properties": ["kind": ["enum": .array(names.map { .string($0) })]], "allOf": .array(cases),
    ]
  }
}
