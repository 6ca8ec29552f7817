internal import Mail
internal import World

/// The message of a run, for any of its recipients.
struct ReportLetter {
  let declaration: ReportDeclaration
  let run: ReportRun
  let files: ReportFiles
  let outbox: Outbox
  let environment: String
  let date: Timestamp

  var sender: Mailbox { declaration.delivery.from ?? outbox.from }

  /// Returns what the message says above its files.
  static func body(
    of declaration: ReportDeclaration, run: ReportRun, document: ReportDocument,
    summary: ReportSummary, notes: [ReportNote], links: [(name: String, url: String)] = [],
    environment: String
  ) -> MailBody {
    let wording = ReportWording(declaration: declaration, run: run, environment: environment)
    return MailBody(
      document, summary,
      introduction: declaration.delivery.body?.filled { wording.text(of: $0) } ?? "", notes: notes,
      downloads: links.map { ReportLink($0.name, url: $0.url) },
      footer: [
        "\(run.period.label), \(run.period.timeZone)", "\(declaration.name), run \(run.id)",
      ])
  }

  /// Returns what some recipients get: some of the files, or links to them.
  func message(
    to recipients: [Mailbox], attachments: [Int], part: Int = 1, of parts: Int = 1,
    links: [(name: String, url: String)] = [], remark: String? = nil
  ) -> MailMessage {
    let isShared = declaration.delivery.addressing == .bcc
    let wording = ReportWording(declaration: declaration, run: run, environment: environment)
    let fill = { (text: ReportText) in text.filled { wording.text(of: $0) } }
    let subject = fill(declaration.delivery.subject)
    let remarks = remark.map { [ReportNote("left-out", $0)] } ?? []
    let body = Self.body(
      of: declaration, run: run, document: files.document, summary: files.summary,
      notes: files.notes + remarks, links: links, environment: environment)
    return MailMessage(
      from: sender, to: isShared ? .undisclosed : .mailboxes(recipients),
      replyTo: declaration.delivery.replyTo ?? outbox.replyTo,
      subject: parts > 1 ? "\(subject) [\(part)/\(parts)]" : subject, date: date,
      id: MessageID(
        report: run.report, period: run.messagePeriod,
        recipient: isShared ? sender.address : recipients.first?.address ?? sender.address,
        part: part, sender: sender.address),
      text: body.text, html: body.html, attachments: attachments.map { files.attachments[$0] })
  }
}

extension ReportRun {
  /// What tells the messages of this run from those of others of the same report.
  var messagePeriod: String { cause == .scheduled ? period.interval : id }
}
