package import JSON
internal import Reconciler

extension KindLibrary {
  /// Returns a short manifest of a kind that is valid as it stands.
  ///
  /// It has what the schema requires, each field as its example shows it. Objects it refers to are
  /// marked as external, since no manifest beside it declares them. There is none of a kind that is
  /// only looked up.
  package func snippet(of kind: String) -> JSON? {
    guard let known = kinds[kind], !known.isLookupOnly, let document = document(named: kind),
      let spec = SchemaNode(document, library: self, root: document).properties
        .first(where: { $0.name == "spec" })?.node
    else { return nil }
    let whole = document["examples"]?.array?.first
    let name = whole?["metadata"]?["name"] ?? .string(kebab(kind))
    func manifest(_ spec: JSON) -> JSON {
      ["apiVersion": "gcsync/v1", "kind": .string(kind), "metadata": ["name": name], "spec": spec]
    }
    guard let needed = spec.neededExample else {
      return (whole ?? manifest(spec.firstExample)).withExternalReferences
    }
    let short = manifest(needed)
    let isValid = violations(of: short, kind: kind, at: .asWritten).isEmpty
    return (isValid ? short : whole ?? short).withExternalReferences
  }

  private func kebab(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      text += (character.isUppercase && !text.isEmpty ? "-" : "") + character.lowercased()
    }
  }
}

extension Kind {
  /// Whether no service lets gcsync write such objects.
  fileprivate var isLookupOnly: Bool {
    wires.values.allSatisfy(\.isLookupOnly) && operations.isEmpty
  }
}

extension SchemaNode {
  /// The required fields as their examples show them; nothing where none is required.
  fileprivate var neededExample: JSON? {
    let needed = required
    return needed.isEmpty ? nil : example { needed.contains($0) }
  }

  /// The first field that is not the name, as its example shows it.
  fileprivate var firstExample: JSON {
    let first = properties.first { $0.name != "name" && $0.node.example != nil }?.name
    return example { $0 == first }
  }

  private func example(of isChosen: (String) -> Bool) -> JSON {
    .object(
      JSONObject(
        properties.filter { isChosen($0.name) }
          .compactMap { field in field.node.example.map { (field.name, $0) } }))
  }
}

extension JSON {
  /// The value with `external: true` at each reference in it.
  fileprivate var withExternalReferences: JSON {
    switch self {
    case .object(let object):
      if var reference = object["ref"]?.object, reference["kind"] != nil {
        reference["external"] = true
        return ["ref": .object(reference)]
      }
      return .object(JSONObject(object.map { ($0.key, $0.value.withExternalReferences) }))
    case .array(let elements): return .array(elements.map(\.withExternalReferences))
    default: return self
    }
  }
}
