/// Rows in an order of their own, put into it on disk where they come in another one.
///
/// No more than a few MiB of them are held; how many rows there are makes no difference to that.
package struct SortedRows<Base: ReportRows>: ReportRows {
  private let base: Base
  /// The rows in their order, where they had to be sorted.
  private let spool: RowSpool?

  /// Reads the rows once to see in what order they are, and once more where they must be sorted; the
  /// folder takes a file that nobody else sees.
  package init(
    _ base: Base, by order: RowOrder?, scratch: String, chunkBytes: Int = 8 << 20
  ) throws(ReportError) {
    self.base = base
    guard var order, try !Self.isSorted(base, &order) else {
      spool = nil
      return
    }
    let spool = try RowSpool(order, folder: scratch)
    var chunk = RowChunk(order)
    var reader = try base.read()
    while let row = try reader.next() {
      chunk.add(row)
      if chunk.bytes >= chunkBytes { try spool.append(chunk.taken()) }
    }
    try spool.append(chunk.taken())
    self.spool = spool
  }

  package func read() throws(ReportError) -> SortedRowReader<Base.Reader> {
    if let spool { return .merged(try RowMerge(spool)) }
    return .asTheyCome(try base.read())
  }

  /// Whether the rows come in the order already; notes the groups on the way.
  private static func isSorted(_ base: Base, _ order: inout RowOrder) throws(ReportError) -> Bool {
    var reader = try base.read()
    var (last, isSorted): ([SortValue]?, Bool) = (nil, true)
    while let row = try reader.next() {
      try order.note(row)
      guard isSorted else { continue }
      let values = order.values(of: row)
      if let last, order.isBefore(values, last) { isSorted = false }
      last = values
    }
    return isSorted
  }
}

/// Hands over rows as they come, or from the runs on disk.
package enum SortedRowReader<Base: ReportRowReader>: ReportRowReader {
  case asTheyCome(Base)
  case merged(RowMerge)

  package mutating func next() throws(ReportError) -> [String]? {
    switch self {
    case .asTheyCome(var reader):
      let row = try reader.next()
      self = .asTheyCome(reader)
      return row
    case .merged(let merge): return try merge.next()
    }
  }
}

/// Rows that are sorted together in memory.
private struct RowChunk {
  private let order: RowOrder
  private var rows: [(values: [SortValue], row: [String])] = []
  /// About how much memory they take.
  private(set) var bytes = 0

  init(_ order: RowOrder) { self.order = order }

  mutating func add(_ row: [String]) {
    bytes += row.reduce(128) { $0 + $1.utf8.count + 32 }
    rows.append((order.values(of: row), row))
  }

  /// Returns the rows in their order, and forgets them.
  mutating func taken() -> [[String]] {
    let sorted = rows.enumerated().sorted { lhs, rhs in
      if order.isBefore(lhs.element.values, rhs.element.values) { return true }
      if order.isBefore(rhs.element.values, lhs.element.values) { return false }
      return lhs.offset < rhs.offset
    }
    (rows, bytes) = ([], 0)
    return sorted.map(\.element.row)
  }
}
