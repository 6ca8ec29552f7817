/// How a worker takes messages.
package struct WorkOptions: Sendable {
  /// How many events are handled at once.
  package var concurrency: Int
  /// How long the queue may keep a request waiting for messages.
  package var wait: Duration
  /// For how long a message is hidden from others, again and again until it is handled.
  package var visibility: Duration
  package var persistence: Persistence
  /// How many messages to take at most; nil for no end.
  package var limit: Int?
  /// Whether to end when the queue is empty.
  package var endsWhenEmpty: Bool

  package init(
    concurrency: Int = 32, wait: Duration = .seconds(20), visibility: Duration = .seconds(60),
    persistence: Persistence = Persistence(), limit: Int? = nil, endsWhenEmpty: Bool = false
  ) {
    self.concurrency = concurrency
    self.wait = wait
    self.visibility = visibility
    self.persistence = persistence
    self.limit = limit
    self.endsWhenEmpty = endsWhenEmpty
  }

  /// How many messages a queue hands out at once at most.
  package static let batch = 10

  /// How many batches are in hand at once, and how many messages each has at most.
  var lanes: (count: Int, width: Int) {
    let width = max(1, min(Self.batch, concurrency))
    return (max(1, (concurrency + width - 1) / width), width)
  }
}
