/// Reads text, comments and escapes, and hands the rest to its other parts.
struct TemplateParser {
  /// How many blocks, parentheses, lists and texts may stand inside each other.
  static let maximumDepth = 60

  var scanner: TemplateScanner
  var macros: [String: MacroNode] = [:]
  var depth = 0

  init(_ source: [UInt8]) {
    scanner = TemplateScanner(source: source, position: 0, end: source.count)
  }

  /// What ends a block.
  enum BlockEnd {
    case end, otherwise, otherwiseIf, nothing
  }

  /// Reads the whole text.
  mutating func template() throws(TemplateFailure) -> [TemplateNode] {
    let (nodes, end, offset) = try block()
    guard end == .nothing else {
      let name = end == .end ? "#end" : end == .otherwise ? "#else" : "#elseif"
      throw TemplateFailure(
        .syntax, "\(name) belongs to no #if, #foreach or #macro", at: offset,
        remedy: "remove it, or write \\\(name) for the text")
    }
    return nodes
  }

  /// Reads up to what ends a block, and says what that was and where it stands.
  mutating func block() throws(TemplateFailure) -> ([TemplateNode], BlockEnd, Int) {
    try enter()
    defer { depth -= 1 }
    var nodes = NodeBuilder()
    while let byte = scanner.peek() {
      if let set = try setDirective() {
        nodes.forgetLooseSign()
        nodes.append(set)
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): try backslashes(&nodes)
      case UInt8(ascii: "$"): try dollar(&nodes, slashes: 0, from: scanner.position)
      case UInt8(ascii: "#"):
        let start = scanner.position
        if let end = try hash(&nodes) { return (nodes.finish(), end, start) }
      default: nodes.append(text: scanner.takeWhile { !$0.isMarkup })
      }
    }
    return (nodes.finish(), .nothing, scanner.end)
  }

  mutating func enter() throws(TemplateFailure) {
    depth += 1
    if depth > Self.maximumDepth {
      throw TemplateFailure(
        .limit, "more than \(Self.maximumDepth) blocks and expressions stand inside each other",
        at: scanner.position, remedy: "split the template, or set variables on the way")
    }
  }

  /// Reads backslashes: an escape before what would else be markup, and plain text elsewhere.
  private mutating func backslashes(_ nodes: inout NodeBuilder) throws(TemplateFailure) {
    let start = scanner.position
    scanner.position = scanner.skipping(from: start) { $0 == UInt8(ascii: "\\") }
    let count = scanner.position - start
    let slashes = { (count: Int) in String(repeating: "\\", count: count) }
    switch scanner.peek() {
    case UInt8(ascii: "$"): return try dollar(&nodes, slashes: count, from: start)
    case UInt8(ascii: "#"):
      guard let (name, length, isBraced) = directiveName() else { break }
      nodes.forgetLooseSign()
      if count.isMultiple(of: 2) {
        let isSet = setEnd(from: scanner.position) != nil
        let isKnown = isDirective(name) && !isSet && (!isBraced || Self.blockNames.contains(name))
        nodes.append(text: slashes(isKnown ? count / 2 : count))
      } else {
        let isKnown = isDirective(name) || name == "set"
        let text = scanner.text(scanner.position, scanner.position + length)
        nodes.append(text: slashes(isKnown ? count / 2 : count) + text)
        scanner.position += length
      }
      return
    default: break
    }
    nodes.append(text: slashes(count))
  }

  private static let blockNames: Set = ["if", "else", "elseif", "end", "stop"]
  private static let otherNames: Set = [
    "foreach", "macro", "break", "literal", "include", "parse", "evaluate", "define",
  ]

  private func isDirective(_ name: String) -> Bool {
    Self.blockNames.contains(name) || Self.otherNames.contains(name) || macros[name] != nil
  }

  /// Returns the name after a `#`, how many bytes both take, and whether braces stand round it.
  func directiveName() -> (name: String, length: Int, isBraced: Bool)? {
    let start = scanner.position + 1
    if start < scanner.end, scanner.source[start].startsWord {
      let end = scanner.skipping(from: start) { $0.continuesWord }
      return (scanner.text(start, end), end - scanner.position, false)
    }
    guard scanner.peek(1) == UInt8(ascii: "{"), scanner.peek(2)?.startsIdentifier == true else {
      return nil
    }
    let end = scanner.skipping(from: start + 1) { $0.continuesWord }
    guard end < scanner.end, scanner.source[end] == UInt8(ascii: "}") else { return nil }
    return (scanner.text(start + 1, end), end + 1 - scanner.position, true)
  }
}

/// Collects nodes, putting text that stands side by side together.
struct NodeBuilder {
  private var nodes: [TemplateNode] = []
  private var pending = ""
  private var looseSign = ""

  mutating func append(text: String) {
    pending += looseSign + text
    looseSign = ""
  }

  /// Appends a `$` or `#` that begins nothing, which Velocity forgets before some directives.
  mutating func append(looseSign sign: String) {
    append(text: "")
    looseSign = sign
  }

  mutating func forgetLooseSign() {
    looseSign = ""
  }

  mutating func append(_ node: TemplateNode) {
    flush()
    nodes.append(node)
  }

  mutating func finish() -> [TemplateNode] {
    flush()
    return nodes
  }

  private mutating func flush() {
    append(text: "")
    guard !pending.isEmpty else { return }
    nodes.append(.text(pending))
    pending = ""
  }
}

extension UInt8 {
  fileprivate var isMarkup: Bool {
    self == UInt8(ascii: "$") || self == UInt8(ascii: "#") || self == UInt8(ascii: "\\")
  }
}
