/// Finds out by which byte the cells of a CSV file are divided.
enum CSVSniffer {
  /// How many of the first bytes are looked at.
  static let bytes = 16 << 10

  /// Returns the delimiter that divides most lines into as many cells as the first one.
  ///
  /// Of several the one that makes more cells counts, and a comma where there is none at all.
  static func delimiter(of sample: ArraySlice<UInt8>, isWhole: Bool) -> UInt8 {
    let lines = lines(of: sample, isWhole: isWhole)
    var best = (delimiter: UInt8(ascii: ","), lines: 0, cells: 0)
    for (index, delimiter) in CSVFormat.delimiters.enumerated() {
      let cells = lines.first?[index] ?? 0
      guard cells > 0 else { continue }
      let alike = lines.count { $0[index] == cells }
      if (alike, cells) > (best.lines, best.cells) { best = (delimiter, alike, cells) }
    }
    return best.delimiter
  }

  /// Counts each delimiter outside of quotes, line by line; a line that is cut off does not count.
  private static func lines(of sample: ArraySlice<UInt8>, isWhole: Bool) -> [[Int]] {
    var lines: [[Int]] = []
    let none = CSVFormat.delimiters.map { _ in 0 }
    var (line, isQuoted, isEmpty) = (none, false, true)
    for byte in sample {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted, byte == 10 || byte == 13 {
        if !isEmpty { lines.append(line) }
        (line, isEmpty) = (none, true)
        continue
      } else if !isQuoted, let index = CSVFormat.delimiters.firstIndex(of: byte) {
        line[index] += 1
      }
      isEmpty = false
    }
    if !isEmpty, isWhole || lines.isEmpty { lines.append(line) }
    return lines
  }
}
