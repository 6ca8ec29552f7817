internal import Codecs

/// The rows of a sheet of a workbook, read one after the other.
///
/// A row that ends before the header does has empty cells there; one that has a value behind it fails.
package struct XLSXRows: ReportRows, Sendable {
  private let path: String
  private let sheet: String?

  /// Takes the sheet of that name, or the first that is not hidden where none is named.
  package init(path: String, sheet: String? = nil) {
    (self.path, self.sheet) = (path, sheet)
  }

  package func read() throws(ReportError) -> Reader { try Reader(path, sheet) }

  /// Returns what the first row calls the columns.
  package func header() throws(ReportError) -> [String] { try read().header }

  /// Hands over the rows of a sheet, of which it holds one, and the texts that its cells share.
  package struct Reader: ReportRowReader {
    private let path: String
    private var rows: XLSXRowReader
    package let header: [String]

    init(_ path: String, _ sheet: String?) throws(ReportError) {
      self.path = path
      let file = try OpenedFile(path)
      do throws(XLSXError) {
        let workbook = try XLSXWorkbook(ZipSource(file))
        rows = try workbook.rows(of: workbook.sheet(sheet))
        header = try rows.next() ?? []
      } catch {
        throw Self.failure(path, error)
      }
    }

    package mutating func next() throws(ReportError) -> [String]? {
      do throws(XLSXError) {
        guard var row = try rows.next() else { return nil }
        if row.count > header.count { throw surplus(row) }
        row.append(contentsOf: repeatElement("", count: header.count - row.count))
        return row
      } catch {
        throw Self.failure(path, error)
      }
    }

    private func surplus(_ row: [String]) -> XLSXError {
      XLSXError(
        "\(XLSXRowReader.name(row.count - 1))\(rows.row) has a value, and the header ends at "
          + XLSXRowReader.name(max(0, header.count - 1)))
    }

    private static func failure(_ path: String, _ error: XLSXError) -> ReportError {
      ReportError("export-unreadable", "\(path): \(error.message)", hint: error.hint)
    }
  }
}
