package import Codecs
package import JSON

/// How the rows stand in a file.
package enum RowFormat: Sendable, Hashable {
  case csv(CSVTable)
  /// A document: an array of rows, or one row.
  case json
  /// One row a line.
  case ndjson

  package static let names = ["csv", "json", "ndjson"]
}

/// How a CSV file is to be read as a table.
package struct CSVTable: Sendable, Hashable {
  package var format = CSVFormat()
  /// What the columns are called, where the file has no header.
  package var columns: [String]?
  /// Texts that stand for no value when they are not quoted; a cell that is empty always does.
  package var nulls: [String] = []

  package init() {}
}

/// Takes the bytes of a file as they come and makes them the result of a query.
///
/// A class, so that its parts can hand rows to one another while bytes are taken.
package final class RowStream {
  private var decompressor: Decompressor
  private var csv: CSVReader?
  private var elements: JSONElements?
  private let query: RowQuery
  private let table: CSVTable
  private let nulls: [[UInt8]]
  private var run: QueryRun?
  /// What ended the reading, found by a closure that could not throw.
  private var failure: SourceFailure?
  private var isCutOff = false
  /// How many decompressed bytes were taken.
  package private(set) var scannedBytes = 0

  /// Makes one for a query that is bound to its input.
  package init(
    _ query: RowQuery, _ format: RowFormat, _ compression: Compression
  ) throws(SourceFailure) {
    self.query = query
    decompressor = Decompressor(compression)
    switch format {
    case .csv(let table):
      self.table = table
      var format = table.format
      format.hasHeader = false
      csv = CSVReader(format)
    case .json, .ndjson:
      table = CSVTable()
      elements = JSONElements(format == .json ? .document : .lines)
      run = try QueryRun(query, header: nil)
    }
    nulls = table.nulls.map { Array($0.utf8) }
  }

  package var rowsRead: Int { run?.rowsRead ?? 0 }
  package var rowsMatched: Int { run?.rowsMatched ?? 0 }

  /// Takes more bytes; returns false once no further byte can change the result.
  package func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws(SourceFailure) -> Bool {
    let isWanted: Bool
    do throws(DecompressionError) {
      isWanted = try decompressor.feed(bytes) { take($0) }
    } catch {
      throw SourceFailure(.malformed, error.description)
    }
    if let failure { throw failure }
    return isWanted
  }

  /// Takes up that the file has ended.
  package func finish() throws(SourceFailure) {
    do throws(DecompressionError) {
      try decompressor.finish()
    } catch {
      throw SourceFailure(.malformed, error.description)
    }
    _ = parse(nil)
    if let failure { throw failure }
  }

  /// Returns what the rows come to.
  package func result() throws(SourceFailure) -> JSON {
    // A file without a single row has no columns to be found wrong.
    var run: QueryRun
    if let present = self.run { run = present } else { run = try emptyRun() }
    if isCutOff { run.cutOff() }
    return run.result()
  }
}

extension RowStream {
  private func emptyRun() throws(SourceFailure) -> QueryRun {
    var none = RowQuery()
    (none.shape, none.aggregate) = (query.shape, query.aggregate)
    return try QueryRun(none, header: query.aggregate == nil ? [] : nil)
  }

  private func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let part = UnsafeBufferPointer(
      rebasing: bytes.prefix(query.caps.scannedBytes - scannedBytes))
    scannedBytes += part.count
    isCutOff = part.count < bytes.count
    return parse(part) && !isCutOff
  }

  /// Lets the parser take bytes, or the end where there are none, and keeps what it finds wrong.
  private func parse(_ bytes: UnsafeBufferPointer<UInt8>?) -> Bool {
    do {
      if var reader = csv.take() {
        defer { csv = reader }
        return try bytes.map { try reader.feed($0) { takeRow($0) } }
          ?? reader.finish { takeRow($0) }
      }
      if var reader = elements.take() {
        defer { elements = reader }
        return try bytes.map { try reader.feed($0) { takeElement($0) } }
          ?? reader.finish { takeElement($0) }
      }
      return false
    } catch {
      failure = failure ?? SourceFailure(.malformed, "\(error)")
      return false
    }
  }

  private func takeRow(_ row: CSVRow) -> Bool {
    guard run != nil else { return begin(with: row) }
    return run?.take(CSVCells(row: row, nulls: nulls)) ?? false
  }

  /// Takes the first row of a table, which may name the columns.
  private func begin(with row: CSVRow) -> Bool {
    do throws(SourceFailure) {
      let cells = (0..<row.count).map { row.text($0) ?? "" }
      let header = table.columns ?? (table.format.hasHeader ? cells : numbered(row.count))
      if !table.format.hasHeader, header.count != row.count, table.format.ragged == .fail {
        throw SourceFailure(
          .malformed, "the file has \(row.count) columns where \(header.count) are named")
      }
      run = try QueryRun(query, header: header)
    } catch {
      failure = error
      return false
    }
    return table.format.hasHeader ? true : takeRow(row)
  }

  private func numbered(_ count: Int) -> [String] { (1...max(1, count)).map { "column\($0)" } }

  private func takeElement(_ element: JSONElements.Element) -> Bool {
    do throws(JSONParseError) {
      let value = try JSON.parse(Array(element.bytes))
      return run?.take(JSONCells(json: value)) ?? false
    } catch {
      let place = JSONElementError(
        error.message, element: element.number, at: element.offset + error.offset)
      failure = SourceFailure(.malformed, place.description)
      return false
    }
  }
}

/// A row of a CSV file.
private struct CSVCells: RowCells {
  let row: CSVRow
  let nulls: [[UInt8]]

  var json: JSON? { nil }

  @inline(__always)
  func cell(_ column: ColumnPlace) -> Cell {
    guard let bytes = row.bytes(column.index) else { return .null }
    guard row.isQuoted(column.index) else {
      let isNull = bytes.isEmpty || (!nulls.isEmpty && nulls.contains { bytes.elementsEqual($0) })
      return isNull ? .null : .bytes(bytes)
    }
    guard row.hasDoubledQuotes(column.index) else { return .bytes(bytes) }
    return .json(.string(row.text(column.index) ?? ""))
  }
}

/// A row of a JSON document.
private struct JSONCells: RowCells {
  let value: JSON

  init(json: JSON) {
    value = json
  }

  var json: JSON? { value }

  func cell(_ column: ColumnPlace) -> Cell {
    if let member = value[column.name] { return Self.cell(member) }
    guard column.path.count > 1 else { return .null }
    var value = value
    for name in column.path {
      guard let next = value[name] else { return .null }
      value = next
    }
    return Self.cell(value)
  }

  private static func cell(_ value: JSON) -> Cell { value.isNull ? .null : .json(value) }
}
