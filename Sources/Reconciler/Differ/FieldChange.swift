package import JSON

/// One leaf that differs, as a pointer into the manifest.
package struct FieldChange: Sendable, Hashable {
  package let path: JSONPointer
  /// What the org has; nil where it has nothing.
  package let before: JSON?
  /// What the manifest says; nil where it says nothing.
  package let after: JSON?

  package init(path: JSONPointer, before: JSON?, after: JSON?) {
    self.path = path
    self.before = before
    self.after = after
  }
}
