import JSON

extension PathScanner {
  /// The integers every JSON implementation can hold exactly (RFC 7493).
  private static let exactIntegers = -(1 << 53 - 1)...(1 << 53 - 1)

  /// Reads an index or a bound of a slice.
  mutating func integer() throws(JSONPathError) -> Int {
    let start = position
    let isNegative = take("-")
    let digits = takeWhile(\.isDigit)
    guard let first = digits.unicodeScalars.first else {
      throw unexpected("a digit", remedy: "write a whole number like 0 or -1")
    }
    guard first != "0" || (digits.unicodeScalars.count == 1 && !isNegative) else {
      throw failure(
        "the number has a zero in front, or is -0", at: start, remedy: "write it without")
    }
    guard let magnitude = Int(digits), Self.exactIntegers.contains(magnitude) else {
      throw failure(
        "the number is beyond what JSON can hold exactly", at: start,
        remedy: "stay within ±(2^53 - 1)")
    }
    return isNegative ? -magnitude : magnitude
  }

  /// Reads a number as JSON writes it.
  mutating func number() throws(JSONPathError) -> JSON {
    let start = position
    _ = take("-")
    let digits = takeWhile(\.isDigit)
    var isNumber = !digits.isEmpty && (digits.utf8.count == 1 || !digits.hasPrefix("0"))
    if isNumber, take(".") { isNumber = !takeWhile(\.isDigit).isEmpty }
    if isNumber, take("e") || take("E") {
      if !take("+") { _ = take("-") }
      isNumber = !takeWhile(\.isDigit).isEmpty
    }
    guard isNumber else {
      throw failure(
        "this is no number as JSON writes it", at: start,
        remedy: "write digits without zeros in front, and digits on both sides of the point")
    }
    let text = input[start..<position].reduce(into: "") { $0.unicodeScalars.append($1) }
    return .number(JSONNumber(validated: text))
  }

  /// Reads a text in single or double quotes.
  mutating func quotedText() throws(JSONPathError) -> String {
    let start = position
    guard let quote = peek else {
      throw unexpected("a text", remedy: "write it in quotes")
    }
    position += 1
    var text = ""
    while let scalar = peek {
      position += 1
      switch scalar {
      case quote: return text
      case "\\": text.unicodeScalars.append(try escape(in: quote))
      case "\u{0}"..<" ":
        throw failure(
          "a control character stands in a text", at: position - 1,
          remedy: "write it as an escape like \\n or \\u0000")
      default: text.unicodeScalars.append(scalar)
      }
    }
    throw failure("the text does not end", at: start, remedy: "close it with \(quote)")
  }

  private mutating func escape(in quote: Unicode.Scalar) throws(JSONPathError) -> Unicode.Scalar {
    let start = position - 1
    let scalar = peek
    position += 1
    switch scalar {
    case quote, "\\", "/": return scalar ?? quote
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try escapedUnit(from: start)
    default:
      throw failure(
        "there is no such escape in a text", at: start,
        remedy: "a backslash itself is written \\\\, the other kind of quote as it is")
    }
  }

  private mutating func escapedUnit(from start: Int) throws(JSONPathError) -> Unicode.Scalar {
    let first = try hexadecimal(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, take(text: "\\u") {
      let second = try hexadecimal(from: start)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw failure(
      "half of a surrogate pair stands alone", at: start,
      remedy: "write both halves, the high one first, or the character itself")
  }

  private mutating func hexadecimal(from start: Int) throws(JSONPathError) -> UInt32 {
    var digits = ""
    while digits.utf8.count < 4, let scalar = peek, scalar.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16) else {
      throw failure("\\u lacks its four hexadecimal digits", at: start, remedy: "write four")
    }
    return value
  }
}
