package import Diagnostics

/// Where a secret is kept, as a manifest or the project file names it.
package struct SecretSource: Sendable, Hashable {
  /// `env:NAME`, `file:PATH` and so on.
  package let text: String
  package let location: SourceLocation?

  package init(_ text: String, at location: SourceLocation? = nil) {
    self.text = text
    self.location = location
  }
}
