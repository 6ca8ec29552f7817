/// What an event is for: starting an execution, or writing to a conversation.
package protocol EventSink: Sendable {
  func handle(_ event: EventMessage) async throws(EventError) -> EventResult
}

/// How an event came to its end.
package enum EventResult: Sendable, Hashable {
  case handled
  /// It had been handled before.
  case duplicate
}
