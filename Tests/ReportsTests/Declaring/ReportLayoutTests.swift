import Diagnostics
import Foundation
import JSON
import Reports
import Testing
import World

/// What a manifest says of a report's looks, and what an export makes of it.
@Suite struct ReportLayoutTests {
  static let header = ["Queue Name", "Day", "Offered", "Avg Handle", "Service Level", "Page"]

  @Test func `every word of a layout reaches the document`() throws {
    let laidOut = try Self.laidOut(
      """
      {"theme": {"colours": {"accent": "#112233", "zebra": "none"}, "logo": "a/logo.png",
         "fonts": ["Noto Sans"], "fontFiles": ["a/x.ttf"], "textSize": 9, "smallestTextSize": 6,
         "numbers": {"decimal": ",", "group": "."}, "words": {"total": "Summe", "moreRows": "{count}"}},
       "paper": "a5", "orientation": "landscape", "margin": 30, "header": "{title}",
       "footer": "intern", "pageText": "Seite {page}", "missingGlyphs": "spell",
       "columns": [
         {"name": "Offered", "label": "Calls", "format": {"type": "number", "decimals": 0, "unit": "x"},
          "align": "center", "width": 80, "total": "sum"},
         {"name": "Avg Handle", "format": {"type": "duration", "from": "seconds", "as": "words"}},
         {"name": "Day", "format": {"type": "date", "pattern": "dd.MM.yyyy"}, "width": "25%"},
         {"name": "Service Level", "format": {"type": "percent", "decimals": 2, "hundredths": true}},
         {"name": "Page", "link": true}],
       "group": "Queue Name", "emptyText": "nothing",
       "highlight": [
         {"column": "Service Level", "below": 80, "tone": "bad", "row": true},
         {"column": "Offered", "between": [1, 2.5], "tone": "good"}, {"column": "Page", "empty": true}],
       "charts": [{"type": "bar", "title": "T", "label": "Day", "value": "Offered", "limit": 3}],
       "links": [{"text": "Open", "url": "https://example.com/"}]}
      """)
    let document = laidOut.document
    #expect(
      document.theme.palette.accent == Colour(0x112233) && document.theme.palette.zebra == nil)
    #expect(document.theme.logo == Array("bytes of a/logo.png".utf8))
    #expect(document.theme.fonts == ["Noto Sans"])
    #expect(document.theme.fontFiles == ["project/a/x.ttf"])
    #expect(document.theme.textSize == 9 && document.theme.smallestTextSize == 6)
    #expect(document.theme.numbers == NumberStyle(decimalSeparator: ",", groupSeparator: "."))
    #expect(document.theme.words == ReportWords(total: "Summe", moreRows: "{count}"))
    #expect(document.theme.paper == .a5 && document.theme.orientation == .landscape)
    #expect(document.theme.margin == 30 && document.theme.header == "{title}")
    #expect(document.theme.footer == "intern" && document.theme.pageText == "Seite {page}")
    #expect(document.missingGlyphs == .spell && document.emptyText == "nothing")
    #expect(
      document.columns == [
        ReportColumn("Queue Name"),
        ReportColumn(
          "Calls", .number(decimals: 0, unit: "x"), alignment: .center, width: .points(80),
          total: .sum),
        ReportColumn("Avg Handle", .duration(from: .seconds, as: .words)),
        ReportColumn("Day", .date(pattern: "dd.MM.yyyy"), width: .share(0.25)),
        ReportColumn("Service Level", .percent(decimals: 2, isHundredths: true)),
        ReportColumn("Page", isLink: true),
      ])
    #expect(laidOut.columns == [0, 2, 3, 1, 4, 5] && document.group == 0)
    #expect(
      document.highlights == [
        Highlight(column: 4, .below(ReportNumber(80)), tone: .bad, coversRow: true),
        Highlight(
          column: 1, .between(ReportNumber(1), ReportNumber(25, scale: 1)), tone: .good),
        Highlight(column: 5, .isEmpty, tone: .accent),
      ])
    #expect(document.charts == [ReportChart(.bar, "T", label: 3, value: 1, limit: 3)])
    #expect(document.links == [ReportLink("Open", url: "https://example.com/")])
  }

  @Test func `an empty layout shows every column, plain numbers as numbers`() throws {
    let sample = [
      ["Sales", "2026-11-28", "12", "1500", "0.5", ""], ["1", "2026-11-29", "-3.5", "007", "", ""],
    ]
    let laidOut = try Self.laidOut("{}", sample: sample)
    #expect(laidOut.columns == [0, 1, 2, 3, 4, 5] && laidOut.order == nil)
    #expect(
      laidOut.document.columns.map(\.kind) == [.text, .text, .number(), .text, .number(), .text])
    #expect(laidOut.document.columns.map(\.label) == Self.header)
    #expect(laidOut.document.theme == ReportTheme())
  }

  @Test(arguments: [
    ("Queue Id", "12"), ("queueId", "12"), ("Year", "2026"), ("Phone", "491512345"),
    ("Calls", "0123"), ("Calls", "1,5"), ("Calls", "1e5"), ("Calls", "+5"),
    ("Calls", "1234567890123456"),
    ("Calls", "12%"), ("Calls", "٣"), ("Calls", ""),
  ])
  func `what only looks like a number stays a text`(name: String, cell: String) throws {
    let laidOut = try ReportLayout().document(
      title: "T", created: Timestamp(seconds: 0), header: [name], sample: [[cell]],
      files: { _ in [] })
    #expect(laidOut.document.columns.map(\.kind) == [.text])
  }

  @Test(arguments: [
    (
      #"{"theme": {"colours": {"bad": "red"}}}"#,
      "/spec/layout/theme/colours/bad is no colour"
    ),
    (
      #"{"theme": {"numbers": {"decimal": ","}}}"#,
      "/spec/layout/theme/numbers separates decimals and groups in the same way"
    ),
    (#"{"paper": "a0"}"#, "/spec/layout/paper must be one of a3, a4, a5, letter, legal, tabloid"),
    (#"{"margin": 280}"#, "/spec/layout/margin leaves no room on a4 paper"),
    (#"{"header": "{titel}"}"#, "/spec/layout/header has {titel}, which nothing is filled in for"),
    (
      #"{"columns": [{"name": "A"}, {"name": "A"}]}"#,
      "/spec/layout/columns/1 names the column \"A\" again"
    ),
    (
      #"{"columns": [{"name": "A", "format": {"type": "text", "unit": "EUR"}}]}"#,
      "/spec/layout/columns/0/format/unit means nothing for a text"
    ),
    (
      #"{"columns": [{"name": "A", "format": {"type": "date", "pattern": "DD.MM.YYYY"}}]}"#,
      "/spec/layout/columns/0/format/pattern has DD, YYYY"
    ),
    (
      #"{"columns": [{"name": "A", "format": {"type": "date", "pattern": "today"}}]}"#,
      "/spec/layout/columns/0/format/pattern has y"
    ),
    (
      #"{"columns": [{"name": "A", "total": "sum"}]}"#,
      "/spec/layout/columns/0/total is sum of a column that holds no numbers"
    ),
    (
      #"{"columns": [{"name": "A", "width": "70%"}, {"name": "B", "width": "40%"}]}"#,
      "/spec/layout/columns take 567 points where the page has 515"
    ),
    (
      #"{"columns": [{"name": "A", "width": 515}, {"name": "B"}]}"#,
      "/spec/layout/columns take 515 points where the page has 515 and other columns need room, too"
    ),
    (
      #"{"columns": [{"name": "Offered"}], "highlight": [{"column": "Offred", "empty": true}]}"#,
      "/spec/layout/highlight/0/column is \"Offred\", which is none of the columns"
    ),
    (
      #"{"columns": [{"name": "A"}], "charts": [{"type": "bar", "title": "T", "label": "A", "value": "A"}]}"#,
      "/spec/layout/charts/0/value is \"A\", which holds no numbers"
    ),
    (
      #"{"charts": [{"type": "donut", "title": "T", "label": "A", "value": "A", "total": "average"}]}"#,
      "/spec/layout/charts/0/total is average, and the parts of a donut must add up"
    ),
    (
      #"{"highlight": [{"column": "A", "above": 1, "empty": true}]}"#,
      "/spec/layout/highlight/0 has several conditions: above, empty"
    ),
    (
      #"{"highlight": [{"column": "A", "between": [2, 1]}]}"#,
      "/spec/layout/highlight/0/between must be two numbers, the smaller one first"
    ),
    (#"{"highlight": [{"column": "A"}]}"#, "/spec/layout/highlight/0 has no condition"),
    (
      #"{"links": [{"text": "T", "url": "javascript:x"}]}"#,
      "/spec/layout/links/0/url leads to no http or https address"
    ),
  ])
  func `what is wrong is told with its place, without an export`(
    text: String, message: String
  ) throws {
    let json = try JSON.parse(Array(text.utf8))
    let error = #expect(throws: DiagnosticsError.self) { try ReportLayout(json) }
    #expect(error?.diagnostics.map(\.message) == [message])
  }

  @Test func `all that is wrong is told at once, with a hint`() throws {
    let json = try JSON.parse(
      Array(#"{"paper": 1, "theme": {"colours": {"bad": 7}}, "header": "{pag}"}"#.utf8))
    let error = #expect(throws: DiagnosticsError.self) { try ReportLayout(json) }
    #expect(error?.diagnostics.count == 3)
    #expect(error?.diagnostics.compactMap(\.hint).contains("did you mean {page}?") == true)
  }

  @Test(arguments: [
    (
      #"{"columns": [{"name": "Offred"}, {"name": "Zzzzzzzz"}]}"#,
      "the export has no column \"Offred\" (near: \"Offered\") and no \"Zzzzzzzz\"; it has "
        + "\"Queue Name\", \"Day\", \"Offered\", \"Avg Handle\", \"Service Level\", \"Page\""
    ),
    (
      #"{"group": "Queue"}"#,
      "the export has no column \"Queue\"; it has \"Queue Name\", \"Day\", \"Offered\", "
        + "\"Avg Handle\", \"Service Level\", \"Page\""
    ),
  ])
  func `a column that the export has not is told with those it has`(
    text: String, message: String
  ) {
    let error = #expect(throws: ReportError.self) { try Self.laidOut(text) }
    #expect(error?.description == message)
  }

  @Test
  func `a name that the export has twice, a logo that is not there and no column at all fail`()
    throws
  {
    let layout = try ReportLayout(try JSON.parse(Array(#"{"theme": {"logo": "x.png"}}"#.utf8)))
    #expect(layout.files == ["x.png"])
    let code = { (layout: ReportLayout, header: [String]) -> String? in
      #expect(throws: ReportError.self) {
        try layout.document(
          title: "T", created: Timestamp(seconds: 0), header: header,
          files: { path in throw CocoaError(.fileReadNoSuchFile) })
      }?.code
    }
    #expect(code(layout, ["A"]) == "logo-unreadable")
    #expect(code(ReportLayout(), []) == "export-empty")
    let group = try ReportLayout(try JSON.parse(Array(#"{"group": "A"}"#.utf8)))
    #expect(code(group, ["A", "A "]) == "column-ambiguous")
  }

  static func laidOut(_ text: String, sample: [[String]] = []) throws -> LaidOutReport {
    let json = try JSON.parse(Array(text.utf8))
    return try ReportLayout(json).document(
      title: "Title", subtitle: "Subtitle", created: Timestamp(seconds: 0), header: header,
      sample: sample, files: { Array("bytes of \($0)".utf8) }, fontFile: { "project/" + $0 })
  }
}
