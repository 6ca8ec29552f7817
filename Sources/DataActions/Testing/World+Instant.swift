internal import Synchronization
internal import World

extension World {
  /// Makes a world without network time and chance: its clock stands still but for sleeps, which end at
  /// once.
  static var instantly: World {
    let clock = StillClock()
    let start = Timestamp(seconds: 1_767_225_600)
    return World(
      now: { start.advanced(by: clock.elapsed) },
      instant: { clock.origin.advanced(by: clock.elapsed) },
      sleep: { clock.advance(by: $0) }, random: { 0.5 }, environment: { _ in nil },
      log: EventLog { _ in })
  }
}

/// The time of a world in which nobody waits.
private final class StillClock: Sendable {
  let origin = ContinuousClock.now
  private let passed = Mutex(Duration.zero)

  var elapsed: Duration { passed.withLock { $0 } }

  func advance(by duration: Duration) { passed.withLock { $0 += duration } }
}
