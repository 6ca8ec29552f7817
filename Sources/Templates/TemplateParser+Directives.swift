extension TemplateParser {
  /// Reads what starts with `#`; returns what ends the block where it does.
  mutating func hash(_ nodes: inout NodeBuilder) throws(TemplateFailure) -> BlockEnd? {
    let start = scanner.position
    if scanner.take("##") {
      scanner.position = scanner.skipping(from: scanner.position) { !$0.isLineEnd }
      scanner.skipEmptyRest()
      return nil
    }
    if scanner.take("#[[") {
      let text = scanner.position
      while !scanner.starts(with: "]]#") {
        guard scanner.position < scanner.end else {
          throw TemplateFailure(
            .syntax, "#[[ is not closed", at: start, remedy: "write ]]# where the text ends")
        }
        scanner.position += 1
      }
      nodes.append(text: scanner.text(text, scanner.position))
      scanner.position += 3
      return nil
    }
    if scanner.take("#*") {
      while !scanner.take("*#") {
        guard let byte = scanner.peek() else { return nil }
        scanner.position += 1
        if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "$") {
          try refuseEnd(after: String(Unicode.Scalar(byte)))
        }
      }
      return nil
    }
    guard let (name, length, _) = directiveName() else {
      nodes.append(looseSign: "#")
      scanner.position += 1
      try refuseEnd(after: "#")
      return nil
    }
    scanner.position += length
    return try directive(name, from: start, &nodes)
  }

  private mutating func directive(
    _ name: String, from start: Int, _ nodes: inout NodeBuilder
  ) throws(TemplateFailure) -> BlockEnd? {
    switch name {
    case "end":
      nodes.forgetLooseSign()
      scanner.skipEmptyRest()
      return .end
    case "else":
      nodes.forgetLooseSign()
      scanner.skipEmptyRest()
      return .otherwise
    case "elseif":
      nodes.forgetLooseSign()
      return .otherwiseIf
    case "if": nodes.append(try conditional(from: start))
    case "stop": nodes.append(.stop)
    case "break":
      if opensArguments() { _ = try arguments(of: name) }
      nodes.append(.breakLoop)
    case "foreach": nodes.append(try loop(from: start))
    case "macro": try macro(from: start)
    case "literal": try literal(from: start, &nodes)
    case "include", "parse", "evaluate", "define":
      throw TemplateFailure(
        .unsupported, "#\(name) is not taken in the templates of data actions", at: start,
        remedy: "write the text out, or use #set, #foreach and #macro")
    default: nodes.append(try call(name, from: start))
    }
    return nil
  }

  private mutating func conditional(from start: Int) throws(TemplateFailure) -> TemplateNode {
    var branches: [TemplateNode.Branch] = []
    var condition: ExpressionNode? = try self.condition("#if")
    while true {
      let (body, end, offset) = try block()
      branches.append(.init(condition: condition, body: body))
      switch end {
      case .end: return .conditional(branches)
      case .otherwiseIf where condition != nil: condition = try self.condition("#elseif")
      case .otherwise where condition != nil: condition = nil
      case .nothing: throw unclosed("#if", at: start)
      default:
        throw TemplateFailure(
          .syntax, "an #else has been there already", at: offset,
          remedy: "put #elseif before #else, and write one #else at most")
      }
    }
  }

  private mutating func condition(_ name: String) throws(TemplateFailure) -> ExpressionNode {
    scanner.skipSpace()
    guard scanner.take("(") else {
      throw unexpected("\"(\"", remedy: "write the condition as in \(name)($x)")
    }
    let condition = try expression()
    try closeParenthesis("the condition of \(name)")
    return condition
  }

  private mutating func loop(from start: Int) throws(TemplateFailure) -> TemplateNode {
    let remedy = "write it as in #foreach($item in $items)"
    scanner.skipSpace()
    guard scanner.take("(") else { throw unexpected("\"(\"", remedy: remedy) }
    scanner.skipSpace()
    guard let reference = try reference(), reference.steps.isEmpty else {
      throw unexpected("the variable of the loop", remedy: remedy)
    }
    scanner.skipSpace()
    guard scanner.takeWhile({ $0.continuesWord }) == "in" else {
      throw unexpected("\"in\"", remedy: remedy)
    }
    scanner.skipSpace()
    let items = try parameter()
    scanner.skipSpace()
    try closeParenthesis("#foreach")
    let (body, end, _) = try block()
    guard end == .end else { throw unclosed("#foreach", at: start) }
    return .loop(
      LoopNode(variable: reference.root, items: items, body: body, offset: start))
  }

  private mutating func macro(from start: Int) throws(TemplateFailure) {
    let remedy = "write it as in #macro(name $first $second)"
    scanner.skipSpace()
    guard scanner.take("(") else { throw unexpected("\"(\"", remedy: remedy) }
    scanner.skipSpace()
    guard scanner.peek()?.startsWord == true else {
      throw unexpected("the name of the macro", remedy: remedy)
    }
    let name = scanner.takeWhile { $0.continuesWord }
    var parameters: [String] = []
    while true {
      skipSeparators()
      if scanner.peek() == UInt8(ascii: ")") { break }
      guard let reference = try reference(), reference.steps.isEmpty, reference.isPlain else {
        throw unexpected("a parameter, or \")\"", remedy: remedy)
      }
      parameters.append(reference.root)
    }
    try closeParenthesis("#macro")
    let (body, end, _) = try block()
    guard end == .end else { throw unclosed("#macro", at: start) }
    if macros[name] == nil {
      macros[name] = MacroNode(name: name, parameters: parameters, body: body)
    }
  }

  private mutating func literal(
    from start: Int, _ nodes: inout NodeBuilder
  ) throws(TemplateFailure) {
    guard opensArguments() else { throw unexpected("\"()\"", remedy: "write #literal()") }
    _ = try arguments(of: "literal")
    let text = scanner.position
    let (_, end, offset) = try block()
    guard end == .end else { throw unclosed("#literal", at: start) }
    nodes.append(text: scanner.text(text, offset))
  }

  private mutating func call(
    _ name: String, from start: Int
  ) throws(TemplateFailure) -> TemplateNode {
    var (values, word) = ([] as [ExpressionNode.Operand], nil as String?)
    let hasArguments = opensArguments()
    if hasArguments { (values, word) = try arguments(of: name) }
    let literal = scanner.text(start, scanner.position)
    var node = CallNode(
      name: name, arguments: values, word: word, literal: literal, offset: start)
    if name.hasPrefix("@"), hasArguments {
      let (body, end, _) = try block()
      guard end == .end else { throw unclosed("#\(name)", at: start) }
      node.body = body
    }
    return .call(node)
  }

  /// Reads a `#set` with the blanks before it, where one stands at the position.
  mutating func setDirective() throws(TemplateFailure) -> TemplateNode? {
    let start = scanner.skipping(from: scanner.position) { $0.isBlank }
    guard let open = setEnd(from: start) else { return nil }
    scanner.position = open
    let remedy = "write it as in #set($x = 1)"
    scanner.skipSpace()
    guard let target = try reference() else {
      throw unexpected("the variable to set", remedy: remedy)
    }
    scanner.skipSpace()
    guard scanner.peek(1) != UInt8(ascii: "="), scanner.take("=") else {
      throw unexpected("\"=\"", remedy: remedy)
    }
    let value = try expression()
    try closeParenthesis("#set")
    return .set(target, value, offset: start)
  }

  /// Returns where a `#set(` ends that starts at an offset.
  func setEnd(from offset: Int) -> Int? {
    var scanner = scanner
    scanner.position = offset
    guard scanner.take("#set") || scanner.take("#{set}") else { return nil }
    let end = scanner.skipping(from: scanner.position) { $0 == UInt8(ascii: " ") }
    return end < scanner.end && scanner.source[end] == UInt8(ascii: "(") ? end + 1 : nil
  }
}
