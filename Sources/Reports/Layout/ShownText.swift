/// Makes what cannot be seen visible, and cuts what is too long.
package enum ShownText {
  /// Returns a text as it is drawn: lines end in LF, tabs are spaces, control characters are spelled
  /// out.
  package static func of(_ text: String) -> String {
    var text = text
    guard text.withUTF8({ $0.contains(where: needsCare) }) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\n" where previous == "\r": continue
      case "\r", "\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{0B}", "\u{0C}": result += "\n"
      case "\t": result += "    "
      case _ where isUnseen(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns a text cut to a number of characters with a note of what is missing; nil where it is
  /// short enough.
  package static func cut(
    _ text: String, to limit: Int, note: String = ReportWords().moreCharacters
  ) -> String? {
    guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return nil }
    let scalars = text.unicodeScalars
    let end = scalars.index(scalars.startIndex, offsetBy: limit)
    let missing = scalars.count - limit
    return "\(String(scalars[..<end]))… \(note.replacing("{count}", with: "\(missing)"))"
  }

  /// Whether a byte may begin or be something that is not drawn as it is.
  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xEF || byte >= 0xF0
  }

  /// Whether nobody sees it, or it turns text around; what joins or orders letters stays.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0x202D, 0x202E, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
      0x2060...0x2064, 0x206A...0x206F, 0xFDD0...0xFDEF:
      true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
