/// Divides an expression into its pieces.
struct JSONataScanner {
  private let input: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    input = Array(text.unicodeScalars)
  }

  private static let pairs = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"]
  private static let signs = ".[]{}(),@#;:?+-*/%|=<>^&!~"

  /// Returns the next piece; a slash starts a regular expression where an operand must stand.
  mutating func next(isOperand: Bool) throws(JSONataError) -> JSONataToken {
    let last = position
    try skipBlanks()
    let start = position
    guard let scalar = peek else { return JSONataToken(kind: .end, offset: last) }
    if scalar == "/", isOperand { return try regex() }
    if let second = peek(1) {
      let pair = String(scalar) + String(second)
      if Self.pairs.contains(pair) {
        position += 2
        return JSONataToken(kind: .sign(pair), offset: start)
      }
    }
    if Self.signs.unicodeScalars.contains(scalar) {
      position += 1
      return JSONataToken(kind: .sign(String(scalar)), offset: start)
    }
    switch scalar {
    case "\"", "'": return try text(quote: scalar)
    case "`": return try quotedName()
    case _ where scalar.isASCIIDigit: return number()
    default: return try word()
    }
  }

  private var peek: Unicode.Scalar? { peek(0) }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < input.count ? input[position + distance] : nil
  }

  private mutating func skipBlanks() throws(JSONataError) {
    while let scalar = peek {
      if " \t\n\r\u{B}".unicodeScalars.contains(scalar) {
        position += 1
      } else if scalar == "/", peek(1) == "*" {
        let start = position
        position += 2
        while peek != nil, !(peek == "*" && peek(1) == "/") { position += 1 }
        guard peek != nil else {
          throw JSONataError(
            message: "the comment does not end", offset: start, remedy: "close it with */")
        }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func number() -> JSONataToken {
    let start = position
    func digits() { while peek?.isASCIIDigit == true { position += 1 } }
    digits()
    if peek == ".", peek(1)?.isASCIIDigit == true {
      position += 1
      digits()
    }
    if peek == "e" || peek == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 2 : 1
      if peek(sign)?.isASCIIDigit == true {
        position += sign
        digits()
      }
    }
    return JSONataToken(kind: .number, offset: start)
  }

  private mutating func text(quote: Unicode.Scalar) throws(JSONataError) -> JSONataToken {
    let start = position
    position += 1
    while let scalar = peek, scalar != quote {
      position += 1
      guard scalar == "\\" else { continue }
      let escaped = peek
      position += 1
      switch escaped {
      case "\"", "'", "\\", "/", "b", "f", "n", "r", "t": break
      case "u":
        guard (0..<4).allSatisfy({ peek($0)?.properties.isASCIIHexDigit == true }) else {
          throw JSONataError(
            message: "\\u lacks its four hexadecimal digits", offset: position - 2,
            remedy: "write four")
        }
        position += 4
      default:
        throw JSONataError(
          message: "there is no such escape in a text", offset: position - 2,
          remedy: "a backslash itself is written \\\\")
      }
    }
    guard peek != nil else {
      throw JSONataError(
        message: "the text does not end", offset: start, remedy: "close it with \(quote)")
    }
    position += 1
    return JSONataToken(kind: .text, offset: start)
  }

  private mutating func quotedName() throws(JSONataError) -> JSONataToken {
    let start = position
    guard let end = input[(start + 1)...].firstIndex(of: "`") else {
      throw JSONataError(
        message: "the quoted name does not end", offset: start, remedy: "close it with `")
    }
    position = end + 1
    let name = input[(start + 1)..<end].reduce(into: "") { $0.unicodeScalars.append($1) }
    return JSONataToken(kind: .name(name), offset: start)
  }

  private mutating func regex() throws(JSONataError) -> JSONataToken {
    let start = position
    position += 1
    var (depth, isEscaped) = (0, false)
    while let scalar = peek {
      if scalar == "/", !isEscaped, depth == 0 {
        guard position > start + 1 else { break }
        position += 1
        while peek == "i" || peek == "m" { position += 1 }
        return JSONataToken(kind: .regex, offset: start)
      }
      if !isEscaped, "([{".unicodeScalars.contains(scalar) { depth += 1 }
      if !isEscaped, ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
      isEscaped = scalar == "\\" && !isEscaped
      position += 1
    }
    throw JSONataError(
      message: "the regular expression is empty or does not end", offset: start,
      remedy: "close it with /")
  }

  private mutating func word() throws(JSONataError) -> JSONataToken {
    let start = position
    var text = ""
    while let scalar = peek, !" \t\n\r\u{B}\"'`".unicodeScalars.contains(scalar),
      !Self.signs.unicodeScalars.contains(scalar)
    {
      text.unicodeScalars.append(scalar)
      position += 1
    }
    if text.hasPrefix("$") {
      return JSONataToken(kind: .variable(String(text.dropFirst())), offset: start)
    }
    let isSign = ["and", "or", "in"].contains(text)
    return JSONataToken(kind: isSign ? .sign(text) : .name(text), offset: start)
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
