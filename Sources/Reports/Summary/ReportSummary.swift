internal import Diagnostics
/// What a mail tells of a report: how many rows it has, its totals, its first rows.
package struct ReportSummary: Sendable, Hashable {
  /// A cell as the report shows it.
  package struct Cell: Sendable, Hashable {
    package let text: String
    package let tone: Highlight.Tone?
    /// Where it leads, if it is a link.
    package let url: String?
  }

  /// A total with the label of its column.
  package struct Line: Sendable, Hashable {
    package let label: String
    package let value: String
  }

  package let rows: Int
  package let columns: [ReportColumn]
  package let totals: [Line]
  package let firstRows: [[Cell]]
  package let notes: [ReportNote]

  /// How many rows there are at most, and how many characters of a cell.
  private static let (mostRows, cellCharacters) = (15, 200)

  /// Reads all rows once, and keeps the first ones.
  package init(
    _ document: ReportDocument, _ rows: some ReportRows, firstRows count: Int = 10
  ) throws(ReportError) {
    let count = min(count, Self.mostRows)
    let formats = document.columns.map { ValueFormat($0.kind, document.theme.numbers) }
    var totals = document.columns.map { _ in TotalAccumulator() }
    let totalled = document.columns.indices.filter { document.columns[$0].total != nil }
    var (number, first): (Int, [[Cell]]) = (0, [])
    // Cells in which something stood that is no UTF-8.
    var replaced = 0
    var reader = try rows.read()
    while let row = try reader.next() {
      number += 1
      replaced += row.count { $0.utf8.contains(0xEF) && $0.contains("\u{FFFD}") }
      for index in totalled where index < row.count {
        totals[index].add(row[index], formats[index].number(row[index]))
      }
      if first.count < count { first.append(Self.cells(row, document, formats)) }
    }
    self.rows = number
    columns = document.columns
    firstRows = first
    self.totals = totalled.compactMap { index in
      guard let total = document.columns[index].total, let value = totals[index].value(total) else {
        return nil
      }
      let text = TotalText.of(value, total, formats[index], document.theme.words)
      return Line(label: document.columns[index].label, value: text)
    }
    var survey = ReportSurvey(charts: [], columns: document.columns, limits: document.limits)
    for index in totalled where document.columns[index].kind.isNumeric {
      survey.others[index] = totals[index].others
    }
    let unreadable = ReportNote(
      "unreadable-text",
      "\(counted(replaced, "cell")) held something that is no UTF-8, written as \u{FFFD}")
    notes = survey.notes + (replaced > 0 ? [unreadable] : [])
  }

  /// How many rows are not among the first ones.
  package var moreRows: Int { rows - firstRows.count }

  private static func cells(
    _ row: [String], _ document: ReportDocument, _ formats: [ValueFormat]
  ) -> [Cell] {
    let tones = tones(row, document, formats)
    return document.columns.indices.map { index in
      let raw = index < row.count ? row[index] : ""
      let text = ShownText.of(formats[index].text(raw, formats[index].number(raw)))
      let cut = ShownText.cut(
        text, to: cellCharacters, note: document.theme.words.moreCharacters)
      let isLink = document.columns[index].isLink && WebAddress.isOne(raw)
      return Cell(text: cut ?? text, tone: tones[index], url: isLink ? raw : nil)
    }
  }

  /// The tones that the highlights give the cells of a row, those of a cell before those of its row.
  private static func tones(
    _ row: [String], _ document: ReportDocument, _ formats: [ValueFormat]
  ) -> [Highlight.Tone?] {
    var (whole, single): (Highlight.Tone?, [Int: Highlight.Tone]) = (nil, [:])
    for rule in document.highlights {
      let raw = rule.column < row.count ? row[rule.column] : ""
      guard rule.matches(raw, formats[rule.column].number(raw)) else { continue }
      if rule.coversRow {
        whole = whole ?? rule.tone
      } else {
        single[rule.column] = single[rule.column] ?? rule.tone
      }
    }
    return document.columns.indices.map { single[$0] ?? whole }
  }
}
