package import Server
internal import Synchronization

/// Counts what becomes of events.
package final class EventMetrics: Sendable {
  /// What is counted, by the names metrics have.
  package enum Counter: String, Sendable, CaseIterable {
    case received, handled, duplicate, retried, extended, deleted
    case handedBack = "handed_back"
  }

  /// What was counted so far.
  package struct Snapshot: Sendable {
    package var counts: [Counter: Int] = [:]
    /// How many messages were put aside, by the reason's name.
    package var deadLettered: [EventError.Name: Int] = [:]
    package var inFlight = 0
    /// How long events took.
    package var durations = Histogram(bounds: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300])
  }

  private let state = Mutex(Snapshot())

  package init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  package func add(_ counter: Counter, _ count: Int = 1) {
    state.withLock { $0.counts[counter, default: 0] += count }
  }

  package func bury(_ reason: EventError.Name) {
    state.withLock { $0.deadLettered[reason, default: 0] += 1 }
  }

  package func set(inFlight: Int) {
    state.withLock { $0.inFlight = inFlight }
  }

  /// Takes up how long an event took.
  package func observe(_ time: Duration) {
    state.withLock { $0.durations.observe(time) }
  }
}
