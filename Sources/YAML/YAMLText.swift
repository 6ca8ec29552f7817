/// The characters of a part by their number, as far as rules ask for them.
struct YAMLText {
  /// A byte for each Unicode scalar, 0xFF for all that are not ASCII.
  private let characters: [UInt8]
  private let firstLine: Int

  init(_ part: YAMLParts.Part) {
    var bytes = part.bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    firstLine = part.firstLine
    characters =
      if bytes.allSatisfy({ $0 < 0x80 }) {
        Array(bytes)
      } else {
        bytes.lazy.filter { $0 & 0xC0 != 0x80 }.map { $0 < 0x80 ? $0 : 0xFF }
      }
  }

  subscript(index: Int) -> UInt8? {
    characters.indices.contains(index) ? characters[index] : nil
  }

  /// Returns the first characters of the lines that start inside a range.
  func lineStarts(in range: Range<Int>) -> some Sequence<Int> {
    let range = range.clamped(to: 0..<characters.count)
    return range.lazy.filter { characters[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Counts the spaces a line starts with.
  func indentation(from start: Int) -> Int {
    characters[min(start, characters.count)...].prefix { $0 == UInt8(ascii: " ") }.count
  }

  func isBlank(from start: Int) -> Bool {
    let text = characters[min(start, characters.count)...].drop { $0 == 0x20 || $0 == 0x09 }
    return text.first.map { $0 == 0x0A || $0 == 0x0D } ?? true
  }

  /// Returns the first character behind tags, anchors and the space between them.
  func skipProperties(from start: Int) -> Int {
    var index = start
    while let byte = self[index] {
      switch byte {
      case UInt8(ascii: "!"), UInt8(ascii: "&"):
        while let byte = self[index], byte > 0x20 { index += 1 }
      case 0x09, 0x0A, 0x0D, 0x20: index += 1
      case UInt8(ascii: "#"):
        while let byte = self[index], byte != 0x0A { index += 1 }
      default: return index
      }
    }
    return index
  }

  func mark(at index: Int) -> YAMLMark {
    let before = characters[..<min(index, characters.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = before.count { $0 == UInt8(ascii: "\n") }
    return YAMLMark(line: firstLine + lines, column: index - lineStart + 1)
  }
}
