/// Writes rows as CSV of RFC 4180.
package enum CSVText {
  /// Returns a row with its line break; a cell is quoted where it must be.
  package static func line(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let isPlain = cell.utf8.allSatisfy { !#",""#.utf8.contains($0) && $0 != 10 && $0 != 13 }
      if isPlain {
        bytes += cell.utf8
      } else {
        bytes.append(UInt8(ascii: "\""))
        bytes += cell.replacing("\"", with: "\"\"").utf8
        bytes.append(UInt8(ascii: "\""))
      }
    }
    return bytes + [13, 10]
  }
}
