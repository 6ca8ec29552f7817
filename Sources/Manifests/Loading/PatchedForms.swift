internal import Diagnostics
internal import JSON
internal import Reconciler

/// The files and variables that stand for values of a base document where an overlay changes those.
///
/// An overlay that says something of such a value changes what the file or the variable says; one
/// that names another replaces the whole.
struct PatchedForms {
  private let files: IncludedFiles
  private let variables: [String: LocatedJSON]
  /// Whether a file that is to be patched cannot be read, or a variable is not declared.
  private(set) var isUnreadable = false

  init(_ files: IncludedFiles, _ variables: [String: LocatedJSON]) {
    self.files = files
    self.variables = variables
  }

  /// Returns a base document with what the files and variables say that its overlay changes.
  mutating func read(_ base: LocatedJSON, under overlay: LocatedJSON, _ spec: Field) -> LocatedJSON
  {
    base.replacing("spec", under: overlay) { value, change in content(value, change, spec) }
  }

  /// Returns a base document without those values that its overlay takes from elsewhere.
  func keeping(_ base: LocatedJSON, under overlay: LocatedJSON, _ spec: Field) -> LocatedJSON {
    base.replacing("spec", under: overlay) { value, change in kept(value, change, spec) }
  }

  private mutating func content(
    _ base: LocatedJSON, _ overlay: LocatedJSON, _ field: Field
  ) -> LocatedJSON {
    guard field.role.mayBeFile || field.role.isVerbatim else {
      return base.replacingMembers(under: overlay) { name, value, change in
        field.member(name).map { content(value, change, $0) } ?? value
      }
    }
    guard base.isForm(for: field) else { return base }
    guard let content = content(of: base) else {
      isUnreadable = isUnreadable || !overlay.isForm(for: field)
      return base
    }
    return content
  }

  /// Returns what a form stands for; nil where that cannot be found out.
  private func content(of form: LocatedJSON) -> LocatedJSON? {
    if let (path, location) = form.namedFile { return try? files.content(of: path, at: location) }
    guard let name = form.namedVariable, let declared = variables[name] else { return nil }
    return LocatedJSON(
      declared.content, at: form.location,
      steps: [.variable(name: name, declared: declared.location)])
  }

  private func kept(
    _ base: LocatedJSON, _ overlay: LocatedJSON, _ field: Field
  ) -> LocatedJSON? {
    if overlay.isForm(for: field) { return nil }
    if field.role.mayBeFile || field.role.isVerbatim { return base }
    return base.replacingMembers(under: overlay) { name, value, change in
      guard let field = field.member(name) else { return value }
      return kept(value, change, field)
    }
  }
}

extension LocatedJSON {
  /// The path in `{file: PATH}`, and where it stands; nil for any other value.
  var namedFile: (path: String, location: SourceLocation)? {
    guard let members, members.count == 1, members[0].key == "file",
      let path = members[0].value.string
    else { return nil }
    return (path, members[0].value.location)
  }

  /// The name in `{var: NAME}`; nil for any other value.
  var namedVariable: String? {
    guard let members, members.count == 1, members[0].key == "var" else { return nil }
    return members[0].value.string
  }

  /// Whether the value stands for another one, in a field that allows it.
  fileprivate func isForm(for field: Field) -> Bool {
    field.role.mayBeFile && namedFile != nil || field.role.isVerbatim && namedVariable != nil
  }

  /// Returns the value with those members that another value has, too, replaced or left out.
  fileprivate func replacingMembers(
    under overlay: LocatedJSON, _ change: (String, LocatedJSON, LocatedJSON) -> LocatedJSON?
  ) -> LocatedJSON {
    guard let members, overlay.members != nil else { return self }
    var result = self
    result.content = .object(
      members.compactMap { member in
        guard let other = overlay[member.key] else { return member }
        return change(member.key, member.value, other).map {
          Member(key: member.key, keyLocation: member.keyLocation, value: $0)
        }
      })
    return result
  }

  /// Returns the value with one of its members replaced, where another value has that member, too.
  fileprivate func replacing(
    _ name: String, under overlay: LocatedJSON,
    _ change: (LocatedJSON, LocatedJSON) -> LocatedJSON?
  ) -> LocatedJSON {
    replacingMembers(under: overlay) { key, value, other in
      key == name ? change(value, other) : value
    }
  }
}
