/// Reads the escapes of JSON texts, URLs, forms and HTML, in which a text may hide another one.
enum EscapedText {
  /// Returns where a text goes on behind something that begins at a place of it, each byte of which
  /// may be escaped; nil where it does not stand there.
  static func end(of needle: ArraySlice<UInt8>, in text: [UInt8], from start: Int) -> Int? {
    var (rest, position) = (needle, start)
    while let next = rest.first {
      guard position < text.count else { return nil }
      let isPlain = text[position] == next
      if let escape = escape(in: text, at: position), rest.starts(with: escape.bytes) {
        // `%25` is a percent sign, or a text that has these three characters.
        if isPlain, let end = end(of: rest.dropFirst(), in: text, from: position + 1) { return end }
        rest = rest.dropFirst(escape.bytes.count)
        position = escape.end
      } else if isPlain {
        rest = rest.dropFirst()
        position += 1
      } else {
        return nil
      }
    }
    return position
  }

  /// Whether an escape may begin with a byte.
  static func isMark(_ byte: UInt8) -> Bool {
    [UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "+")].contains(byte)
  }

  /// Returns what the escape at a place stands for and where it ends; nil where there is none.
  private static func escape(
    in text: [UInt8], at start: Int
  ) -> (bytes: [UInt8], end: Int)? {
    switch text[start] {
    case UInt8(ascii: "%"):
      number(text, start + 1, digits: 2).map { ([UInt8($0)], start + 3) }
    case UInt8(ascii: "+"): ([0x20], start + 1)
    case UInt8(ascii: "\\"): backslash(text, start + 1)
    case UInt8(ascii: "&"): entity(text, start + 1)
    default: nil
    }
  }

  private static func backslash(_ text: [UInt8], _ start: Int) -> (bytes: [UInt8], end: Int)? {
    guard start < text.count else { return nil }
    let letter = text[start]
    switch letter {
    case UInt8(ascii: "u"):
      guard let unit = number(text, start + 1, digits: 4) else { return nil }
      let isPair = (0xd800..<0xdc00).contains(unit) && text[(start + 5)...].starts(with: [92, 117])
      guard isPair, let low = number(text, start + 7, digits: 4), (0xdc00..<0xe000).contains(low)
      else { return encoded(unit).map { ($0, start + 5) } }
      return encoded(0x10000 + (unit - 0xd800) << 10 + low - 0xdc00).map { ($0, start + 11) }
    case UInt8(ascii: "x"):
      return number(text, start + 1, digits: 2).flatMap(encoded).map { ($0, start + 3) }
    case UInt8(ascii: "n"): return ([0x0a], start + 1)
    case UInt8(ascii: "r"): return ([0x0d], start + 1)
    case UInt8(ascii: "t"): return ([0x09], start + 1)
    case UInt8(ascii: "b"): return ([0x08], start + 1)
    case UInt8(ascii: "f"): return ([0x0c], start + 1)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "\\"):
      return ([letter], start + 1)
    default: return nil
    }
  }

  private static let entities: [String: UInt8] = [
    "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"), "plus": UInt8(ascii: "+"),
    "equals": UInt8(ascii: "="), "sol": UInt8(ascii: "/"), "colon": UInt8(ascii: ":"),
  ]

  private static func entity(_ text: [UInt8], _ start: Int) -> (bytes: [UInt8], end: Int)? {
    guard let end = text[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: text[start..<end], as: UTF8.self)
    if let byte = entities[name] { return ([byte], end + 1) }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
    return UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10).flatMap(encoded)
      .map { ($0, end + 1) }
  }

  private static func number(_ text: [UInt8], _ start: Int, digits: Int) -> UInt32? {
    guard start + digits <= text.count, text[start] != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: text[start..<start + digits], as: UTF8.self), radix: 16)
  }

  private static func encoded(_ scalar: UInt32) -> [UInt8]? {
    Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) }
  }
}
