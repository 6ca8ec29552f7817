/// The bytes of a file, asked for lines and for what stands between values.
struct YAMLSource {
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let bytes: [UInt8]

  /// Takes bytes without a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  subscript(offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func lineStart(of offset: Int) -> Int {
    bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  /// Returns the end of a line, before its line break.
  func lineEnd(of offset: Int) -> Int {
    guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else { return bytes.count }
    return end > offset && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  /// Returns the start of the next line, or the end of the file.
  func nextLine(after offset: Int) -> Int {
    bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
  }

  /// Counts the characters before an offset in its line.
  func column(of offset: Int) -> Int {
    bytes[lineStart(of: offset)..<offset].count { $0 & 0xC0 != 0x80 }
  }

  /// Counts the spaces the line of an offset starts with.
  func indentation(of offset: Int) -> Int {
    bytes[lineStart(of: offset)...].prefix { $0 == UInt8(ascii: " ") }.count
  }

  func isFirstOnLine(_ offset: Int) -> Bool {
    bytes[lineStart(of: offset)..<offset].allSatisfy { $0 == UInt8(ascii: " ") }
  }

  func isBlankLine(_ offset: Int) -> Bool {
    bytes[lineStart(of: offset)..<lineEnd(of: offset)].allSatisfy(Self.isBlank)
  }

  func isCommentLine(_ offset: Int) -> Bool {
    let start = lineStart(of: offset)
    return self[start + indentation(of: offset)] == UInt8(ascii: "#")
  }

  /// Returns the comment behind an offset on the same line, if only space is between.
  func trailingComment(from offset: Int) -> Range<Int>? {
    let start = skipBlanks(from: offset)
    guard self[start] == UInt8(ascii: "#") else { return nil }
    return start..<lineEnd(of: start)
  }

  /// Returns the end of the line if only space is before it, else the place itself.
  func blanksEnd(behind offset: Int) -> Int {
    let end = skipBlanks(from: offset)
    return end == lineEnd(of: offset) ? end : offset
  }

  func skipBlanks(from offset: Int) -> Int {
    bytes[offset...].firstIndex { !Self.isBlank($0) } ?? bytes.count
  }

  /// Returns the first byte that is neither space nor comment.
  func skipSpace(from offset: Int) -> Int {
    var offset = offset
    while let byte = self[offset] {
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x20: offset += 1
      case UInt8(ascii: "#"): offset = lineEnd(of: offset)
      default: return offset
      }
    }
    return offset
  }

  /// Returns the tags and anchors that start at an offset, at most as many as are asked for.
  func properties(from offset: Int, count: Int, isInFlow: Bool) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = offset
    while found.count < count,
      self[offset] == UInt8(ascii: "!") || self[offset] == UInt8(ascii: "&")
    {
      let end = propertyEnd(from: offset, isInFlow: isInFlow)
      found.append(offset..<end)
      offset = skipSpace(from: end)
    }
    return found
  }

  private func propertyEnd(from offset: Int, isInFlow: Bool) -> Int {
    if bytes[offset...].starts(with: "!<".utf8) {
      return bytes[offset...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
    }
    let flow = "[]{},".utf8
    return bytes[offset...].firstIndex { $0 <= 0x20 || (isInFlow && flow.contains($0)) }
      ?? bytes.count
  }

  /// Returns the lines of a range without their line breaks; a break at its end has one behind it.
  func lines(in range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    while let end = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(start..<lineEnd(of: start))
      start = end + 1
    }
    return lines + [start..<min(lineEnd(of: start), range.upperBound)]
  }

  /// Returns the text of a line without the space at its end, unless a backslash stands before it.
  func trimmed(_ line: Range<Int>) -> String {
    let end = bytes[line].lastIndex { !Self.isBlank($0) } ?? line.lowerBound - 1
    if end >= line.lowerBound, bytes[end] == UInt8(ascii: "\\") { return text(line) }
    return text(line.lowerBound..<end + 1)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
