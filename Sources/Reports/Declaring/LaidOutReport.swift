internal import Diagnostics
package import World

/// A report whose columns were found in an export.
package struct LaidOutReport: Sendable {
  package var document: ReportDocument
  /// The places in the export of the columns, in the order in which they are shown.
  package let columns: [Int]
  /// The order that the rows must have, or nil where it is that of the export.
  package let order: RowOrder?

  /// Returns the rows of the export as they are shown; a folder for what is sorted on disk.
  package func rows<Base: ReportRows>(
    of export: Base, scratch: String
  ) throws(ReportError) -> SelectedRows<SortedRows<Base>> {
    SelectedRows(try SortedRows(export, by: order, scratch: scratch), columns: columns)
  }
}

extension ReportLayout {
  /// Lays out an export with columns of these names.
  ///
  /// Where the layout names no columns, the first rows say which of them hold numbers alone.
  package func document(
    title: String, subtitle: String = "", created: Timestamp, header: [String],
    sample: [[String]] = [], files: (String) throws -> [UInt8],
    fontFile: (String) -> String = { $0 }
  ) throws(ReportError) -> LaidOutReport {
    let names = ExportHeader(header)
    var shown = try names.columns(of: self, sample: sample)
    if let group, !shown.contains(where: { $0.name == group }) {
      shown.insert(
        ExportHeader.Shown(name: group, place: try names.place(of: group), ReportColumn(group)),
        at: 0)
    }
    let place = { (name: String) in shown.firstIndex { $0.name == name } ?? 0 }
    var document = ReportDocument(
      title: title, subtitle: subtitle, created: created, theme: theme,
      columns: shown.map(\.column), group: group.map(place), links: links,
      missingGlyphs: missingGlyphs)
    document.highlights = highlights.map {
      Highlight(column: place($0.column), $0.condition, tone: $0.tone, coversRow: $0.coversRow)
    }
    document.charts = charts.map {
      var chart = $0.chart
      (chart.label, chart.value) = (place($0.label), place($0.value))
      return chart
    }
    if let emptyText { document.emptyText = emptyText }
    document.theme.fontFiles = theme.fontFiles.map(fontFile)
    document.theme.logo = try logo.map { path throws(ReportError) in try Self.read(path, files) }
    return LaidOutReport(
      document: document, columns: shown.map(\.place), order: try order(shown, names))
  }

  private static func read(
    _ path: String, _ files: (String) throws -> [UInt8]
  ) throws(ReportError) -> [UInt8] {
    do {
      return try files(path)
    } catch let error as ReportError {
      throw error
    } catch {
      throw ReportError(
        "logo-unreadable", "the logo cannot be read: \(error)",
        hint: "correct layout.theme.logo, or leave it out")
    }
  }

  /// The order of the rows, where a group or a sort asks for one.
  private func order(
    _ shown: [ExportHeader.Shown], _ names: ExportHeader
  ) throws(ReportError) -> RowOrder? {
    guard group != nil || !sort.isEmpty else { return nil }
    var keys: [RowOrder.Key] = []
    for key in sort {
      // Texts that look like numbers are sorted as such, whatever the layout says of them.
      let kind = shown.first { $0.name == key.name }?.column.kind ?? .text
      keys.append(
        RowOrder.Key(
          column: try names.place(of: key.name), kind: kind == .text ? .number() : kind,
          isDescending: key.isDescending))
    }
    let grouped = shown.first { $0.name == group }
    return RowOrder(
      keys, group: grouped.map { ($0.place, ValueFormat($0.column.kind, theme.numbers)) })
  }
}
