import Foundation
import Reports
import TestSupport
import Testing
import World

/// What a report's mail says.
@Suite struct MailBodyTests {
  private func report() -> ReportDocument {
    var report = ReportDocument(
      title: "Queue performance <weekly> & more", subtitle: "23 to 29 November 2026, Europe/Berlin",
      created: Timestamp(seconds: 1_796_000_000),
      columns: [
        ReportColumn("Queue"), ReportColumn("Offered", .number(decimals: 0), total: .sum),
        ReportColumn("Service level", .percent(), total: .average),
        ReportColumn("Handle time", .duration(from: .seconds), total: .maximum),
        ReportColumn("Page", isLink: true),
      ])
    report.highlights = [
      Highlight(column: 2, .below(ReportNumber(70)), tone: .bad),
      Highlight(column: 0, .equals("Care"), tone: .good, coversRow: true),
    ]
    report.links = [
      ReportLink("Open in Genesys Cloud", url: "https://apps.example.com/a?b=1&c=\"2\"")
    ]
    return report
  }

  private let rows = [
    ["Sales & <b>Ventes</b>", "1234", "0.873", "312", "https://example.com/1"],
    ["Care", "56", "0.912", "1", ""],
    ["دعم العملاء", "789", "0.655", "3725", "javascript:alert(1)"],
    ["日本語サポート", "12", "n/a", "59", ""],
    [
      "A queue with a name that goes on and on, well beyond what a line of mail has room for", "5",
      "1", "0", "",
    ],
    ["Last", "7", "0.5", "10", ""],
  ]

  private func body(
    _ report: ReportDocument, _ rows: [[String]], firstRows: Int = 5, notes: [ReportNote] = []
  ) throws -> MailBody {
    let summary = try ReportSummary(report, MemoryRows(rows), firstRows: firstRows)
    return MailBody(
      report, summary, notes: notes, footer: ["Report queue-weekly", "Run 2026-11-30T06:00+01:00"])
  }

  @Test func `the two bodies say what the report has`() throws {
    let body = try body(
      report(), rows,
      notes: [ReportNote("pdf-left-out", "the PDF is left out: it is larger than 10 MB")])
    try Golden.check(body.html, "report-mail.html")
    try Golden.check(body.text, "report-mail.txt")
  }

  @Test func `a report without rows says so`() throws {
    let body = try body(report(), [])
    #expect(body.text.contains("There are no rows in this period.") && body.text.contains("Rows"))
    #expect(body.html.contains("There are no rows in this period.") && !body.html.contains("<th "))
  }

  @Test func `all rows are counted and totalled, and at most fifteen shown`() throws {
    let many = (1...400).map { ["q\($0)", "\($0)", "0.5", "60", ""] }
    let summary = try ReportSummary(report(), MemoryRows(many), firstRows: 100)
    #expect(summary.rows == 400 && summary.firstRows.count == 15 && summary.moreRows == 385)
    #expect(summary.totals.map(\.value) == ["80,200", "avg\u{A0}50.0%", "max\u{A0}0:01:00"])
    #expect(try body(report(), many).text.contains("\n395 more in the full report\n"))
  }

  @Test func `rows stand as lists where a table would be wider than a line`() throws {
    var report = report()
    report.columns += (1...9).map { ReportColumn("Figure \($0)", .number(decimals: 0)) }
    let text = try body(report, [["Sales", "1", "0.5", "60", ""] + (1...9).map { "\($0)000000" }])
      .text
    #expect(
      text.contains("\nQueue          Sales\n") && text.contains("\nFigure 9       9,000,000\n"))
  }

  @Test(arguments: ["a\"b'c<d>&e", "x\r\ny", "\u{202E}evil", "<script>alert(1)</script>"])
  func `nothing in a cell, a label or a note is markup`(text: String) throws {
    var report = report()
    report.title = text
    report.subtitle = text
    report.columns[0].label = text
    report.theme.words.rows = text
    let html = try body(report, [[text, "1", text, "", text]], notes: [ReportNote("x", text)]).html
    #expect(!html.contains("<script") && !html.contains("c<d>") && !html.contains("\u{202E}"))
    #expect(!html.contains("\r"))
    #expect(try Tags.areBalanced(html))
  }

  @Test func `nothing outside is asked for, and every colour has its background`() throws {
    let html = try body(report(), rows).html
    for word in ["<img", "<link", "<script", "url(", "@import", "src=", "<style"] {
      #expect(!html.contains(word))
    }
    for style in html.split(separator: "style=\"").dropFirst() {
      let style = style.prefix { $0 != "\"" }
      if style.contains(";color:") { #expect(style.contains("background-color:"), "\(style)") }
    }
    #expect(try Tags.areBalanced(html))
  }
}

/// Looks at the structure of HTML as far as mails need it.
enum Tags {
  private static let void = ["meta", "br", "!DOCTYPE"]

  /// Whether every element ends where the one that it is in goes on.
  static func areBalanced(_ html: String) throws -> Bool {
    var open: [Substring] = []
    for tag in html.split(separator: "<").dropFirst() {
      let name = tag.prefix { $0 != " " && $0 != ">" && $0 != "\n" }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else if !void.contains(String(name)) {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
