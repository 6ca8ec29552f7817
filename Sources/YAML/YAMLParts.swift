/// Cuts a file at its `...` lines, each of which ends a document wherever it stands.
///
/// Libyaml wants a `---` even behind such a line; read on its own, a part needs none.
enum YAMLParts {
  struct Part {
    let bytes: [UInt8]
    let firstLine: Int
    /// The byte of the file it starts at.
    let start: Int
  }

  /// Returns the parts that hold something, or the whole file where none does.
  static func of(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var (start, firstLine, line) = (0, 1, 1)
    var isBlank = true
    var index = 0
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      let text = bytes[index..<end]
      let isEnd = endsDocument(text)
      if !(isEnd ? saysNothing(text.dropFirst(3)) : saysNothing(text)) { isBlank = false }
      line += 1
      index = end
      guard isEnd || end == bytes.count else { continue }
      if !isBlank { parts.append(part(bytes[start..<end], firstLine)) }
      (start, firstLine, isBlank) = (end, line, true)
    }
    return parts.isEmpty ? [Part(bytes: [], firstLine: 1, start: 0)] : parts
  }

  private static func endsDocument(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: "...".utf8) && line.dropFirst(3).first.map(isSpace) ?? true
  }

  private static func saysNothing(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: isSpace)
    return text.isEmpty || text.first == UInt8(ascii: "#")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  private static func part(_ bytes: ArraySlice<UInt8>, _ firstLine: Int) -> Part {
    Part(bytes: readable(Array(bytes)), firstLine: firstLine, start: bytes.startIndex)
  }

  /// Returns the bytes with directives as libyaml can read them, everything at its place.
  ///
  /// YAML 1.2 says that unknown directives are skipped, which a comment is, and that later minor
  /// versions are read like this one.
  private static func readable(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var index = 0
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      let line = bytes[index..<end]
      if line.first == UInt8(ascii: "%") {
        let words = line.dropFirst().split(whereSeparator: isSpace)
        let name = words.first.map { String(decoding: $0, as: UTF8.self) }
        if name == "YAML", words.count > 1 {
          rewriteVersion(&bytes, words[1].indices)
        } else if name != "YAML", name != "TAG" {
          bytes[index] = UInt8(ascii: "#")
        }
      } else if !saysNothing(line) {
        break
      }
      index = end
    }
    return bytes
  }

  /// Makes 1.2 of 1.3 and later, and nothing that could be read of what is no version.
  private static func rewriteVersion(_ bytes: inout [UInt8], _ range: Range<Int>) {
    let digits = range.dropFirst(2)
    guard bytes[range].starts(with: "1.".utf8), !digits.isEmpty,
      bytes[digits].allSatisfy({ $0 &- 48 < 10 })
    else {
      bytes[range.upperBound - 1] = UInt8(ascii: "?")
      return
    }
    guard digits.count > 1 || bytes[digits.lowerBound] > UInt8(ascii: "2") else { return }
    for index in digits { bytes[index] = UInt8(ascii: " ") }
    bytes[digits.lowerBound] = UInt8(ascii: "2")
  }
}
