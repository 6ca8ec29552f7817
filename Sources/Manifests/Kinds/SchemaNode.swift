internal import JSON

/// A place in a schema seen as a writer of manifests sees it: references followed, branches joined.
struct SchemaNode {
  private let library: KindLibrary
  private let root: JSON
  /// The schema and all that it draws in, nearest first.
  private let layers: [JSON]

  init(_ schema: JSON, library: KindLibrary, root: JSON) {
    self.library = library
    self.root = root
    var layers: [JSON] = []
    var open = [schema]
    while let next = open.popLast(), layers.count < 64 {
      layers.append(next)
      open += (next["allOf"]?.array ?? []) + (next["anyOf"]?.array ?? [])
      if let reference = next["$ref"]?.string,
        let target = library.target(of: reference, in: root)
      {
        open.append(target)
      }
    }
    self.layers = layers
  }

  var summary: String { layers.lazy.compactMap { $0["description"]?.string }.first ?? "" }

  var required: Set<String> {
    Set((layers.first?["required"]?.array ?? []).compactMap(\.string))
      .union(layers.dropFirst().flatMap { $0["required"]?.array ?? [] }.compactMap(\.string))
  }

  var properties: [(name: String, node: SchemaNode)] {
    var seen: Set<String> = []
    var found: [(String, SchemaNode)] = []
    for layer in layers where layer["title"]?.string != "a secret" {
      for member in layer["properties"]?.object ?? [:] where member.value.object != nil {
        guard seen.insert(member.key).inserted else { continue }
        found.append((member.key, SchemaNode(member.value, library: library, root: root)))
      }
    }
    return found
  }

  var choices: [String] {
    layers.flatMap { $0["enum"]?.array ?? [] }.map { $0.string ?? $0.text }
  }

  /// What a value is, in a few words.
  var type: String {
    let isSecret = layers.contains { $0["title"]?.string == "a secret" }
    let isReference = layers.contains { $0["title"]?.string == "a reference" }
    if isSecret { return "secretRef" }
    if isReference { return "reference" }
    let types = layers.filter { $0["title"]?.string != "a variable" }
      .compactMap { $0["type"]?.string }
    if types.contains("array"), let items = layers.lazy.compactMap({ $0["items"] }).first {
      return "list of \(SchemaNode(items, library: library, root: root).type)"
    }
    if let type = types.first { return type }
    return choices.isEmpty ? "value" : "one of \(choices.joined(separator: ", "))"
  }
}
