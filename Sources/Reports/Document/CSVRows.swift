internal import Codecs

/// The rows of a CSV file, read piece by piece.
///
/// Bytes that are no UTF-8 stand as U+FFFD. A row that has not as many cells as the header fails.
package struct CSVRows: ReportRows, Sendable {
  private let path: String
  private let delimiter: UInt8?

  /// Takes a file; the byte between cells is found out where none is given.
  package init(path: String, delimiter: UInt8? = nil) {
    (self.path, self.delimiter) = (path, delimiter)
  }

  package func read() throws(ReportError) -> CSVRowReader { try CSVRowReader(path, delimiter) }

  /// Returns what the first row calls the columns.
  package func header() throws(ReportError) -> [String] {
    var reader = try read()
    _ = try reader.next()
    return reader.header
  }
}

/// Hands over the rows of a CSV file, of which it holds those of one piece.
package struct CSVRowReader: ReportRowReader {
  private static let pieceBytes = 64 << 10

  private let file: OpenedFile
  private var reader: CSVReader
  private var buffer = [UInt8](repeating: 0, count: pieceBytes)
  private var rows: [[String]] = []
  private var place = 0
  private var isAtEnd = false

  init(_ path: String, _ delimiter: UInt8?) throws(ReportError) {
    file = try OpenedFile(path)
    reader = CSVReader(CSVFormat(delimiter: delimiter, invalidUTF8: .replace))
  }

  /// What the first row calls the columns, once a row was asked for.
  package var header: [String] { reader.header ?? [] }

  package mutating func next() throws(ReportError) -> [String]? {
    while place == rows.count {
      guard !isAtEnd else { return nil }
      try readPiece()
    }
    defer { place += 1 }
    return rows[place]
  }

  private mutating func readPiece() throws(ReportError) {
    let count = try file.read(into: &buffer)
    isAtEnd = count == 0
    var read: [[String]] = []
    do throws(CSVError) {
      let take = { (row: CSVRow) -> Bool in
        read.append((0..<row.count).map { row.text($0) ?? "" })
        return true
      }
      if isAtEnd {
        _ = try reader.finish(take)
      } else {
        _ = try buffer.withUnsafeBufferPointer { bytes throws(CSVError) in
          try reader.feed(UnsafeBufferPointer(rebasing: bytes[..<count]), take)
        }
      }
    } catch {
      throw ReportError("export-unreadable", "\(file.path): \(error)")
    }
    (rows, place) = (read, 0)
  }
}
