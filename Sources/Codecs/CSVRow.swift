/// A row where it was read: its cells are places in the bytes, and hold only while it is handed over.
package struct CSVRow {
  private let base: UnsafePointer<UInt8>
  private let cells: UnsafeBufferPointer<CSVCell>
  /// The number of the row, counted from 1 with the header.
  package let number: Int
  /// The byte at which the row begins in the decompressed file.
  package let offset: Int

  init(
    _ base: UnsafePointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>, number: Int, offset: Int
  ) {
    self.base = base
    self.cells = cells
    self.number = number
    self.offset = offset
  }

  package var count: Int { cells.count }

  /// The bytes between a cell's delimiters or quotes; nil where the row has no such cell.
  ///
  /// Where `hasDoubledQuotes`, each quote within still stands twice.
  package func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard index < cells.count else { return nil }
    let cell = cells[index]
    return UnsafeBufferPointer(start: base + Int(cell.start), count: Int(cell.end - cell.start))
  }

  package func isQuoted(_ index: Int) -> Bool {
    index < cells.count && cells[index].style != .plain
  }

  package func hasDoubledQuotes(_ index: Int) -> Bool {
    index < cells.count && cells[index].style == .doubled
  }

  /// The text of a cell, its doubled quotes single; nil where the row has no such cell.
  package func text(_ index: Int) -> String? {
    guard let bytes = bytes(index) else { return nil }
    guard hasDoubledQuotes(index) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: Self.single(bytes), as: UTF8.self)
  }

  /// Returns bytes with the second quote of each pair left out.
  private static func single(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isSecond = false
    for byte in bytes {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      if byte != UInt8(ascii: "\"") || isSecond { result.append(byte) }
    }
    return result
  }
}

/// Where a cell stands, counted from the first byte of its row.
struct CSVCell {
  enum Style: UInt8 { case plain, quoted, doubled }

  let start: Int32
  let end: Int32
  let style: Style
}
