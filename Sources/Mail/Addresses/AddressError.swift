/// Says why a text is no address, at which character, and what to do.
package struct AddressError: Error, Sendable, Hashable {
  package let text: String
  package let message: String
  /// The place in the text, counted from 1 in Unicode scalars.
  package let column: Int
  package let remedy: String

  init(_ message: String, of text: String, at column: Int, remedy: String) {
    (self.text, self.message, self.column, self.remedy) = (text, message, column, remedy)
  }
}

extension AddressError: CustomStringConvertible {
  package var description: String {
    "\"\(printable)\", character \(column): \(message); \(remedy)"
  }

  /// The text without what would break the line it is shown on.
  private var printable: String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(120).map { isForbidden($0) ? "\u{FFFD}" : $0 }))
  }
}
