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
  /// What the field is to the differ, in words.
  package let roles: [String]
  /// Where the kind lives, by profile: the path, and the permissions for reading and writing.
  package let wires: [(profile: Profile, wire: Wire)]
  /// How the kind is run, by profile, where it is an operation.
  package let operations: [(profile: Profile, wire: OperationWire)]
  package let deletionPolicy: DeletionPolicy?
  package let children: [Child]
  /// A whole manifest of the kind.
  package let example: JSON?
}

extension KindLibrary {
  /// Explains `Kind` or `Kind.field.field`, fields below `spec` unless `metadata` is named.
  package func explain(_ path: String) throws(DiagnosticsError) -> Explanation {
    let words = path.split(separator: ".").map(String.init)
    guard let name = words.first, let kind = kinds[name], let file = fileName(of: name),
      let document = documents[file]
    else {
      throw unknown(words.first ?? "", among: kinds.keys.sorted(), "there is no kind", "kinds")
    }
    var node = SchemaNode(document, library: self, root: document)
    var isRequired = true
    var steps = words.dropFirst()
    if !["spec", "metadata"].contains(steps.first ?? "") { steps = ["spec"] + steps }
    for step in steps {
      let children = node.properties
      guard let child = children.first(where: { $0.name == step }) else {
        throw unknown(
          step, among: children.map(\.name), "\(name) has no field", "fields here")
      }
      isRequired = node.required.contains(step)
      node = child.node
    }
    let field = words.count > 1 && words[1] != "metadata" ? self.field(kind, steps) : nil
    return explanation(path, node, field, words.count == 1 ? kind : nil, isRequired)
  }

  private func field(_ kind: Kind, _ steps: ArraySlice<String>) -> Field? {
    kind.spec.field(at: JSONPointer(Array(steps.dropFirst())))
  }

  private func explanation(
    _ path: String, _ node: SchemaNode, _ field: Field?, _ kind: Kind?, _ isRequired: Bool
  ) -> Explanation {
    let required = node.required
    let children = node.properties.map { child in
      Explanation.Child(
        name: child.name, type: child.node.type, summary: child.node.summary,
        isRequired: required.contains(child.name))
    }
    return Explanation(
      path: path, type: kind == nil ? node.type : "kind", summary: kind?.summary ?? node.summary,
      isRequired: isRequired, defaultText: field?.role.defaultValue?.text, choices: node.choices,
      roles: field?.role.words ?? [],
      wires: (kind?.wires ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      operations: (kind?.operations ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
        ($0.key, $0.value)
      },
      deletionPolicy: kind?.deletionPolicy, children: children,
      example: kind?.schema["examples"]?.array?.first)
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
