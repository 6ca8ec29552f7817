extension String {
  /// How many columns of a terminal the text takes.
  package var columns: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.columns }
  }

  /// Returns as much of the beginning as so many columns take.
  package func prefix(columns limit: Int) -> String {
    var (text, count) = ("", 0)
    for character in self {
      count += character.columns
      guard count <= limit else { break }
      text.append(character)
    }
    return text
  }
}

extension Character {
  /// How many columns of a terminal the character takes, with all that combines with it.
  var columns: Int {
    if isEmojiSequence { return 2 }
    return unicodeScalars.reduce(0) { $0 + $1.columns }
  }
}

extension Unicode.Scalar {
  /// How many columns the scalar takes by itself: 0 where it combines, 2 where it is wide.
  fileprivate var columns: Int {
    if value < 0x300 { return 1 }
    if combines { return 0 }
    if (0x1F1E6...0x1F1FF).contains(value) { return 1 }
    return properties.isEmojiPresentation || isWide ? 2 : 1
  }

  private var combines: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default:
      properties.isDefaultIgnorableCodePoint || (0x1160...0x11FF).contains(value)
        || (0xD7B0...0xD7FF).contains(value)
    }
  }

  /// Whether it is East Asian Wide or Fullwidth, emoji aside.
  private var isWide: Bool {
    var (low, high) = (0, Self.wide.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < Self.wide.count && Self.wide[low].contains(value)
  }

  /// The wide ranges of Unicode's EastAsianWidth, in order, gaps that are never used joined.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E,
    0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
    0x1D300...0x1D376, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}
