extension TemplateParser {
  /// Reads a text between quotes, of which two side by side stand for one.
  mutating func quoted(_ quote: StaticString) throws(TemplateFailure) -> String {
    let (start, end) = try quotedRange(quote)
    let text = scanner.text(start, end)
    return unquoted(text, quote)
  }

  private mutating func quotedRange(_ quote: StaticString) throws(TemplateFailure) -> (Int, Int) {
    let open = scanner.position
    scanner.position += 1
    let start = scanner.position
    while scanner.position < scanner.end {
      let end = scanner.position
      if scanner.take(quote) {
        if scanner.take(quote) { continue }
        return (start, end)
      }
      scanner.position += 1
    }
    throw TemplateFailure(
      .syntax, "a text is not closed", at: open,
      remedy: "end it with \(quote); inside a text the same quote is written twice")
  }

  private func unquoted(_ text: String, _ quote: StaticString) -> String {
    let twice = "\(quote)\(quote)"
    guard text.utf8.contains(quote.utf8Start.pointee), text.contains(twice) else { return text }
    var result: [UInt8] = []
    var wasQuote = false
    for byte in text.utf8 {
      let isSecond = wasQuote && byte == quote.utf8Start.pointee
      if !isSecond { result.append(byte) }
      wasQuote = !isSecond && byte == quote.utf8Start.pointee
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads a text in double quotes, and the references and directives in it.
  mutating func interpolated() throws(TemplateFailure) -> ExpressionNode {
    let open = scanner.position
    let (start, end) = try quotedRange("\"")
    let bytes = scanner.source[start..<end]
    guard bytes.contains(UInt8(ascii: "$")) || bytes.contains(UInt8(ascii: "#")) else {
      return .text(unicodeUnescaped(unquoted(scanner.text(start, end), "\"")))
    }
    let outer = scanner
    scanner = TemplateScanner(source: outer.source, position: start, end: end)
    defer { scanner = outer }
    let nodes = try template().map { node in
      guard case .text(let text) = node else { return node }
      return .text(unicodeUnescaped(unquoted(text, "\"")))
    }
    return .interpolated(nodes, offset: open)
  }

  /// Replaces `\u` and four hexadecimal digits.
  private func unicodeUnescaped(_ text: String) -> String {
    guard text.contains("\\u") else { return text }
    var units: [UInt16] = []
    var rest = Array(text.utf16)[...]
    while let unit = rest.popFirst() {
      if unit == 0x5C, rest.first == 0x75, rest.count > 4,
        let value = UInt16(String(decoding: rest.dropFirst().prefix(4), as: UTF16.self), radix: 16)
      {
        units.append(value)
        rest = rest.dropFirst(5)
      } else {
        units.append(unit)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// Reads a whole number or a fraction.
  mutating func number() -> ExpressionNode {
    let start = scanner.position
    _ = scanner.take("-")
    _ = scanner.takeWhile { $0.isDigit }
    var isFraction = false
    if scanner.peek() == UInt8(ascii: "."), scanner.peek(1) != UInt8(ascii: ".") {
      isFraction = true
      scanner.position += 1
      _ = scanner.takeWhile { $0.isDigit }
    }
    if let byte = scanner.peek(), byte | 0x20 == UInt8(ascii: "e") {
      let sign = scanner.peek(1) == UInt8(ascii: "+") || scanner.peek(1) == UInt8(ascii: "-")
      if scanner.peek(sign ? 2 : 1)?.isDigit == true {
        isFraction = true
        scanner.position += sign ? 2 : 1
        _ = scanner.takeWhile { $0.isDigit }
      }
    }
    let text = scanner.text(start, scanner.position)
    if isFraction {
      let digits = text.hasSuffix(".") ? text + "0" : text
      return .double(Double(digits.replacingPoint) ?? .nan)
    }
    if let value = Int32(text) { return .int(value) }
    if let value = Int64(text) { return .long(value) }
    return .big(text)
  }
}

extension String {
  /// The number with a zero where a point has no digit beside it.
  fileprivate var replacingPoint: String {
    if hasPrefix(".") { return "0" + self }
    if hasPrefix("-.") { return "-0" + dropFirst() }
    guard let point = firstIndex(of: "."), self[index(after: point)...].first?.isNumber != true
    else { return self }
    return self[...point] + "0" + self[index(after: point)...]
  }
}

extension TemplateScanner {
  var startsNumber: Bool {
    let sign = peek() == UInt8(ascii: "-") ? 1 : 0
    if peek(sign)?.isDigit == true { return true }
    return peek(sign) == UInt8(ascii: ".") && peek(sign + 1)?.isDigit == true
  }
}
