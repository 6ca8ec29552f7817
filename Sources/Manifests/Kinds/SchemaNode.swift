internal import JSON

/// A place in a schema seen as a writer of manifests sees it: references followed, branches joined.
struct SchemaNode {
  private let library: KindLibrary
  private let root: JSON
  /// What holds of every value: the schema and all that it draws in, nearest first.
  private let core: [JSON]
  /// The core, and behind it the forms that a value may have.
  private let layers: [JSON]

  init(_ schema: JSON, library: KindLibrary, root: JSON) {
    self.library = library
    self.root = root
    func gather(_ open: [JSON], _ inner: (JSON) -> [JSON]) -> [JSON] {
      var (layers, open): ([JSON], [JSON]) = ([], open)
      while let next = open.popLast(), layers.count < 64 {
        layers.append(next)
        open += (next["allOf"]?.array ?? []) + inner(next)
        let target = next["$ref"]?.string.flatMap { library.target(of: $0, in: root) }
        open += [target].compactMap(\.self)
      }
      return layers
    }
    core = gather([schema]) { _ in [] }
    layers = gather([schema]) { $0.branches.filter(\.isForm) }
  }

  private func node(_ schema: JSON) -> SchemaNode {
    SchemaNode(schema, library: library, root: root)
  }

  var summary: String { layers.lazy.compactMap { $0["description"]?.string }.first ?? "" }

  /// The fields that must be there, whichever of the forms that have fields the value has.
  var required: Set<String> {
    let own = core.flatMap { $0["required"]?.array ?? [] }.compactMap(\.string)
    let ofForms = formsWithFields.map(\.required)
    return ofForms.dropFirst().reduce(ofForms.first ?? []) { $0.intersection($1) }.union(own)
  }

  /// The sets of fields of which one must be there, besides what is required.
  var alternatives: [[String]] {
    let ofForms = formsWithFields.map { form in
      form.properties.map(\.name).filter { form.required.subtracting(required).contains($0) }
    }
    guard ofForms.contains(where: \.isEmpty) || ofForms.isEmpty else { return ofForms }
    return core.lazy.map { layer in
      layer.branches.filter { !$0.isForm }
        .compactMap { $0["required"]?.array?.compactMap(\.string) }
    }.first { !$0.isEmpty } ?? []
  }

  private var formsWithFields: [SchemaNode] { forms.filter { !$0.properties.isEmpty } }

  /// The fields that others ask for: by being there, or by a value they have.
  var conditions: [(when: String, needs: [String])] {
    core.flatMap { layer -> [(when: String, needs: [String])] in
      let byPresence = (layer["dependentRequired"]?.object ?? [:]).map { member in
        (when: "with \(member.key)", needs: member.value.array?.compactMap(\.string) ?? [])
      }
      let needs = layer["then"]?["required"]?.array?.compactMap(\.string) ?? []
      let tests = layer["if"]?["properties"]?.object ?? [:]
      guard !needs.isEmpty, tests.count == 1, let test = tests.members.first,
        let value = test.value["const"]
      else { return byPresence }
      return byPresence + [
        (when: "where \(test.key) is \(value.string ?? value.text)", needs: needs)
      ]
    }
  }

  var properties: [(name: String, node: SchemaNode)] {
    var seen: Set<String> = []
    var found: [(String, SchemaNode)] = []
    for layer in layers where !layer.isSecret {
      for member in layer["properties"]?.object ?? [:] where member.value.object != nil {
        guard seen.insert(member.key).inserted else { continue }
        found.append((member.key, node(member.value)))
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

  /// The forms that a value may have, where there are several; variables may stand everywhere.
  var forms: [SchemaNode] {
    let found = core.lazy.map { $0.branches.filter(\.isForm).map(node) }.first { !$0.isEmpty }
    return (found ?? []).filter { !$0.isVariable }
  }

  /// A value as somebody may write it.
  var example: JSON? { layers.lazy.compactMap { $0["examples"]?.array?.first }.first }

  /// What the field means where it is left out.
  var defaultValue: JSON? { layers.lazy.compactMap { $0["default"] }.first }

  /// The elements of a list.
  var elements: SchemaNode? { inner("items") }

  /// The members of an object that have names of the writer's own.
  var members: SchemaNode? { inner("additionalProperties") }

  /// What the names of such members must be like.
  var memberNames: SchemaNode? { inner("propertyNames") }

  private func inner(_ keyword: String) -> SchemaNode? {
    layers.lazy.compactMap { $0[keyword] }.first { $0.object != nil }.map(node)
  }

  /// What the limits of a value are, in words.
  ///
  /// Where there is one form besides a variable, its limits are those of the value.
  var limits: [String] {
    let forms = forms
    return core.flatMap(\.limits) + (forms.count == 1 ? forms[0].limits : [])
  }

  private var isSecret: Bool { core.contains(where: \.isSecret) }
  private var isReference: Bool { core.contains { $0["title"] == "a reference" } }
  private var isVariable: Bool {
    core.contains { ["a variable", "a text with a variable"].contains($0["title"]) }
  }

  /// What a value is, in a few words.
  var type: String {
    if isSecret { return "secretRef" }
    if isReference { return "reference" }
    let forms = forms
    if forms.count > 1 {
      let isOfReference = forms.contains { $0.type.hasPrefix("reference") }
      let names = forms.map(\.label).filter { !(isOfReference && Self.ids.contains($0)) }
      return names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .joined(separator: " or ")
    }
    let own = layers.filter { $0["title"] != "a variable" }
    if own.contains(where: { $0["type"] == "array" }), let elements {
      return "list of \(elements.type)"
    }
    if let type = own.lazy.compactMap({ $0["type"]?.string }).first { return type }
    if let value = core.lazy.compactMap({ $0["const"] }).first { return value.string ?? value.text }
    let values = choices.map(\.value)
    guard values.count <= 8 else { return "one of \(values.count) values" }
    return values.isEmpty ? "value" : "one of \(values.joined(separator: ", "))"
  }

  /// The other ways to write what a reference says.
  private static let ids: Set = ["an id", "an object with an id"]

  /// What a form is called beside others: its title, unless what it is says more.
  var label: String {
    let type = type
    guard type != "secretRef", type != "reference", !type.hasPrefix("one of") else { return type }
    return core.lazy.compactMap { $0["title"]?.string }.first ?? type
  }
}

extension JSON {
  /// The ways of which a value must go one.
  fileprivate var branches: [JSON] { (self["anyOf"]?.array ?? []) + (self["oneOf"]?.array ?? []) }

  /// Whether a branch says what a value is, instead of what else must be there.
  fileprivate var isForm: Bool {
    ["type", "$ref", "enum", "const", "properties", "pattern", "items", "allOf", "anyOf", "oneOf"]
      .contains { self[$0] != nil }
  }

  fileprivate var isSecret: Bool { self["title"] == "a secret" }
}
