extension TemplateParser {
  /// Reads what starts with `$`: a reference, or text that only looks like one.
  mutating func dollar(
    _ nodes: inout NodeBuilder, slashes: Int, from start: Int
  ) throws(TemplateFailure) {
    if let reference = try reference(slashes: slashes) {
      nodes.append(.reference(reference))
      if !reference.isFormal { try braces(&nodes) }
      return
    }
    if let name = escapedQuiet() {
      nodes.append(text: String(repeating: "\\", count: slashes / 2) + name)
      return
    }
    scanner.position += 1
    let dollar = scanner.text(start, scanner.position)
    let isQuiet = scanner.take("!")
    let hasBrace = scanner.take("{")
    if hasBrace, scanner.peek() == UInt8(ascii: "[") {
      throw unexpected("a name", remedy: "write \\${ for the text")
    }
    // An exclamation mark is lost where nothing but the dollar is left of a reference.
    guard !hasBrace else { return nodes.append(text: scanner.text(start, scanner.position)) }
    let keepsMark = isQuiet && [UInt8(ascii: "$"), UInt8(ascii: "}")].contains(scanner.peek())
    nodes.append(looseSign: keepsMark ? dollar + "!" : dollar)
    try refuseEnd(after: "$")
  }

  /// Refuses a `$` or `#` that ends the template, as Velocity does.
  func refuseEnd(after sign: String) throws(TemplateFailure) {
    guard scanner.position == scanner.source.count else { return }
    throw TemplateFailure(
      .syntax, "the template ends in \(sign)", at: scanner.position - 1,
      remedy: "put a space or a line end behind it")
  }

  /// Reads `{name}` right behind a reference without braces, of which Velocity shows the `{` alone.
  private mutating func braces(_ nodes: inout NodeBuilder) throws(TemplateFailure) {
    var probe = scanner
    guard probe.take("{") else { return }
    _ = probe.take("$!") || probe.take("$")
    guard probe.peek()?.startsIdentifier == true else { return }
    let start = scanner.position
    scanner.position = probe.position
    _ = scanner.takeWhile { $0.continuesIdentifier }
    _ = try steps()
    guard scanner.take("}") else {
      throw TemplateFailure(
        .syntax, "a \"{\" stands right behind a reference", at: start,
        remedy: "write the reference in braces, as in ${name}{")
    }
    nodes.append(text: "{")
  }

  /// Reads `$\!name`, which is the text `$!name`.
  private mutating func escapedQuiet() -> String? {
    var probe = scanner
    probe.position += 1
    let slashes = probe.takeWhile { $0 == UInt8(ascii: "\\") }
    guard !slashes.isEmpty, probe.take("!") else { return nil }
    let hasBrace = probe.take("{")
    guard probe.peek()?.startsIdentifier == true else { return nil }
    scanner.position = probe.position - (hasBrace ? 1 : 0)
    return "$" + slashes.prefix(slashes.utf8.count / 2) + "!"
  }

  /// Reads a reference where one stands at the position.
  mutating func reference(slashes: Int = 0) throws(TemplateFailure) -> ReferenceNode? {
    var probe = scanner
    let start = probe.position
    var dollar = start
    while probe.peek() == UInt8(ascii: "$") || probe.peek() == UInt8(ascii: "\\") {
      if probe.peek() == UInt8(ascii: "$") { dollar = probe.position }
      probe.position += 1
    }
    guard probe.position > start, dollar == probe.position - 1 else { return nil }
    let isQuiet = probe.take("!")
    let isFormal = probe.take("{")
    guard probe.peek()?.startsIdentifier == true else { return nil }
    let rootStart = probe.position
    let root = probe.takeWhile { $0.continuesIdentifier }
    if root == "true" || root == "false" {
      throw TemplateFailure(
        .syntax, "$\(root) is no reference", at: start,
        remedy: "write \(root) without the $ in directives, and \\$\(root) for the text")
    }
    let prefix = probe.text(start, dollar)
    scanner.position = probe.position
    let steps = try steps()
    if isFormal, !scanner.take("}") {
      throw unexpected(
        "\"}\"", remedy: "close the reference ${\(scanner.text(rootStart, scanner.position))")
    }
    return ReferenceNode(
      offset: dollar, slashes: slashes, prefix: prefix, isQuiet: isQuiet,
      isFormal: isFormal, root: root, steps: steps, literal: scanner.text(dollar, scanner.position))
  }

  private mutating func steps() throws(TemplateFailure) -> [ReferenceNode.Step] {
    var steps: [ReferenceNode.Step] = []
    while let byte = scanner.peek() {
      let start = scanner.position
      if byte == UInt8(ascii: "[") {
        scanner.position += 1
        scanner.skipSpace()
        steps.append(.index(try index(), offset: start))
        continue
      }
      guard byte == UInt8(ascii: "."), scanner.peek(1)?.isLetter == true else { break }
      scanner.position += 1
      let name = scanner.takeWhile { $0.continuesIdentifier }
      if name == "true" || name == "false" {
        throw TemplateFailure(
          .syntax, "\(name) is no name of a property", at: start + 1,
          remedy: "write it as [\"\(name)\"]")
      }
      if scanner.take("(") {
        steps.append(.method(name, try methodArguments(), offset: start + 1))
      } else {
        steps.append(.property(name, offset: start + 1))
      }
    }
    return steps
  }

  private mutating func index() throws(TemplateFailure) -> ExpressionNode {
    let offset = scanner.position
    let index = try parameter()
    switch index {
    case .double, .list, .map, .range:
      throw TemplateFailure(
        .syntax, "an index is a number, a text or a reference", at: offset,
        remedy: "write it as in $list[0] or $map[\"key\"]")
    default: break
    }
    scanner.skipSpace()
    guard scanner.take("]") else {
      throw unexpected("\"]\"", remedy: "close the index, or write $name \"[\" with a space")
    }
    return index
  }

  private mutating func methodArguments() throws(TemplateFailure) -> [ExpressionNode] {
    if scanner.take(")") { return [] }
    var values: [ExpressionNode] = []
    repeat {
      scanner.skipSpace()
      values.append(try parameter())
      scanner.skipSpace()
    } while scanner.take(",")
    guard scanner.take(")") else {
      throw unexpected(
        "\",\" or \")\"",
        remedy: "an argument is one value; calculate it with #set before the call")
    }
    return values
  }
}
