/// Says what of a message cannot be sent, where it stands, and what to do.
package struct MailError: Error, Sendable, Hashable {
  /// The part of the message, as in `subject` or `attachment 2`.
  package let place: String
  package let message: String
  package let remedy: String

  package init(_ message: String, in place: String, remedy: String) {
    (self.place, self.message, self.remedy) = (place, message, remedy)
  }
}

extension MailError: CustomStringConvertible {
  package var description: String { "\(place): \(message); \(remedy)" }
}

extension MailError {
  /// Refuses text with which a header could be ended and another begun.
  static func checkHeader(_ text: String, in place: String) throws(MailError) {
    guard let offset = text.unicodeScalars.firstIndex(where: isForbidden) else { return }
    let scalar = text.unicodeScalars[offset]
    let column = text.unicodeScalars.distance(from: text.startIndex, to: offset) + 1
    let name = scalar == "\r" || scalar == "\n" ? "a line break" : "a control character"
    throw MailError(
      "\(name) (U+\(hexadecimal(scalar))) stands at character \(column)", in: place,
      remedy: "take it out; a header is one line")
  }
}

/// Tells whether a scalar is a control character or separates lines or paragraphs.
func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar == "\u{2028}"
    || scalar == "\u{2029}"
}

private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
