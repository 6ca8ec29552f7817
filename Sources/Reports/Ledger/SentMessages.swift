internal import Mail
package import Reconciler
package import World

/// The messages that were sent lately, by which what comes back is known to be about one of them.
package struct SentMessages: Sendable {
  private var names: Set<String> = []
  private var recipients: Set<String> = []

  package init() {}

  mutating func note(_ run: ReportRun, _ rows: [RecipientRow]) {
    guard let sender = run.sender.flatMap({ try? EmailAddress(parsing: $0, .anywhere) }) else {
      return
    }
    for row in rows where [.accepted, .unknown, .sending].contains(row.row.state) {
      recipients.insert(row.row.recipient.text.lowercased())
      // One message to all has a name of its own.
      for recipient in [row.row.recipient, sender] {
        names.insert(
          MessageID(
            report: run.report, period: run.messagePeriod, recipient: recipient, part: row.part,
            sender: sender
          ).text)
      }
    }
  }

  /// Whether a report is about one of them.
  ///
  /// Anybody may write to a mailbox, so that the name of the message must be there. A queue is written to by
  /// the mail service alone, which may have given the message another name.
  package func knows(_ report: BounceReport) -> Bool {
    if let name = report.messageID, names.contains(name.text) { return true }
    return report.source == .ses && recipients.contains(report.recipient.text.lowercased())
  }
}

extension ReportLedger {
  /// Returns the messages of all runs that were begun since a time.
  package func sentMessages(since start: Timestamp) async throws(StateFailure) -> SentMessages {
    var sent = SentMessages()
    for report in try await reports() {
      for run in try await runs(of: report, begunSince: start) {
        sent.note(run, try await rows(of: run))
      }
    }
    return sent
  }
}
