/// The events of served data actions.
extension Event {
  /// A call of a data action was answered, or given up; nothing of what it gave or took is told.
  package static func actionCalled(
    action: String, request: String, outcome: String, duration: Duration, detail: String?
  ) -> Event {
    let isUsual = ["success", "pending", "callback_delivered", "input"].contains(outcome)
    return Event(
      "action_called", isUsual ? .debug : .warning,
      [
        "action": .string(action), "request_id": .string(request), "outcome": .string(outcome),
        "duration_ms": .number(duration.milliseconds), "detail": detail.map { .string($0) },
      ])
  }

  /// An external API could not be asked, or gave no answer to go on with.
  package static func actionUpstreamFailed(
    action: String, kind: String, status: Int?, attempts: Int, detail: String
  ) -> Event {
    Event(
      "action_upstream_failed", .warning,
      [
        "action": .string(action), "kind": .string(kind), "status": status.map { .integer($0) },
        "attempts": .integer(attempts), "detail": .string(detail),
      ])
  }
}
