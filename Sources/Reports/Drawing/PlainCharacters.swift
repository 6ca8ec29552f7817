/// The characters that need no shaping in a Latin font, numbered.
enum PlainCharacters {
  private static let punctuation: [Unicode.Scalar] = [
    "–", "—", "‘", "’", "‚", "“", "”", "„", "•", "…", "‹", "›", "\u{202F}", "€", "\u{2212}", "™",
  ]
  private static let ascii = 0x20...0x7E
  private static let latin = 0xA0...0x24F
  private static let firstLatin = ascii.count
  private static let firstPunctuation = ascii.count + latin.count

  static let count = ascii.count + latin.count + punctuation.count

  static func scalar(_ number: Int) -> Unicode.Scalar {
    switch number {
    case ..<firstLatin: Unicode.Scalar(UInt8(ascii.lowerBound + number))
    case ..<firstPunctuation:
      Unicode.Scalar(UInt16(latin.lowerBound + number - firstLatin)) ?? " "
    default: punctuation[number - firstPunctuation]
    }
  }

  /// Returns the number of the character at a place, -1 where it has none, and how many bytes it takes.
  @inline(__always)
  static func next(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> (number: Int, bytes: Int) {
    let byte = Int(text[place])
    if byte < 0x80 { return (byte >= 0x20 && byte < 0x7F ? byte - 0x20 : -1, 1) }
    if byte < 0xE0, place + 1 < text.count {
      let value = (byte & 0x1F) << 6 | Int(text[place + 1] & 0x3F)
      // U+00AD is seen only where a line breaks.
      return (latin.contains(value) && value != 0xAD ? value - 0xA0 + firstLatin : -1, 2)
    }
    guard byte == 0xE2, place + 2 < text.count else { return (-1, 1) }
    let value =
      UInt32(0x2000) | UInt32(text[place + 1] & 0x3F) << 6 | UInt32(text[place + 2] & 0x3F)
    let index = punctuation.firstIndex { $0.value == value }
    return (index.map { $0 + firstPunctuation } ?? -1, 3)
  }
}
