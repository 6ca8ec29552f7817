internal import Mail

extension BounceReader {
  /// Reads a feedback report of RFC 5965: a reader called the message spam, or took that back.
  static func feedback(_ part: MIMEPart, _ original: OriginalMessage) -> BounceReading {
    let text = part.text.split(separator: /\r\n|\r|\n/).joined(separator: "\n")
    let fields = MIMEPart(Array(text.utf8)).header
    let type = (fields["Feedback-Type"] ?? "").trimmingBlanks.lowercased()
    guard type != "not-spam" else { return .noFailure("feedback of the type not-spam") }
    let named = (fields.all("Original-Rcpt-To") + fields.all("Removal-Recipient"))
      .compactMap { try? Mailbox(parsing: $0).address }
    var seen: Set<EmailAddress> = []
    let recipients = (named.isEmpty ? [original.recipient].compactMap(\.self) : named)
      .filter { seen.insert($0).inserted }
    guard !recipients.isEmpty else {
      return .notUnderstood(
        "a feedback report of the type \"\(type.prefix(40))\" that names no recipient")
    }
    return .reports(
      recipients.map {
        BounceReport(
          recipient: $0, kind: .complaint,
          diagnostic: type.isEmpty ? "feedback" : "feedback: \(type.prefix(40))",
          messageID: original.id, source: .feedback)
      })
  }
}
