/// The events of the event pipeline.
extension Event {
  /// A message was put where those go that cannot be handled.
  package static func eventBuried(message: String, error: String, reason: String) -> Event {
    Event(
      "event_dead_lettered", .warning,
      ["message_id": .string(message), "error": .string(error), "reason": .string(reason)])
  }

  /// An event went back to its queue, to be tried later.
  package static func eventHandedBack(id: String, error: String, reason: String) -> Event {
    Event(
      "event_handed_back", .warning,
      ["event_id": .string(id), "error": .string(error), "reason": .string(reason)])
  }

  /// An event of a Lambda invocation could not be handled.
  package static func eventFailed(id: String, error: String, reason: String) -> Event {
    Event(
      "event_failed", .error,
      ["event_id": .string(id), "error": .string(error), "reason": .string(reason)])
  }

  /// A service asks for fewer requests, so that nothing is sent for a while.
  package static func workPaused(wait: Duration, error: String) -> Event {
    Event(
      "event_work_paused", .warning,
      ["wait_ms": .number(wait.milliseconds), "error": .string(error)])
  }

  /// A queue or the ledger could not be used this time.
  package static func queueUnreadable(reason: String) -> Event {
    Event("event_queue_trouble", .warning, ["reason": .string(reason)])
  }
}
