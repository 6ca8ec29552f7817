extension YAMLOutlineBuilder {
  /// Sets the parts of a block text, to which libyaml counts the blank lines behind it.
  func setBlock(of node: inout YAMLNode) {
    var headerEnd = node.content + 1
    var (digit, keepsEnd): (Int?, Bool) = (nil, false)
    while let byte = source[headerEnd], byte == 0x2B || byte == 0x2D || (0x31...0x39).contains(byte)
    {
      if byte >= 0x31 { digit = Int(byte) - 0x30 }
      if byte == 0x2B { keepsEnd = true }
      headerEnd += 1
    }
    let start = source.nextLine(after: headerEnd)
    let indent = digit.map { max(columns.last ?? 0, 0) + $0 } ?? indent(ofTextIn: start..<node.end)
    let end = bodyEnd(start..<max(start, node.end), indent: keepsEnd ? -1 : indent ?? Int.max)
    node.block = .init(
      headerEnd: headerEnd, body: end.map { start..<$0 }, indent: indent, keepsEnd: keepsEnd)
    node.end = end ?? headerEnd
  }

  private func indent(ofTextIn range: Range<Int>) -> Int? {
    var line = range.lowerBound
    while line < range.upperBound {
      let indent = source.indentation(of: line)
      if line + indent < source.lineEnd(of: line) { return indent }
      line = source.nextLine(after: line)
    }
    return nil
  }

  /// Returns the end of the last line that has more spaces than given, or another character.
  private func bodyEnd(_ range: Range<Int>, indent: Int) -> Int? {
    var end = range.upperBound
    while end > range.lowerBound {
      let line = source.lineStart(of: end - 1)
      let lineEnd = source.lineEnd(of: line)
      let hasText = line + source.indentation(of: line) < lineEnd
      if hasText || lineEnd - line > indent { return lineEnd }
      end = line
    }
    return nil
  }
}
