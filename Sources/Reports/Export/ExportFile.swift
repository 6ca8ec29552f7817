internal import Codecs

/// A file that a report was exported to, as rows: CSV or a workbook, whichever it is.
///
/// What is neither, such as the page of an error, is told with its first words and never read as
/// rows.
package struct ExportFile: ReportRows, Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case csv, xlsx
  }

  /// What the first row calls the columns.
  package let header: [String]
  package let format: Format
  /// What is other than was declared.
  package let notes: [ReportNote]
  private let rows: ExportRows

  /// Looks at the beginning of a file; what is declared says how CSV is divided, and which format the
  /// file should have.
  package init(
    path: String, declared: Format? = nil, delimiter: UInt8? = nil, sheet: String? = nil
  ) throws(ReportError) {
    let beginning = try OpenedFile(path).read(at: 0, ExportContent.bytes)
    format = try ExportContent.format(of: beginning, path)
    notes =
      declared == nil || declared == format
      ? []
      : [
        ReportNote(
          "export-format", "the export is \(format.rawValue.uppercased()), not what was asked for")
      ]
    switch format {
    case .csv:
      let csv = CSVRows(path: path, delimiter: delimiter)
      (header, rows) = (try csv.header(), .csv(csv))
    case .xlsx:
      let workbook = XLSXRows(path: path, sheet: sheet)
      (header, rows) = (try workbook.header(), .xlsx(workbook))
    }
    guard header.first?.hasPrefix("sep=") != true else {
      throw ReportError(
        "export-sep-line", "\(path): the first line is Excel's \"sep=\" and names no columns",
        hint: "take that line out")
    }
    guard !header.isEmpty else {
      throw ReportError(
        "export-empty", "\(path): the export has not even a row that names its columns",
        hint: "look at the report in Genesys Cloud; an export without rows still has this one")
    }
  }

  package func read() throws(ReportError) -> ExportRowReader { try rows.read() }

  /// Returns the first rows, from which a layout tells what columns hold.
  package func sample(_ count: Int = 1000) throws(ReportError) -> [[String]] {
    var reader = try read()
    var sample: [[String]] = []
    while sample.count < count, let row = try reader.next() { sample.append(row) }
    return sample
  }
}

/// Rows of either format.
private enum ExportRows: Sendable {
  case csv(CSVRows)
  case xlsx(XLSXRows)

  func read() throws(ReportError) -> ExportRowReader {
    switch self {
    case .csv(let rows): .csv(try rows.read())
    case .xlsx(let rows): .xlsx(try rows.read())
    }
  }
}

/// Hands over rows of either format.
package enum ExportRowReader: ReportRowReader {
  case csv(CSVRowReader)
  case xlsx(XLSXRows.Reader)

  package mutating func next() throws(ReportError) -> [String]? {
    switch self {
    case .csv(var reader):
      let row = try reader.next()
      self = .csv(reader)
      return row
    case .xlsx(var reader):
      let row = try reader.next()
      self = .xlsx(reader)
      return row
    }
  }
}
