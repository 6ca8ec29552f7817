internal import Server
internal import Synchronization

/// Counts what becomes of calls.
package final class ActionMetrics: Sendable {
  /// One action and one word for how a call of it ended.
  private struct Series: Hashable {
    let action: String
    let outcome: String
  }

  private struct State {
    var calls: [Series: Int] = [:]
    var durations: [String: Histogram] = [:]
    var attempts: [String: Int] = [:]
    var callbacks: [Series: Int] = [:]
    var inFlight = 0
  }

  private static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]
  private let state = Mutex(State())

  package init() {}

  func begin() { state.withLock { $0.inFlight += 1 } }

  /// Takes up how a call ended that had begun.
  func end(_ action: String, _ outcome: String, after time: Duration) {
    state.withLock { state in
      state.inFlight -= 1
      state.calls[Series(action: action, outcome: outcome), default: 0] += 1
      state.durations[action, default: Histogram(bounds: Self.bounds)].observe(time)
    }
  }

  func countAttempt(of action: String) {
    state.withLock { $0.attempts[action, default: 0] += 1 }
  }

  func countCallback(of action: String, isDelivered: Bool) {
    let series = Series(action: action, outcome: isDelivered ? "delivered" : "failed")
    state.withLock { $0.callbacks[series, default: 0] += 1 }
  }

  /// The counts in the text format of Prometheus.
  package var prometheusText: String {
    let state = state.withLock { $0 }
    var text = PrometheusText()
    func add(_ name: String, _ help: String, _ counts: [Series: Int]) {
      text.describe(name, "counter", help)
      let ordered = counts.sorted {
        ($0.key.action, $0.key.outcome) < ($1.key.action, $1.key.outcome)
      }
      for (series, count) in ordered {
        text.add(name, count, [("action", series.action), ("outcome", series.outcome)])
      }
    }
    add("gcsync_action_calls_total", "Calls, by how they ended.", state.calls)
    add(
      "gcsync_action_callbacks_total", "Results sent to a callback, by whether it took them.",
      state.callbacks)
    let attempts = "gcsync_action_upstream_attempts_total"
    text.describe(attempts, "counter", "Requests to external APIs, each attempt counted.")
    for (action, count) in state.attempts.sorted(by: { $0.key < $1.key }) {
      text.add(attempts, count, [("action", action)])
    }
    text.describe("gcsync_action_in_flight", "gauge", "Calls in hand.")
    text.add("gcsync_action_in_flight", state.inFlight)
    let duration = "gcsync_action_duration_seconds"
    text.describe(duration, "histogram", "How long calls took.")
    for (action, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
      text.add(duration, histogram, [("action", action)])
    }
    return text.text
  }
}
