/// How many columns of a fixed-width font texts take.
enum MonospaceWidth {
  static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

  /// Returns a text filled up with spaces.
  static func padded(
    _ text: String, to width: Int, _ alignment: ReportColumn.Alignment = .left
  ) -> String {
    let missing = max(0, width - of(text))
    let before =
      switch alignment {
      case .left: 0
      case .center: missing / 2
      case .right: missing
      }
    return String(repeating: " ", count: before) + text
      + String(repeating: " ", count: missing - before)
  }

  /// Returns a text that is no wider, with an ellipsis where something is missing.
  static func cut(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var (kept, taken) = ("", 1)
    for character in text {
      taken += of(character)
      guard taken <= width else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  private static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.properties.generalCategory == .nonspacingMark { return 0 }
    if scalar.properties.generalCategory == .format { return 0 }
    return scalar.properties.isEmojiPresentation || isWide(scalar) ? 2 : 1
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
