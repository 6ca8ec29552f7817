/// A queue that hands messages out for a while and forgets those that are deleted meanwhile.
package protocol MessageQueue: Sendable {
  /// Waits for messages and hides them from others for so long.
  func receive(
    _ limit: Int, wait: Duration, visibility: Duration
  ) async throws(EventError) -> [QueueMessage]
  /// Deletes messages, and returns those that could not be deleted.
  func delete(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage]
  /// Hides messages for so long from now; zero hands them out again at once.
  func hide(_ messages: [QueueMessage], for time: Duration) async throws(EventError)
  /// Copies messages to the queue of those that cannot be handled, each with its reason, and returns
  /// those that are there now; nil where there is no such queue.
  func bury(_ messages: [BuriedMessage]) async throws(EventError) -> [QueueMessage]?
  /// How often a message is handed out before the queue gives up on it; nil where it never does.
  var receiveLimit: Int? { get }
}

/// A message that cannot be handled, and why.
package struct BuriedMessage: Sendable, Hashable {
  package let message: QueueMessage
  package let reason: EventError

  package init(_ message: QueueMessage, _ reason: EventError) {
    self.message = message
    self.reason = reason
  }
}
