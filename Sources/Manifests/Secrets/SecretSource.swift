package import Diagnostics

/// Where a secret is kept, as a manifest or the project file names it.
package struct SecretSource: Sendable {
  /// `env:NAME`, `file:PATH` and so on.
  package let text: String
  private let place: @Sendable () -> SourceLocation?

  /// Makes a source; where it stands is asked for only when it is needed.
  package init(
    _ text: String, at place: @autoclosure @escaping @Sendable () -> SourceLocation? = nil
  ) {
    self.text = text
    self.place = place
  }

  package var location: SourceLocation? { place() }
}
