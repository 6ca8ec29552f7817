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
  }

  /// `Kind.field.field`.
  package let path: String
  package let type: String
  package let summary: String
  package let isRequired: Bool
  package let defaultText: String?
  package let choices: [String]
  /// What each choice means, or each element of a list, where the schema says so.
  package let meanings: [(value: String, meaning: String?)]
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
    var node = SchemaNode(document, library: self, root: document)
    var place = JSONPointer.root
    var isRequired = kind != nil
    for step in steps(words.dropFirst(), from: node, of: kind) {
      guard let child = node.child(step) else {
        throw unknown(
          step, among: (node.elements ?? node).properties.map(\.name), "\(name) has no field",
          "fields here")
      }
      isRequired = (child.isInElements ? node.elements ?? node : node).required.contains(step)
      node = child.node
      place = (child.isInElements ? place.appending("0") : place).appending(step)
    }
    let isOfSpec = words.count > 1 && place.tokens.first == "spec"
    let field = isOfSpec ? kind?.spec.field(at: JSONPointer(Array(place.tokens.dropFirst()))) : nil
    return explanation(path, node, field, words.count == 1 ? kind : nil, isRequired)
  }

  /// Where a path leads from the whole document: below `spec`, unless it names what stands beside.
  private func steps(
    _ words: ArraySlice<String>, from node: SchemaNode, of kind: Kind?
  ) -> ArraySlice<String> {
    let first = words.first ?? ""
    if kind != nil { return ["spec", "metadata"].contains(first) ? words : ["spec"] + words }
    let isBeside = words.isEmpty || node.properties.contains { $0.name == first }
    return isBeside ? words : ["spec"] + words
  }

  private func explanation(
    _ path: String, _ node: SchemaNode, _ field: Field?, _ kind: Kind?, _ isRequired: Bool
  ) -> Explanation {
    let inside = node.properties.isEmpty ? node.elements ?? node : node
    let children = inside.properties.map { child in
      Explanation.Child(
        name: child.name, type: child.node.type, summary: child.node.summary,
        isRequired: inside.required.contains(child.name))
    }
    let choices = node.choices
    return Explanation(
      path: path, type: kind == nil ? node.type : "kind", summary: kind?.summary ?? node.summary,
      isRequired: isRequired,
      defaultText: (field?.role.defaultValue ?? node.defaultValue)?.text,
      choices: choices.map(\.value),
      meanings: choices.isEmpty ? node.elements?.choices ?? [] : choices,
      roles: field?.role.words ?? [],
      wires: (kind?.wires ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      operations: (kind?.operations ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      deletionPolicy: kind?.deletionPolicy, children: children,
      example: kind.map { $0.schema["examples"]?.array?.first ?? snippet(of: $0.name) }
        ?? node.example)
  }

  private func unknown(
    _ name: String, among names: [String], _ what: String, _ plural: String
  ) -> DiagnosticsError {
    let near = nearestName(to: name, in: names)
    return DiagnosticsError(
      .error(
        "unknown-name", "\(what) \"\(name)\"",
        hint: near.map { "did you mean \"\($0)\"?" }
          ?? "\(plural): \(names.joined(separator: ", "))"))
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
