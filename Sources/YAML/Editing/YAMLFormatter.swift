/// Writes the tokens of a file anew: each in its column, with the comments between them.
struct YAMLFormatter {
  private let source: YAMLSource
  private let tokens: [YAMLToken]
  private var text = ""

  /// Returns the text of an outline as it should be written.
  static func text(of outline: YAMLOutline) throws(YAMLTokenizer.Unsupported) -> String {
    var formatter = YAMLFormatter(
      source: outline.source, tokens: try YAMLTokenizer(outline).tokens)
    try formatter.write()
    return formatter.text
  }

  private init(source: YAMLSource, tokens: [YAMLToken]) {
    self.source = source
    self.tokens = tokens
  }

  private mutating func write() throws(YAMLTokenizer.Unsupported) {
    var last: YAMLToken?
    for token in tokens {
      write(try YAMLGap(behind: last, before: token, in: source))
      write(token)
      last = token
    }
    write(try YAMLGap(behind: last, before: nil, in: source))
  }

  private mutating func write(_ token: YAMLToken) {
    switch token.form {
    case .same: text += source.text(token.range)
    case .text(let other): text += other
    case .moved: writeMoved(token)
    case .body(let indent): writeBody(token, indent: indent)
    }
  }

  private mutating func writeMoved(_ token: YAMLToken) {
    let distance = token.levels.last.map { $0.new - $0.old } ?? 0
    let lines = source.lines(in: token.range).enumerated().map { index, line in
      guard index > 0 else { return source.trimmed(line) }
      let old = min(source.indentation(of: line.lowerBound), line.count)
      let content = source.trimmed(line.lowerBound + old..<line.upperBound)
      return content.isEmpty ? "" : spaces(old + distance) + content
    }
    text += lines.joined(separator: "\n")
  }

  private mutating func writeBody(_ token: YAMLToken, indent: Int?) {
    let lines = source.lines(in: token.range).map { line in
      let extra = min(source.indentation(of: line.lowerBound), indent ?? Int.max, line.count)
      let content = source.text(line.lowerBound + extra..<line.upperBound)
      return content.isEmpty ? "" : spaces(token.column) + content
    }
    text += lines.joined(separator: "\n")
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }
}

extension YAMLFormatter {
  private mutating func write(_ gap: YAMLGap) {
    text += gap.comment ?? ""
    guard !gap.isInLine else {
      if gap.before?.isTight == false { text += " " }
      return
    }
    var hasBlank = false
    for line in gap.lines {
      switch line {
      case .blank: hasBlank = true
      case .text(let comment, let column):
        startLine(column, afterBlank: hasBlank)
        text += comment
        hasBlank = false
      }
    }
    if let before = gap.before {
      startLine(before.isBody ? 0 : before.column, afterBlank: hasBlank)
    } else if !text.isEmpty {
      text += "\n"
    }
  }

  private mutating func startLine(_ column: Int, afterBlank hasBlank: Bool) {
    if !text.isEmpty { text += hasBlank ? "\n\n" : "\n" }
    text += spaces(column)
  }
}
