/// Stops asking a server that keeps failing, and lets one request through from time to time to see.
package struct CircuitBreaker: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package enum State: Sendable, Hashable {
    case closed(failures: Int)
    case open(until: Instant)
    /// One request is on its way to see whether the server is back.
    case halfOpen
  }

  package private(set) var state = State.closed(failures: 0)
  /// How many failures in a row open the circuit.
  private let threshold: Int
  /// How long an open circuit stays open.
  package let rest: Duration

  package init(threshold: Int = 20, rest: Duration = .seconds(10)) {
    self.threshold = threshold
    self.rest = rest
  }

  /// Returns nil where a request may go, else how long the circuit stays open.
  package mutating func admit(at now: Instant) -> Duration? {
    switch state {
    case .closed: return nil
    case .open(let until) where now < until: return now.duration(to: until)
    case .open:
      state = .halfOpen
      return nil
    case .halfOpen: return rest
    }
  }

  /// Takes up how a request ended; returns whether the circuit has just opened.
  package mutating func record(success: Bool, at now: Instant) -> Bool {
    if success {
      state = .closed(failures: 0)
      return false
    }
    switch state {
    case .closed(let failures) where failures + 1 < threshold:
      state = .closed(failures: failures + 1)
      return false
    case .closed, .halfOpen:
      state = .open(until: now + rest)
      return true
    case .open: return false
    }
  }
}
