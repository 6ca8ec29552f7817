/// The events of reports.
extension Event {
  /// A report was offered to its recipients, and so many servers took it on.
  package static func reportSent(
    report: String, period: String, state: String, accepted: Int, of recipients: Int
  ) -> Event {
    Event(
      "report_sent", state == "sent" ? .info : .error,
      [
        "report": .string(report), "period": .string(period), "state": .string(state),
        "accepted": .integer(accepted), "recipients": .integer(recipients),
      ])
  }

  /// A report could not be sent; where that is not final it is tried again.
  package static func reportFailed(
    report: String, period: String, code: String, reason: String, isFinal: Bool
  ) -> Event {
    Event(
      "report_failed", isFinal ? .error : .warning,
      [
        "report": .string(report), "period": .string(period), "code": .string(code),
        "reason": .string(reason), "final": .boolean(isFinal),
      ])
  }

  /// What a report asks for to be sent was not so.
  package static func reportSkipped(report: String, reason: String) -> Event {
    Event("report_skipped", .info, ["report": .string(report), "reason": .string(reason)])
  }

  /// An export is not done, and left to another run.
  package static func reportDeferred(report: String, export: String) -> Event {
    Event("report_deferred", .info, ["report": .string(report), "export_id": .string(export)])
  }

  /// Times of a schedule went by without a run.
  package static func reportMissed(report: String, count: Int, reason: String) -> Event {
    Event(
      "report_missed", reason == "late" ? .error : .warning,
      ["report": .string(report), "count": .integer(count), "reason": .string(reason)])
  }

  /// The time last handled lies in the future: the clock was set back.
  package static func reportClockBehind(report: String, duration: Duration) -> Event {
    Event(
      "report_clock_behind", .warning,
      ["report": .string(report), "seconds": .number(duration.milliseconds / 1000)])
  }

  /// The owners of a report could not be told of its failure.
  package static func reportNoticeFailed(report: String, reason: String) -> Event {
    Event("report_notice_failed", .error, ["report": .string(report), "reason": .string(reason)])
  }

  /// No more mail is sent to an address.
  package static func recipientSuppressed(
    recipient: String, kind: String, reason: String
  ) -> Event {
    Event(
      "recipient_suppressed", .warning,
      ["recipient": .string(recipient), "kind": .string(kind), "reason": .string(reason)])
  }
}
