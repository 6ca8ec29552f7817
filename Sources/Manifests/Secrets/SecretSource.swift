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

  /// Whether it takes a request to read it.
  var isRemote: Bool { text.hasPrefix("aws-sm:") || text.hasPrefix("ssm:") }

  package var location: SourceLocation? { place() }
}
