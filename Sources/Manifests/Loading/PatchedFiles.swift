internal import Diagnostics
internal import JSON
internal import Reconciler

/// The files that stand for values of a base document where an overlay changes those values.
///
/// An overlay that says something of such a value changes what the file says; one that names
/// another file replaces the whole.
struct PatchedFiles {
  private let files: IncludedFiles
  /// Whether a file that is to be patched cannot be read.
  private(set) var isUnreadable = false

  init(_ files: IncludedFiles) {
    self.files = files
  }

  /// Returns a base document with what the files say that its overlay changes.
  mutating func read(_ base: LocatedJSON, under overlay: LocatedJSON, _ spec: Field) -> LocatedJSON
  {
    base.replacing("spec", under: overlay) { value, change in content(value, change, spec) }
  }

  /// Returns a base document without those values that its overlay takes from other files.
  func keeping(_ base: LocatedJSON, under overlay: LocatedJSON, _ spec: Field) -> LocatedJSON {
    base.replacing("spec", under: overlay) { value, change in kept(value, change, spec) }
  }

  private mutating func content(
    _ base: LocatedJSON, _ overlay: LocatedJSON, _ field: Field
  ) -> LocatedJSON {
    guard field.role.mayBeFile else {
      return base.replacingMembers(under: overlay) { name, value, change in
        field.member(name).map { content(value, change, $0) } ?? value
      }
    }
    guard let (path, location) = base.namedFile else { return base }
    guard let content = try? files.content(of: path, at: location) else {
      isUnreadable = isUnreadable || overlay.namedFile == nil
      return base
    }
    return content
  }

  private func kept(
    _ base: LocatedJSON, _ overlay: LocatedJSON, _ field: Field
  ) -> LocatedJSON? {
    if field.role.mayBeFile { return overlay.namedFile == nil ? base : nil }
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
