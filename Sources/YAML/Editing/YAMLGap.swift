/// What stands between two tokens, or at an end of the file: space, comments and `...` lines.
struct YAMLGap {
  enum Line {
    case blank
    case text(String, column: Int)
  }

  let before: YAMLToken?
  /// The comment on the line of the token before the gap, with the space that sets it off, which
  /// may well be meant: comments of several lines are often put in a column.
  private(set) var comment: String?
  /// The lines the gap has to itself.
  private(set) var lines: [Line] = []
  /// Whether the tokens on both sides stand on one line.
  let isInLine: Bool
  private let source: YAMLSource
  private var levels: [YAMLToken.Level]

  init(
    behind: YAMLToken?, before: YAMLToken?, in source: YAMLSource
  ) throws(YAMLTokenizer.Unsupported) {
    let start = behind?.range.upperBound ?? 0
    let end = before?.range.lowerBound ?? source.bytes.count
    guard start <= end else { throw YAMLTokenizer.Unsupported() }
    let (left, right) = (behind?.levels ?? [], before?.levels ?? [])
    levels = left.count > right.count ? left : right
    self.before = before
    self.source = source
    var rest = source.lines(in: start..<end)[...]
    isInLine = behind != nil && before != nil && rest.count == 1
    if behind != nil, let first = rest.popFirst() {
      comment = try trailingComment(first).map { space(before: first) + $0 }
    }
    if before != nil, let last = rest.popLast(), !source.trimmedText(last).isEmpty {
      throw YAMLTokenizer.Unsupported()
    }
    for line in rest { try add(line) }
  }

  /// Returns the space a comment behind something is set off by, at least one.
  private func space(before line: Range<Int>) -> String {
    String(
      repeating: " ", count: max(1, source.skipBlanks(from: line.lowerBound) - line.lowerBound))
  }

  private func trailingComment(_ line: Range<Int>) throws(YAMLTokenizer.Unsupported) -> String? {
    let text = source.trimmedText(line)
    guard let first = text.first else { return nil }
    guard first == "#" else { throw YAMLTokenizer.Unsupported() }
    let next = text.dropFirst().first
    return next.map { " !#".contains($0) } ?? true ? text : "# " + text.dropFirst()
  }

  private mutating func add(_ line: Range<Int>) throws(YAMLTokenizer.Unsupported) {
    let text = source.trimmedText(line)
    if text.isEmpty {
      lines.append(.blank)
    } else if text.utf8.first == UInt8(ascii: "#") {
      lines.append(
        .text(text, column: column(ofCommentAt: source.skipBlanks(from: line.lowerBound))))
    } else if text.hasPrefix("...") {
      let mark = line.lowerBound + 3
      let comment = try trailingComment(mark..<line.upperBound)
      lines.append(.text("..." + (comment.map { " " + $0 } ?? ""), column: 0))
      levels = []
    } else {
      throw YAMLTokenizer.Unsupported()
    }
  }

  /// Returns where a comment shall stand: with what follows, or with what is open at its column.
  private func column(ofCommentAt offset: Int) -> Int {
    let column = source.column(of: offset)
    if let before, column == source.column(of: before.range.lowerBound) { return before.column }
    return levels.last { $0.old <= column }?.new ?? 0
  }
}

extension YAMLSource {
  fileprivate func trimmedText(_ line: Range<Int>) -> String {
    let start = bytes[line].firstIndex { !Self.isBlank($0) } ?? line.upperBound
    let end = bytes[line].lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? start
    return text(start..<max(start, end))
  }
}
