import Synchronization
package import World

/// A world whose time passes only in its sleeps, whose chance is seeded and whose log is kept.
///
/// It starts at a fixed civil time. Several sleepers at once each advance the clock to their own
/// end, never beyond it, so that waits in parallel do not add up.
package final class VirtualWorld: Sendable {
  private struct State {
    var elapsed: Duration = .zero
    var random: UInt64
    var slept: [Duration] = []
    var events: [Event] = []
    var environment: [String: String]
  }

  private let state: Mutex<State>
  private let start: Timestamp
  private let origin = ContinuousClock.now

  package init(
    start: Timestamp = Timestamp(seconds: 1_795_225_800), seed: UInt64 = 1,
    environment: [String: String] = [:]
  ) {
    self.start = start
    self.state = Mutex(State(random: seed, environment: environment))
  }

  /// The world as the code under test takes it.
  package var world: World {
    World(
      now: { self.start.advanced(by: self.elapsed) },
      instant: { self.instant },
      sleep: { try await self.sleep($0) },
      random: { self.random() },
      environment: { name in self.state.withLock { $0.environment[name] } },
      log: EventLog { event in self.state.withLock { $0.events.append(event) } })
  }

  /// How much time has passed since the start.
  package var elapsed: Duration { state.withLock { $0.elapsed } }

  /// The present on the clock that only goes forward.
  package var instant: ContinuousClock.Instant { origin.advanced(by: elapsed) }

  /// The instant at which this world began.
  package var beginning: ContinuousClock.Instant { origin }

  /// Every sleep asked for, in order.
  package var slept: [Duration] { state.withLock { $0.slept } }

  /// Every event emitted, in order.
  package var events: [Event] { state.withLock { $0.events } }

  /// Lets time pass without anyone sleeping, as an answer that takes long does.
  package func advance(by duration: Duration) {
    state.withLock { $0.elapsed += duration }
  }

  private func sleep(_ duration: Duration) async throws {
    try Task.checkCancellation()
    let end = state.withLock { state in
      state.slept.append(duration)
      return state.elapsed + max(duration, .zero)
    }
    await Task.yield()
    try Task.checkCancellation()
    state.withLock { $0.elapsed = max($0.elapsed, end) }
  }

  private func random() -> Double {
    state.withLock { state in
      state.random &+= 0x9e37_79b9_7f4a_7c15
      return Double(mixed(state.random) >> 11) / Double(1 << 53)
    }
  }
}

/// Scrambles a counter into a number that looks random, as SplitMix64 does.
private func mixed(_ value: UInt64) -> UInt64 {
  var value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
  value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
  return value ^ value >> 31
}

/// A generator that gives the same numbers for the same seed, for tables made by chance.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return mixed(state)
  }
}
