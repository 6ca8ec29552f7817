package import HTTP

/// How often and after what time a message is offered again, and to how many at once.
package struct DeliveryPolicy: Sendable, Hashable {
  package var backoff: Backoff
  /// How often a recipient is tried again: 3 retries make 4 attempts.
  package var retries: Int
  /// How many recipients share one message; a server takes 100 at least (RFC 5321, 4.5.3.1.8).
  package var batch: Int

  package init(
    backoff: Backoff = Backoff(base: .seconds(10), cap: .seconds(120)), retries: Int = 3,
    batch: Int = 1
  ) {
    precondition(batch > 0, "A message has a recipient.")
    self.backoff = backoff
    self.retries = retries
    self.batch = batch
  }

  /// Returns the wait after an attempt: at least a quarter of what the backoff may come to, since a
  /// server that greylists counts an early attempt against us.
  func wait(after attempt: Int, random: Double) -> Duration {
    backoff.wait(after: attempt, floor: nil, random: 0.25 + 0.75 * random)
  }
}
