extension XMLPullParser {
  /// Reads text up to the next tag, or returns nil for white space outside the root element.
  mutating func text() throws(XMLError) -> String? {
    let start = offset
    offset = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    let range = start..<offset
    guard !open.isEmpty else {
      guard let other = bytes[range].firstIndex(where: { !isSpace($0) }) else { return nil }
      throw error("text stands outside the root element", at: other)
    }
    if let end = firstIndex(of: "]]>", in: range) {
      throw error("text must not hold ]]>", at: end)
    }
    return try resolved(range, isAttribute: false)
  }

  /// Reads a CDATA section, in which nothing has a meaning but its end.
  mutating func section() throws(XMLError) -> String {
    guard !open.isEmpty else { throw error("text stands outside the root element") }
    let range = try take(until: "]]>", of: "the CDATA section")
    return String(decoding: withUnixLines(bytes[range]), as: UTF8.self)
  }

  private func firstIndex(of mark: StaticString, in range: Range<Int>) -> Int? {
    range.first { index in mark.withUTF8Buffer { bytes[index..<range.upperBound].starts(with: $0) }
    }
  }

  /// Returns text with its references replaced and its line ends unified; in attributes every white
  /// space becomes a space.
  func resolved(_ range: Range<Int>, isAttribute: Bool) throws(XMLError) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var rest = range
    while let index = bytes[rest].firstIndex(of: UInt8(ascii: "&")) {
      result += plain(rest.lowerBound..<index, isAttribute: isAttribute)
      guard let end = bytes[index..<rest.upperBound].firstIndex(of: UInt8(ascii: ";")) else {
        throw error("& begins a reference that does not end", at: index)
      }
      result += Array(try referent(index + 1..<end).utf8)
      rest = end + 1..<rest.upperBound
    }
    result += plain(rest, isAttribute: isAttribute)
    return String(decoding: result, as: UTF8.self)
  }

  private func plain(_ range: Range<Int>, isAttribute: Bool) -> [UInt8] {
    let lines = withUnixLines(bytes[range])
    return isAttribute ? lines.map { isSpace($0) ? 32 : $0 } : lines
  }

  private func referent(_ range: Range<Int>) throws(XMLError) -> String {
    guard range.count <= 12 else {
      throw error("no such entity is known", at: range.lowerBound)
    }
    let name = string(range)
    guard let scalar = XMLReferences.scalar(name) else {
      throw error("no entity &\(name); is known", at: range.lowerBound)
    }
    return String(Character(scalar))
  }
}

/// Returns text in which every line ends with a line feed alone.
private func withUnixLines(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  guard bytes.contains(13) else { return Array(bytes) }
  var result: [UInt8] = []
  for index in bytes.indices {
    if bytes[index] == 10, index > bytes.startIndex, bytes[index - 1] == 13 { continue }
    result.append(bytes[index] == 13 ? 10 : bytes[index])
  }
  return result
}
