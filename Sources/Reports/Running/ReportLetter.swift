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
    let wording = ReportWording(declaration: declaration, run: run, environment: environment)
    let fill = { (text: ReportText) in text.filled { wording.text(of: $0) } }
    let subject = fill(declaration.delivery.subject)
    let remarks = remark.map { [ReportNote("left-out", $0)] } ?? []
    let body = Self.body(
      of: declaration, run: run, document: files.document, summary: files.summary,
      notes: files.notes + remarks, links: links, environment: environment)
    return MailMessage(
      from: sender, to: visible(recipients),
      replyTo: declaration.delivery.replyTo ?? outbox.replyTo,
      subject: parts > 1 ? "\(subject) [\(part)/\(parts)]" : subject, date: date,
      id: id(for: recipients, part: part),
      text: body.text, html: body.html, attachments: attachments.map { files.attachments[$0] })
  }

  /// Returns what other recipients get of the same part.
  func readdressed(_ message: MailMessage, to recipients: [Mailbox], part: Int) -> MailMessage {
    var message = message
    message.to = visible(recipients)
    message.id = id(for: recipients, part: part)
    return message
  }

  private var isShared: Bool { declaration.delivery.addressing == .bcc }

  private func visible(_ recipients: [Mailbox]) -> MailMessage.Visible {
    isShared ? .undisclosed : .mailboxes(recipients)
  }

  private func id(for recipients: [Mailbox], part: Int) -> MessageID {
    MessageID(
      report: run.report, period: run.messagePeriod,
      recipient: isShared ? sender.address : recipients.first?.address ?? sender.address,
      part: part, sender: sender.address)
  }
}

extension ReportRun {
  /// What tells the messages of this run from those of others of the same report.
  var messagePeriod: String { cause == .scheduled ? period.interval : id }
}
