extension String {
  /// The text on one line, with nothing in it that moves a cursor, turns text around or is not seen.
  ///
  /// What would is written as an escape: `\n`, `\t`, `\u{1B}`, `\u{202E}`. What joins the parts of one
  /// emoji stays, because there it is seen.
  var withoutControls: String {
    if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
    var result = ""
    for character in self {
      let scalars = character.unicodeScalars
      if scalars.contains(where: \.isUnseen), !character.isEmojiSequence {
        result += scalars.map { $0.isUnseen ? $0.escape : String($0) }.joined()
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// The text cut to a number of columns, with an ellipsis where something is missing.
  func cut(to width: Int) -> String {
    guard utf8.count > width else { return self }
    if utf8.prefix(width + 1).allSatisfy({ $0 < 0x80 }) {
      return String(decoding: utf8.prefix(Swift.max(0, width - 1)), as: UTF8.self) + "…"
    }
    var used = 0
    var end = startIndex
    for index in indices {
      if used < Swift.max(1, width) { end = index }
      used += self[index].room
      if used > width { return self[..<end] + "…" }
    }
    return self
  }

  /// The text cut to a number of columns in its middle, so that both ends are in sight.
  func cutInside(to width: Int) -> String {
    guard utf8.count > width, cut(to: width) != self else { return self }
    let head = cut(to: Swift.max(2, width / 3))
    var room = width - head.columns
    let tail = reversed().prefix { character in
      room -= character.room
      return room >= 0
    }
    return head + String(tail.reversed())
  }

  /// The text with spaces behind it up to a number of columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - columns))
  }
}

extension Unicode.Scalar {
  /// Whether a reader cannot see it, or it changes how what stands around it is read.
  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isDefaultIgnorableCodePoint || (0xFFF9...0xFFFB).contains(value)
    }
  }

  fileprivate var escape: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16, uppercase: true))}"
    }
  }
}

extension Character {
  /// What it counts where space is short: its columns or those of its escape, and at least 1, since
  /// marks piled up take no column and yet have no end.
  fileprivate var room: Int {
    if isASCII, let value = asciiValue, (0x20...0x7E).contains(value) { return 1 }
    let escapes = isEmojiSequence ? 0 : unicodeScalars.count(where: \.isUnseen) * 8
    return Swift.max(1, columns + escapes, unicodeScalars.count / 4)
  }

  /// Whether it is one emoji of several scalars, of which the invisible ones only join or dress it.
  var isEmojiSequence: Bool {
    let scalars = unicodeScalars
    guard let first = scalars.first, first.value > 0x7F, first.properties.isEmoji,
      scalars.count > 1
    else { return false }
    return scalars.dropFirst().allSatisfy {
      $0.properties.isEmoji || $0.properties.isEmojiModifier || $0.value == 0x200D
        || $0.value == 0xFE0F
    }
  }
}
