internal import Codecs
internal import World

/// Writes the rows of a report as a workbook of one sheet, to be calculated with.
///
/// Numbers, percentages, durations and dates are what Excel takes them for, in columns that say so;
/// all else is text. There are neither groups nor totals in it.
package struct ReportWorkbook {
  private let document: ReportDocument
  private let cells: [WorkbookCells]

  private static let sampleRows = 200

  package init(_ document: ReportDocument) {
    self.document = document
    cells = document.columns.map { WorkbookCells($0.kind) }
  }

  /// Writes all rows and hands the bytes over as they come.
  package func write(
    _ rows: some ReportRows, to sink: ([UInt8]) throws(ReportError) -> Void
  ) throws(ReportError) -> ReportOutcome {
    let columns = try columns(rows)
    var writer = try failing { () throws(XLSXError) in
      try XLSXWriter(
        sheet: document.title, columns: columns, created: document.created.rfc3339)
    }
    var reader = try rows.read()
    var (count, bytes) = (0, 0)
    func hand(over piece: [UInt8]) throws(ReportError) {
      guard !piece.isEmpty else { return }
      bytes += piece.count
      try sink(piece)
    }
    while let row = try reader.next() {
      let values = zip(cells, row).map { $0.cell($1) }
      try failing { () throws(XLSXError) in try writer.add(values) }
      count += 1
      try hand(over: writer.take())
    }
    writer.finish()
    try hand(over: writer.take())
    return ReportOutcome(rows: count, pages: 1, bytes: bytes, notes: notes(writer.cutCells))
  }

  private func notes(_ cut: Int) -> [ReportNote] {
    guard cut > 0 else { return [] }
    return [
      ReportNote(
        "cell-cut",
        "\(cut) \(cut == 1 ? "cell of the workbook is" : "cells of the workbook are") cut behind \(XLSXWriter.mostUnits) characters"
      )
    ]
  }

  /// The columns, as wide as the first rows need.
  private func columns(_ rows: some ReportRows) throws(ReportError) -> [XLSXWriter.Column] {
    var widths = document.columns.map { $0.label.count + 2 }
    var (reader, count) = (try rows.read(), 0)
    while count < Self.sampleRows, let row = try reader.next() {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.prefix(60).count + 1)
      }
      count += 1
    }
    return document.columns.enumerated().map { index, column in
      XLSXWriter.Column(
        ShownText.of(column.label), format: cells[index].format,
        width: min(60, max(8, widths[index])))
    }
  }

  private func failing<Value>(
    _ body: () throws(XLSXError) -> Value
  ) throws(ReportError) -> Value {
    do throws(XLSXError) {
      return try body()
    } catch {
      throw ReportError("workbook-too-large", error.message, hint: error.hint)
    }
  }
}
