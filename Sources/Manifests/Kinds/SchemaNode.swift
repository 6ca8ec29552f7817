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

  /// The values there are to choose from, each with what it means where the schema says so.
  var choices: [(value: String, meaning: String?)] {
    layers.flatMap { layer in
      let meanings = layer["enumDescriptions"]?.array ?? []
      return (layer["enum"]?.array ?? []).enumerated().map { number, value in
        (value.string ?? value.text, number < meanings.count ? meanings[number].string : nil)
      }
    }
  }

  /// A value as somebody may write it.
  var example: JSON? { layers.lazy.compactMap { $0["examples"]?.array?.first }.first }

  /// What the field means where it is left out.
  var defaultValue: JSON? { layers.lazy.compactMap { $0["default"] }.first }

  /// The elements of a list.
  var elements: SchemaNode? { inner("items") }

  /// The members of an object that have no field of their own.
  private var members: SchemaNode? { inner("additionalProperties") }

  private func inner(_ keyword: String) -> SchemaNode? {
    layers.lazy.compactMap { $0[keyword] }.first { $0.object != nil }
      .map { SchemaNode($0, library: library, root: root) }
  }

  /// Returns a field by its name, of the elements where it is a list.
  func child(_ name: String) -> (node: SchemaNode, isInElements: Bool)? {
    if let own = properties.first(where: { $0.name == name }) { return (own.node, false) }
    if let found = elements?.child(name) { return (found.node, true) }
    return members.map { ($0, false) }
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
    let values = choices.map(\.value)
    guard values.count <= 8 else { return "one of \(values.count) values" }
    return values.isEmpty ? "value" : "one of \(values.joined(separator: ", "))"
  }
}
