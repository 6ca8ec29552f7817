/// Where the characters of a part stand in the file.
struct YAMLOffsets {
  let start: Int
  private let markLength: Int
  /// The offset of each character, nil where all are one byte long.
  private let table: [Int32]?

  init(_ part: YAMLParts.Part) {
    start = part.start
    markLength = part.bytes.starts(with: YAMLSource.mark) ? YAMLSource.mark.count : 0
    let bytes = Array(part.bytes.dropFirst(markLength))
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      table = nil
      return
    }
    table =
      bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }.map(Int32.init) + [Int32(bytes.count)]
  }

  subscript(range: Range<Int>) -> Range<Int> {
    offset(range.lowerBound)..<offset(range.upperBound)
  }

  private func offset(_ character: Int) -> Int {
    let start = start + markLength
    guard let table, let last = table.last else { return start + character }
    return start + Int(character < table.count ? table[character] : last)
  }
}
