package import Reconciler
package import World

/// Moves messages from one queue to another, no faster than so many a second.
///
/// A message is deleted only after its copy has been taken; one that could not be deleted may come
/// twice, and none is lost.
package struct Redrive: Sendable {
  private let source: any MessageQueue
  private let target: any MessageTarget
  private let world: World
  private let interruption: Interruption

  package init(
    from source: any MessageQueue, to target: any MessageTarget, world: World,
    interruption: Interruption
  ) {
    self.source = source
    self.target = target
    self.world = world
    self.interruption = interruption
  }

  /// Moves messages until the source is empty, so many are moved, or the run is to end, and returns
  /// how many were moved.
  package func run(
    rate: Int, limit: Int?, onMoved: @Sendable (Int) -> Void = { _ in }
  ) async throws(EventError) -> Int {
    var moved = 0
    var pace = Pace(rate: rate, start: world.instant())
    while !interruption.isRequested {
      let room = min(WorkOptions.batch, rate, limit.map { $0 - moved } ?? .max)
      guard room > 0 else { break }
      let messages = try await source.receive(room, wait: .seconds(1), visibility: .seconds(60))
      guard !messages.isEmpty else { break }
      let copied = try await target.send(messages)
      // What was not taken is there again at once.
      let left = messages.filter { !copied.contains($0) }
      if !left.isEmpty { try await source.hide(left, for: .zero) }
      _ = try await source.delete(copied)
      moved += copied.count
      onMoved(moved)
      guard !copied.isEmpty else {
        throw .transient(.serviceUnavailable, "the queue takes none of the messages")
      }
      let wait = pace.wait(after: copied.count, at: world.instant())
      if wait > .zero, (try? await world.sleep(wait)) == nil { break }
    }
    return moved
  }
}

/// A queue that messages are put into.
package protocol MessageTarget: Sendable {
  /// Sends messages with their attributes, and returns those that were taken.
  func send(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage]
}

/// Keeps a number of things from happening more often than so many times a second.
package struct Pace: Sendable {
  private let rate: Int
  private var next: ContinuousClock.Instant

  package init(rate: Int, start: ContinuousClock.Instant) {
    self.rate = max(1, rate)
    next = start
  }

  /// Takes up that so many happened, and returns how long to wait before the next ones.
  package mutating func wait(after count: Int, at now: ContinuousClock.Instant) -> Duration {
    // Time that was not used is not made up for later.
    next = max(next, now) + .seconds(1) * count / rate
    return now.duration(to: next)
  }
}
