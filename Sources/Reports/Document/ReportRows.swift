/// Where the rows of a report come from; they can be read from the beginning as often as asked.
package protocol ReportRows {
  associatedtype Reader: ReportRowReader

  /// Returns a reader that stands before the first row.
  func read() throws(ReportError) -> Reader
}

/// Hands over one row after the other.
package protocol ReportRowReader {
  /// Returns the cells of the next row as they are written in the export, or nil behind the last one.
  mutating func next() throws(ReportError) -> [String]?
}

/// Rows that are held in memory.
package struct MemoryRows: ReportRows {
  package struct Reader: ReportRowReader {
    private var rows: IndexingIterator<[[String]]>

    init(_ rows: [[String]]) {
      self.rows = rows.makeIterator()
    }

    package mutating func next() -> [String]? { rows.next() }
  }

  private let rows: [[String]]

  package init(_ rows: [[String]]) {
    self.rows = rows
  }

  package func read() -> Reader { Reader(rows) }
}
