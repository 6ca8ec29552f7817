/// Rules of YAML 1.2 that libyaml does not hold to, checked event by event.
struct YAMLRules {
  /// A list or mapping that is open.
  private struct Collection {
    let isFlow: Bool
    /// How far its lines are indented, -1 outside of all.
    let indent: Int
    let start: Int
  }

  private let text: YAMLText
  private var open: [Collection] = []
  private var documents = 0

  init(_ part: YAMLParts.Part) {
    text = YAMLText(part)
  }

  mutating func check(_ event: YAMLEvent) throws(YAMLSyntaxError) {
    switch event.kind {
    case .documentStart:
      documents += 1
      if documents > 1, event.hasDirectives {
        throw error(
          "a directive stands behind a document without \"...\"", at: event.range.lowerBound)
      }
    case .sequenceStart(let isFlow), .mappingStart(let isFlow):
      open.append(collection(event, isFlow: isFlow))
    case .sequenceEnd, .mappingEnd: try close(event)
    case .scalar(let value, let style): try check(value, style, event)
    default: break
    }
    if isInFlow { try checkComma(behind: event) }
  }

  private var isInFlow: Bool { open.last?.isFlow ?? false }
  private var indent: Int { open.last?.indent ?? -1 }

  /// A block collection stands at its first character, unless a tag or an anchor hides that.
  private func collection(_ event: YAMLEvent, isFlow: Bool) -> Collection {
    let isHidden = isFlow || event.tag != nil || event.anchor != nil
    return Collection(
      isFlow: isFlow, indent: isHidden ? indent : event.start.column - 1,
      start: event.range.lowerBound)
  }

  private mutating func close(_ event: YAMLEvent) throws(YAMLSyntaxError) {
    guard let closed = open.popLast(), closed.isFlow, !isInFlow else { return }
    try checkIndentation(closed.start..<event.range.upperBound)
    try checkComment(at: event.range.upperBound)
  }

  private func check(
    _ value: String, _ style: YAMLEvent.Style, _ event: YAMLEvent
  ) throws(YAMLSyntaxError) {
    switch style {
    case .plain where value == "-" && !event.range.isEmpty:
      throw error("\"-\" alone is no value", at: event.range.lowerBound)
    case .plain: break
    case .singleQuoted, .doubleQuoted:
      if !isInFlow { try checkIndentation(event.range) }
      try checkComment(at: event.range.upperBound)
    case .literal, .folded: try checkBlock(from: event.range.lowerBound)
    }
  }

  private func error(_ problem: String, at index: Int) -> YAMLSyntaxError {
    YAMLSyntaxError(problem: problem, mark: text.mark(at: index), context: nil, contextMark: nil)
  }
}

extension YAMLRules {
  private func checkComment(at index: Int) throws(YAMLSyntaxError) {
    guard text[index] == UInt8(ascii: "#") else { return }
    throw error("a comment needs a space before its \"#\"", at: index)
  }

  private func checkComma(behind event: YAMLEvent) throws(YAMLSyntaxError) {
    var index = event.range.upperBound
    while text[index] == UInt8(ascii: " ") { index += 1 }
    if text[index] == UInt8(ascii: ",") { try checkComment(at: index + 1) }
  }

  /// Checks that all lines but the first stand further right than what is around them.
  ///
  /// A line that starts with the closing bracket may stand as far left as that: people write it so.
  private func checkIndentation(_ range: Range<Int>) throws(YAMLSyntaxError) {
    guard indent >= 0 else { return }
    for start in text.lineStarts(in: range) {
      let column = text.indentation(from: start)
      guard column <= indent, let byte = text[start + column], start + column < range.upperBound
      else { continue }
      let isCloser = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if text.isBlank(from: start) || byte == UInt8(ascii: "#") { continue }
      guard isCloser && column == indent else {
        throw error("this line needs more spaces before it", at: start + column)
      }
    }
  }

  /// Checks the header of a literal or folded block and the empty lines before its first text.
  private func checkBlock(from start: Int) throws(YAMLSyntaxError) {
    var index = text.skipProperties(from: start) + 1
    var isIndented = false
    while let byte = text[index], byte == 0x2B || byte == 0x2D || (0x30...0x39).contains(byte) {
      if byte >= 0x30 { isIndented = true }
      index += 1
    }
    try checkComment(at: index)
    if isIndented { return }
    var deepest = 0
    for line in text.lineStarts(in: index..<Int.max) {
      let column = text.indentation(from: line)
      if text.isBlank(from: line) {
        deepest = max(deepest, column)
        continue
      }
      if column > indent, column < deepest {
        throw error("an empty line before this one is indented deeper", at: line + column)
      }
      return
    }
  }
}
