package import JSON

/// What is wanted of a table's rows.
package struct RowQuery: Sendable {
  /// What becomes of a cell's text.
  package enum Cast: String, Sendable, CaseIterable {
    case string, integer, number, boolean
  }

  /// How the rows stand in the result.
  package enum Shape: String, Sendable, CaseIterable {
    /// A list of objects.
    case rows
    /// The first row alone, its members beside `found`.
    case first
    /// One list for each column, as Architect has lists.
    case columns
  }

  /// A figure made of many rows.
  package struct Figure: Sendable, Hashable {
    package enum Function: String, Sendable, CaseIterable {
      case count, sum, min, max, avg
    }

    package let name: String
    package let function: Function
    /// Nil where `count` counts rows.
    package let column: String?
  }

  package struct Aggregate: Sendable, Hashable {
    package let groupBy: [String]
    package let figures: [Figure]
  }

  /// Nil for every column.
  package var select: [String]?
  package var rename: [String: String] = [:]
  package var cast: [String: Cast] = [:]
  package var filter: Condition?
  package var limit: Int?
  package var aggregate: Aggregate?
  package var shape = Shape.rows
  package var caps = RowCaps()

  package init() {}

  /// Returns the query with what an invocation gave in the place of `${input.…}`.
  package func bound(to input: JSON) throws(SourceFailure) -> RowQuery {
    var query = self
    query.filter = try filter?.bound(to: input)
    return query
  }
}

/// How much a query returns and reads at most; where that leaves something out, the result says
/// `truncated`.
package struct RowCaps: Sendable, Hashable {
  package var rows: Int
  /// How many bytes of JSON the rows may take.
  package var bytes: Int
  /// How many decompressed bytes are looked at.
  package var scannedBytes: Int
  package var groups: Int

  package init(
    rows: Int = 1000, bytes: Int = 256 << 10, scannedBytes: Int = 16 << 30, groups: Int = 10_000
  ) {
    self.rows = rows
    self.bytes = bytes
    self.scannedBytes = scannedBytes
    self.groups = groups
  }
}
