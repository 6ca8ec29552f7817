extension YAMLSource {
  /// Returns the start of a member's comments; what is said to programs is none of them.
  func startOfMember(at offset: Int) -> Int {
    let start = startOfComments(above: offset)
    let lines = lines(in: start..<lineStart(of: offset)).map { text($0) }
    let marks = lines.lastIndex { $0.hasPrefix("#!") || $0.hasPrefix("# yaml-language-server:") }
    return (0..<(marks.map { $0 + 1 } ?? 0)).reduce(start) { line, _ in nextLine(after: line) }
  }

  /// Returns the start of the comment lines directly above a line that are indented as it is.
  private func startOfComments(above offset: Int) -> Int {
    let indent = indentation(of: offset)
    var start = lineStart(of: offset)
    while start > 0 {
      let line = lineStart(of: start - 1)
      guard isCommentLine(line), indentation(of: line) == indent else { return start }
      start = line
    }
    return start
  }

  /// Returns the end of an item's last line, over the comment lines that are indented deeper.
  func end(ofLines item: YAMLItem, column: Int) -> Int {
    var end = lineEnd(of: item.end)
    while true {
      let next = nextLine(after: end)
      guard next > end, next < bytes.count, isCommentLine(next), indentation(of: next) > column
      else { return end }
      end = lineEnd(of: next)
    }
  }
}
