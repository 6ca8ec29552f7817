extension JSONParser {
  /// Reads a number and keeps its text.
  mutating func number() throws(JSONParseError) -> JSONNumber {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if peek | 0x20 == UInt8(ascii: "e") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    return JSONNumber(validated: text(start..<index))
  }

  private mutating func digits() throws(JSONParseError) {
    guard isDigit(peek) else { throw unexpected("a digit") }
    repeat { index += 1 } while isDigit(peek)
  }

  @inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  @inline(__always) private mutating func text(_ range: Range<Int>) -> String {
    let text = UnsafeBufferPointer(rebasing: bytes[range])
    // In a small document the cache costs more than it saves.
    return bytes.count < 4096 ? String(decoding: text, as: UTF8.self) : texts.text(of: text)
  }

  /// Reads a string from its opening to its closing quote.
  mutating func string() throws(JSONParseError) -> String {
    let start = index + 1
    index = start
    skipPlainBytes()
    if peek == UInt8(ascii: "\"") {
      index += 1
      return text(start..<(index - 1))
    }
    return try stringWithEscapes(from: start)
  }

  /// Goes on to the next byte that means something inside a string.
  @inline(__always) private mutating func skipPlainBytes() {
    index = bytes.endOfPlainBytes(from: index)
  }

  private mutating func stringWithEscapes(from start: Int) throws(JSONParseError) -> String {
    scratch.removeAll(keepingCapacity: true)
    var copied = start
    while true {
      scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
      switch peek {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: scratch, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape()
      default:
        guard index < bytes.count else { throw unexpected("the closing quote of a string") }
        throw failure("a control character stands in a string without an escape", at: index)
      }
      copied = index
      skipPlainBytes()
    }
  }

  private mutating func escape() throws(JSONParseError) {
    index += 1
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(peek)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"):
      scratch.append(contentsOf: String(try unicodeEscape()).utf8)
      return
    default: throw unexpected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
    index += 1
  }

  private mutating func unicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
    let start = index - 1
    var code = try codeUnit()
    if code & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\"), index + 1 < bytes.count,
      bytes[index + 1] == UInt8(ascii: "u")
    {
      index += 1
      let low = try codeUnit()
      if low & 0xFC00 == 0xDC00 { code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF }
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("half of a surrogate pair is escaped without the other half", at: start)
    }
    return scalar
  }

  /// Reads the four hexadecimal digits behind the `u` that comes next.
  private mutating func codeUnit() throws(JSONParseError) -> UInt32 {
    index += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(peek)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      index += 1
    }
    return code
  }
}
