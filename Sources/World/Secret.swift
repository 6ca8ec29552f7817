/// A value that must not be seen: it has no description, no encoding and no place in a diagnostic.
///
/// Interpolating or printing one yields `<secret>`; only `reveal` hands out the text.
package struct Secret: Sendable {
  private let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var isEmpty: Bool { text.isEmpty }

  /// Calls the closure with the value, at the one place that sends it to the service it belongs to.
  package func reveal<Result, Failure: Error>(
    _ use: (String) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try use(text)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
