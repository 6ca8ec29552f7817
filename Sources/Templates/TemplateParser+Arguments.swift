extension TemplateParser {
  /// Whether an opening parenthesis is the next thing but space.
  func opensArguments() -> Bool {
    let next = scanner.skipping(from: scanner.position) { $0.isBlank || $0.isLineEnd }
    return next < scanner.end && scanner.source[next] == UInt8(ascii: "(")
  }

  /// Reads what stands in the parentheses of `#name(…)`.
  mutating func arguments(
    of name: String
  ) throws(TemplateFailure) -> ([ExpressionNode.Operand], word: String?) {
    scanner.skipSpace()
    scanner.position += 1
    var values: [ExpressionNode.Operand] = []
    var word: String?
    while true {
      skipSeparators()
      if scanner.peek() == UInt8(ascii: ")") { break }
      if scanner.peek()?.startsWord == true, !scanner.startsBoolean {
        let name = scanner.takeWhile { $0.continuesWord }
        guard !Self.operatorWords.contains(name) else {
          throw TemplateFailure(
            .syntax, "\(name) is an operator", at: scanner.position - name.utf8.count,
            remedy: "write one value for each argument; calculate it with #set before")
        }
        word = name
      } else {
        let start = scanner.position
        let node = try parameter()
        values.append(.init(node: node, literal: scanner.text(start, scanner.position)))
      }
    }
    try closeParenthesis("#\(name)")
    return (values, word)
  }

  private static let operatorWords: Set = [
    "and", "or", "not", "lt", "le", "gt", "ge", "eq", "ne",
  ]

  /// Skips space with one comma in it at most.
  mutating func skipSeparators() {
    scanner.skipSpace()
    if scanner.take(",") { scanner.skipSpace() }
  }

  /// Reads a closing parenthesis and the rest of its line, where that is empty.
  mutating func closeParenthesis(_ what: String) throws(TemplateFailure) {
    guard scanner.take(")") else {
      throw unexpected("an operator or \")\"", remedy: "close the parenthesis of \(what)")
    }
    scanner.skipEmptyRest()
  }

  func unexpected(_ wanted: String, remedy: String) -> TemplateFailure {
    guard let byte = scanner.peek() else {
      return TemplateFailure(
        .syntax, "the template ends where \(wanted) is needed", at: scanner.position,
        remedy: remedy)
    }
    let found =
      byte.isLineEnd
      ? "the end of the line"
      : "\"\(String(decoding: scanner.source[scanner.position..<scanner.end].prefix(12), as: UTF8.self).prefix(1))\""
    return TemplateFailure(
      .syntax, "\(found) stands where \(wanted) is needed", at: scanner.position, remedy: remedy)
  }

  func unclosed(_ name: String, at offset: Int) -> TemplateFailure {
    TemplateFailure(.syntax, "\(name) is not closed", at: offset, remedy: "add its #end")
  }
}

extension TemplateScanner {
  /// Whether `true` or `false` stands at the position, as a word of its own.
  var startsBoolean: Bool {
    for (word, length) in [("true" as StaticString, 4), ("false", 5)] where starts(with: word) {
      return peek(length)?.continuesWord != true
    }
    return false
  }
}
