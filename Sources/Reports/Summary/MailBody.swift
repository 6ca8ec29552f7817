/// The body of a report's mail, of which there are two that say the same: HTML and plain text.
package struct MailBody: Sendable {
  package let document: ReportDocument
  package let summary: ReportSummary
  /// What stands above the figures, paragraphs divided by empty lines.
  package let introduction: String
  /// What the reader ought to know, such as that a file was left out.
  package let notes: [ReportNote]
  /// Where files lie that are not attached.
  package let downloads: [ReportLink]
  /// What stands at the very end, such as the report's name and that of the run.
  package let footer: [String]

  package init(
    _ document: ReportDocument, _ summary: ReportSummary, introduction: String = "",
    notes: [ReportNote] = [], downloads: [ReportLink] = [], footer: [String] = []
  ) {
    self.document = document
    self.summary = summary
    self.introduction = introduction
    var seen: Set<ReportNote> = []
    self.notes = (summary.notes + notes).filter { seen.insert($0).inserted }
    self.downloads = downloads
    self.footer = footer
  }

  /// The lines of each paragraph of the introduction.
  var paragraphs: [[String]] {
    introduction.split(separator: /(\r?\n){2,}/).map { paragraph in
      paragraph.split(separator: /\r?\n/).map(String.init)
    }.filter { !$0.isEmpty }
  }

  /// The body as a page of HTML that needs nothing else: no style sheet, no script, no picture.
  package var html: String { MailHTML(self).page }

  /// The body as plain text with columns below one another.
  package var text: String { MailText(self).text }

  /// How many rows there are, and the totals.
  var figures: [ReportSummary.Line] {
    let count = ValueFormat(.number(decimals: 0), document.theme.numbers)
      .text(ReportNumber(Int128(summary.rows)))
    return [ReportSummary.Line(label: document.theme.words.rows, value: count)] + summary.totals
  }

  /// What stands below the first rows, if there are more.
  var moreRows: String? {
    guard summary.moreRows > 0, !summary.firstRows.isEmpty else { return nil }
    let count = ValueFormat(.number(decimals: 0), document.theme.numbers)
      .text(ReportNumber(Int128(summary.moreRows)))
    return document.theme.words.moreRows.replacing("{count}", with: count)
  }

  var links: [ReportLink] {
    (downloads + document.links).filter { WebAddress.isOne($0.url) }
  }
}

/// Tells which texts run from right to left, in whole or in part.
enum Direction {
  static func isMixed(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      switch $0.value {
      case 0x590...0x8FF, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFB1D...0xFDFF,
        0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        true
      default: false
      }
    }
  }
}
