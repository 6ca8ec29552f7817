package import Diagnostics
package import JSON
package import Reconciler

/// What there is to say of a kind or of one of its fields.
package struct Explanation: Sendable {
  package struct Child: Sendable {
    package let name: String
    package let type: String
    package let summary: String
    package let isRequired: Bool
    /// Whether it is required in one of several ways to fill in what is around it.
    package let isAlternative: Bool
  }

  /// One of several forms that a value may have.
  package struct Form: Sendable {
    package let name: String
    package let summary: String
    package let limits: [String]
  }

  /// The members of a map, whose names are the writer's own.
  package struct Members: Sendable {
    /// What stands for such a name in a path.
    package let placeholder: String
    /// A name as an example has it.
    package let example: String?
    package let limits: [String]
  }

  /// `Kind.field.field`, a name of the writer's own as `NAME` where it was left out.
  package let path: String
  package let type: String
  package let summary: String
  package let isRequired: Bool
  package let defaultText: String?
  package let choices: [String]
  /// What each choice means, or each element of a list, where the schema says so.
  package let meanings: [(value: String, meaning: String?)]
  /// What a value must be like besides its type, in words.
  package let limits: [String]
  /// What each element of a list must be like.
  package let elementLimits: [String]
  /// The forms that a value may have, where there are several.
  package let forms: [Form]
  /// The sets of fields of which one is required, in words.
  package let alternatives: String?
  /// When further fields are required, in sentences.
  package let conditions: [String]
  /// Which words of the path are names of the writer's own.
  package let ownNames: [String]
  /// Nil for what is no map.
  package let members: Members?
  /// What the field is to the differ, in words.
  package let roles: [String]
  /// Where the kind lives, by profile: the path, and the permissions for reading and writing.
  package let wires: [(profile: Profile, wire: Wire)]
  /// How the kind is run, by profile, where it is an operation.
  package let operations: [(profile: Profile, wire: OperationWire)]
  package let deletionPolicy: DeletionPolicy?
  package let children: [Child]
  /// A whole manifest of the kind, or a value of the field.
  package let example: JSON?
}

extension KindLibrary {
  /// Explains `Kind` or `Kind.field.field`, fields below `spec` unless `metadata` is named.
  ///
  /// The project file and its like are explained as kinds are.
  package func explain(_ path: String) throws(DiagnosticsError) -> Explanation {
    let words = path.split(separator: ".").map(String.init)
    guard let name = words.first, let document = self.document(named: name) else {
      throw unknown(words.first ?? "", among: documentNames, "there is no kind", "kinds")
    }
    let kind = kinds[name]
    let root = SchemaNode(document, library: self, root: document)
    let isWhole = words.count == 1
    let steps = steps(words.dropFirst(), from: root, of: kind)
    var (way, rest) = root.way(steps)
    if let step = rest.first {
      throw unknown(
        step, among: way.node.inside.properties.map(\.name),
        "\(([name] + way.shownNames(steps, words)).joined(separator: ".")) has no field",
        "fields here", elsewhere: way.node.place(below: step))
    }
    let isOfSpec = !isWhole && way.tokens.first == "spec"
    let field = isOfSpec ? kind?.spec.field(at: JSONPointer(Array(way.tokens.dropFirst()))) : nil
    way.names = way.shownNames(steps, words)
    if isWhole { way.isRequired = false }
    return explanation(of: way, in: name, field, isWhole ? kind : nil)
  }

  /// Where a path leads from the whole document: below `spec`, unless it names what stands beside.
  private func steps(
    _ words: ArraySlice<String>, from node: SchemaNode, of kind: Kind?
  ) -> ArraySlice<String> {
    let first = words.first ?? ""
    if kind != nil { return ["spec", "metadata"].contains(first) ? words : ["spec"] + words }
    let names = node.properties.map(\.name)
    let isBeside = words.isEmpty || names.contains(first) || !names.contains("spec")
    return isBeside ? words : ["spec"] + words
  }

  private func explanation(
    of way: SchemaNode.Way, in name: String, _ field: Field?, _ kind: Kind?
  ) -> Explanation {
    let node = way.node
    let choices = node.choices
    return Explanation(
      path: ([name] + way.names).joined(separator: "."), type: kind == nil ? node.type : "kind",
      summary: kind?.summary ?? node.summary, isRequired: way.isRequired,
      defaultText: (field?.role.defaultValue ?? node.defaultValue)?.text,
      choices: choices.map(\.value),
      meanings: choices.isEmpty ? node.elements?.choices ?? [] : choices,
      limits: node.limits, elementLimits: node.elements?.limits ?? [], forms: node.shownForms,
      alternatives: node.inside.shownAlternatives, conditions: node.inside.shownConditions,
      ownNames: way.ownNames,
      members: node.shownMembers, roles: field?.role.words ?? [],
      wires: (kind?.wires ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      operations: (kind?.operations ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      deletionPolicy: kind?.deletionPolicy, children: node.inside.shownFields,
      example: kind.map(example) ?? node.example ?? (way.names.isEmpty ? node.shortest : nil))
  }

  /// A manifest of a kind; of one that is only looked up, what refers to an object of it.
  private func example(of kind: Kind) -> JSON? {
    kind.schema["examples"]?.array?.first ?? snippet(of: kind.name)
      ?? ["ref": ["kind": .string(kind.name), "name": "its name in the org", "external": true]]
  }

  private func unknown(
    _ name: String, among names: [String], _ what: String, _ plural: String,
    elsewhere: String? = nil
  ) -> DiagnosticsError {
    let near = elsewhere ?? nearestName(to: name, in: names)
    return DiagnosticsError(
      .error(
        "unknown-name", "\(what) \"\(name)\"",
        hint: near.map { "did you mean \"\($0)\"?" }
          ?? (names.isEmpty
            ? "there are no \(plural)" : "\(plural): \(names.joined(separator: ", "))")))
  }
}

extension Role {
  /// What the role means to somebody who writes a manifest.
  package var words: [String] {
    var words: [String] = []
    if isNamedByMetadata { words.append("metadata.name where it is left out") }
    if isImmutable { words.append("cannot be changed: another value replaces the object") }
    if isWriteOnly { words.append("secret: sent, never read back, never shown") }
    if isComputed { words.append("set by the server alone") }
    if isServerDefault { words.append("left alone where it is left out") }
    if let reference { words.append("refers to a \(reference.kind)") }
    if unordered != nil { words.append("the order means nothing") }
    if mayBeFile { words.append("{file: PATH} stands for what the file says") }
    if isVerbatim { words.append("variables inside are not replaced") }
    return words
  }
}

extension SchemaNode.Way {
  /// The names that lead there without the `spec` that nobody wrote.
  fileprivate func shownNames(_ steps: ArraySlice<String>, _ words: [String]) -> [String] {
    steps.count == words.count && names.first == "spec" ? Array(names.dropFirst()) : names
  }
}

extension SchemaNode {
  /// Where a field stands that was looked for one map too early: `environments.NAME.mail`.
  fileprivate func place(below name: String) -> String? {
    inside.properties.first { field in
      field.node.members?.properties.contains { $0.name == name } == true
    }.map { "\($0.name).\(Self.ownName).\(name)" }
  }

  /// What a path goes on in: the elements of a list, the members of a map, or the object itself.
  fileprivate var inside: SchemaNode {
    guard properties.isEmpty else { return self }
    return elements?.inside ?? members?.inside ?? self
  }

  fileprivate var shownFields: [Explanation.Child] {
    let alternatives = Set(alternatives.joined())
    return properties.map { child in
      Explanation.Child(
        name: child.name, type: child.node.type, summary: child.node.summary,
        isRequired: required.contains(child.name),
        isAlternative: alternatives.contains(child.name))
    }
  }

  fileprivate var shownForms: [Explanation.Form] {
    let forms = forms
    guard forms.count > 1 else { return [] }
    return forms.map { Explanation.Form(name: $0.label, summary: $0.summary, limits: $0.limits) }
  }

  fileprivate var shownMembers: Explanation.Members? {
    guard properties.isEmpty, members != nil || memberNames != nil else { return nil }
    return Explanation.Members(
      placeholder: Self.ownName, example: example?.object?.members.first?.key,
      limits: memberNames?.limits ?? [])
  }

  fileprivate var shownAlternatives: String? {
    let ways = alternatives.map { $0.joined(separator: " and ") }
    let isPlain = alternatives.allSatisfy { $0.count == 1 }
    return ways.isEmpty ? nil : ways.joined(separator: isPlain ? " or " : ", or ")
  }

  fileprivate var shownConditions: [String] {
    conditions.map { condition in
      let needs = condition.needs.joined(separator: " and ")
      return "\(needs) \(condition.needs.count == 1 ? "is" : "are") required \(condition.when)"
    }
  }

  /// The required fields, each as its example shows it; nil where one has none.
  fileprivate var shortest: JSON? {
    let needed = properties.filter { required.contains($0.name) }
    let examples = needed.compactMap { field in field.node.example.map { (field.name, $0) } }
    return examples.isEmpty || examples.count < needed.count
      ? nil : .object(JSONObject(examples))
  }
}
