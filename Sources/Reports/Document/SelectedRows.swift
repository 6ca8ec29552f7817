/// Rows of which some columns are taken, in an order of their own.
package struct SelectedRows<Base: ReportRows>: ReportRows {
  package struct Reader: ReportRowReader {
    private var base: Base.Reader
    private let columns: [Int]

    init(_ base: Base.Reader, _ columns: [Int]) {
      (self.base, self.columns) = (base, columns)
    }

    package mutating func next() throws(ReportError) -> [String]? {
      guard let row = try base.next() else { return nil }
      return columns.map { $0 < row.count ? row[$0] : "" }
    }
  }

  private let base: Base
  private let columns: [Int]

  /// Takes the columns at these places.
  package init(_ base: Base, columns: [Int]) {
    (self.base, self.columns) = (base, columns)
  }

  package func read() throws(ReportError) -> Reader { Reader(try base.read(), columns) }
}
