extension JSONataParser {
  /// Takes the sign that closes what another one opened.
  mutating func expect(_ sign: String, of first: JSONataToken) throws(JSONataError) {
    guard token.isSign(sign) else {
      throw failure(
        "\(token.shown) stands where \"\(sign)\" must stand",
        remedy: "close the \(first.shown) at character \(first.offset + 1) of the expression")
    }
    try advance(isOperand: false)
  }

  mutating func takeComma() throws(JSONataError) -> Bool {
    guard token.isSign(",") else { return false }
    try advance(isOperand: true)
    return true
  }

  /// Reads elements with commas between them, perhaps none, and the sign that ends them.
  mutating func list(
    until sign: String, of first: JSONataToken,
    _ element: (inout JSONataParser) throws(JSONataError) -> Void
  ) throws(JSONataError) {
    if !token.isSign(sign) {
      repeat { try element(&self) } while try takeComma()
    }
    try expect(sign, of: first)
  }

  /// Reads the arguments of a call, of which some may be left open with a question mark.
  mutating func arguments(from first: JSONataToken) throws(JSONataError) {
    try list(until: ")", of: first) { parser throws(JSONataError) in
      if parser.token.isSign("?") {
        try parser.advance(isOperand: false)
      } else {
        _ = try parser.expression(0)
      }
    }
  }

  /// Reads the pairs of an object, or of a grouping.
  mutating func object(from first: JSONataToken) throws(JSONataError) {
    try list(until: "}", of: first) { parser throws(JSONataError) in
      _ = try parser.expression(0)
      guard parser.token.isSign(":") else {
        throw parser.failure(
          "\(parser.token.shown) stands where \":\" must stand", remedy: "write name: value")
      }
      try parser.advance(isOperand: true)
      _ = try parser.expression(0)
    }
  }

  /// Reads the rest of a function: parameters, perhaps a signature, and a body.
  mutating func lambda() throws(JSONataError) {
    let open = token
    try advance(isOperand: true)
    try list(until: ")", of: open) { parser throws(JSONataError) in
      guard case .variable(let name) = parser.token.kind else {
        throw parser.failure("a parameter is no variable", remedy: "write it as $name")
      }
      parser.bind(name)
      try parser.advance(isOperand: false)
    }
    if token.isSign("<") { try signature() }
    guard token.isSign("{") else {
      throw failure("the function has no body", remedy: "write it in { }")
    }
    let body = token
    try advance(isOperand: true)
    _ = try expression(0)
    try expect("}", of: body)
  }

  private mutating func signature() throws(JSONataError) {
    let open = token
    var depth = 0
    repeat {
      if token.isSign("<") { depth += 1 }
      if token.isSign(">") { depth -= 1 }
      guard token.kind != .end, !token.isSign("{") else {
        throw JSONataError(
          message: "the signature of the function does not end", offset: open.offset,
          remedy: "close it with >")
      }
      try advance(isOperand: false)
    } while depth > 0
  }

  /// Reads a transformation: what to change, with what, and perhaps which fields to remove.
  mutating func transform() throws(JSONataError) {
    let first = token
    try advance(isOperand: true)
    _ = try expression(0)
    guard token.isSign("|") else {
      throw failure("the transformation lacks its change", remedy: "write |where|change|")
    }
    try advance(isOperand: true)
    _ = try expression(0)
    if try takeComma() { _ = try expression(0) }
    try expect("|", of: first)
  }
}
