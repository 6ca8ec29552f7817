package import JSON
internal import YAML

/// What an editor inserts for a kind: the fields it requires, each value a place to fill in.
///
/// The language is that of TextMate's snippets, which VS Code and most other editors read.
package struct Snippet: Sendable {
  package private(set) var lines: [String] = []
  private var place = 1

  /// Makes the snippet of a kind after a whole manifest; nil for a kind that does not exist.
  package init?(of kind: String, like sample: JSON, in library: KindLibrary) {
    guard let file = library.fileName(of: kind), let document = library.documents[file] else {
      return nil
    }
    lines = ["apiVersion: gcsync/v1", "kind: \(kind)", "metadata:", "  name: ${1:name}", "spec:"]
    let root = SchemaNode(document, library: library, root: document)
    let spec = root.properties.first { $0.name == "spec" }?.node
    add(members: sample["spec"] ?? [:], spec, indent: 2)
    lines.append("$0")
  }

  private mutating func add(members value: JSON, _ node: SchemaNode?, indent: Int) {
    let members = value.object.map(Array.init) ?? []
    let required = (node?.required ?? []).union((node?.alternatives ?? []).joined())
    var chosen = members.filter { required.contains($0.key) }
    if chosen.isEmpty { chosen = members }
    let children = node?.properties ?? []
    for member in chosen {
      let child = children.first { $0.name == member.key }?.node
      add(Self.key(member.key), member.value, child, indent: indent)
    }
  }

  private mutating func add(_ key: String, _ value: JSON, _ node: SchemaNode?, indent: Int) {
    let start = String(repeating: " ", count: indent) + key
    if let form = short(value, node) {
      lines.append("\(start): \(form)")
    } else if value.object != nil {
      lines.append("\(start):")
      add(members: value, node, indent: indent + 2)
    } else {
      lines.append("\(start):")
      for element in value.array ?? [] { add(element: element, indent: indent + 2) }
    }
  }

  private mutating func add(element: JSON, indent: Int) {
    let start = String(repeating: " ", count: indent) + "- "
    if let form = short(element, nil) {
      lines.append(start + form)
    } else {
      let first = lines.count
      add(members: element, nil, indent: indent + 2)
      lines[first] = start + lines[first].dropFirst(indent + 2)
    }
  }

  /// A value on one line: a scalar, a reference, a secret or a list of scalars.
  private mutating func short(_ value: JSON, _ node: SchemaNode?) -> String? {
    if let kind = value["ref"]?["kind"]?.string, let name = value["ref"]?["name"] {
      let external = value["ref"]?["external"] == true ? ", external: true" : ""
      return "{ref: {kind: \(kind), name: \(placeholder(name))\(external)}}"
    }
    if let secret = value["secretRef"] { return "{secretRef: \(placeholder(secret))}" }
    if let elements = value.array, elements.allSatisfy(\.isScalar) {
      return "[" + elements.map { placeholder($0, isInList: true) }.joined(separator: ", ") + "]"
    }
    if value.object?.isEmpty == true { return "{}" }
    guard value.isScalar else { return nil }
    let choices = node?.choices.map(\.value) ?? []
    guard let text = value.string, choices.contains(text), choices.count > 1 else {
      return placeholder(value)
    }
    place += 1
    let words = ([text] + choices.filter { $0 != text }).map { Self.escaped($0, ",|\\") }
    return "${\(place)|\(words.joined(separator: ","))|}"
  }

  private mutating func placeholder(_ value: JSON, isInList: Bool = false) -> String {
    place += 1
    // Between brackets more signs mean something, and a text as JSON is one of YAML, too.
    if isInList, let text = value.string, text.contains(where: { "{}[],".contains($0) }) {
      return "${\(place):\(Self.escaped(value.text, "$}\\"))}"
    }
    let text = YAML.text(of: ["k": value]).dropFirst("k: ".count).prefix { $0 != "\n" }
    return "${\(place):\(Self.escaped(String(text), "$}\\"))}"
  }

  private static func key(_ name: String) -> String {
    let text = YAML.text(of: .object([name: 1]))
    return escaped(String(text.dropLast(": 1\n".count)), "$}\\")
  }

  private static func escaped(_ text: String, _ special: String) -> String {
    text.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension JSON {
  fileprivate var isScalar: Bool { object == nil && array == nil }
}
