internal import Crypto
internal import Mail

/// The files of a run, and what is said of them.
struct ReportFiles: Sendable {
  let attachments: [MailAttachment]
  let document: ReportDocument
  let summary: ReportSummary
  let notes: [ReportNote]
  let pages: Int?

  var rows: Int { summary.rows }
  /// Whether the API says that something is missing in the data.
  var isPartial: Bool { notes.contains { $0.code == ExportTable.partial.code } }

  var entries: [ReportRun.File] {
    attachments.map {
      ReportRun.File(name: $0.name, bytes: $0.bytes.count, sha256: SHA256.hash($0.bytes).hex)
    }
  }
}
