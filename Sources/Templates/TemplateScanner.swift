/// Reads the bytes of a template, or of a text inside one, without ever standing beyond the end.
struct TemplateScanner {
  let source: [UInt8]
  var position: Int
  let end: Int

  func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < end ? source[position + ahead] : nil
  }

  /// Whether a text stands at the position, or further on.
  func starts(with text: StaticString, ahead: Int = 0) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + ahead + count <= end else { return false }
    return text.withUTF8Buffer { bytes in
      for index in 0..<count where source[position + ahead + index] != bytes[index] {
        return false
      }
      return true
    }
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard starts(with: text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  mutating func takeWhile(_ condition: (UInt8) -> Bool) -> String {
    let start = position
    while position < end, condition(source[position]) { position += 1 }
    return text(start, position)
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: source[start..<end], as: UTF8.self)
  }

  /// Returns where the first byte from an offset on stands that does not meet a condition.
  func skipping(from offset: Int, _ condition: (UInt8) -> Bool) -> Int {
    var offset = offset
    while offset < end, condition(source[offset]) { offset += 1 }
    return offset
  }

  /// Skips spaces, tabs and line ends.
  mutating func skipSpace() {
    position = skipping(from: position) { $0.isBlank || $0.isLineEnd }
  }

  /// Skips the rest of the line where nothing but blanks stands on it, its end included.
  mutating func skipEmptyRest() {
    let next = skipping(from: position) { $0.isBlank }
    guard next < end, source[next].isLineEnd else { return }
    position = next + 1
    if source[next] == UInt8(ascii: "\r"), peek() == UInt8(ascii: "\n") { position += 1 }
  }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
  var startsIdentifier: Bool { isLetter || self == UInt8(ascii: "_") }
  var continuesIdentifier: Bool { startsIdentifier || isDigit || self == UInt8(ascii: "-") }
  var startsWord: Bool { startsIdentifier || self == UInt8(ascii: "@") }
  var continuesWord: Bool { startsWord || isDigit }
}
