import DataActions
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct AlarmClockTests {
  private let clock = ManualClock()

  /// What alarms rang, by their names.
  private final class Bell: Sendable {
    private let rung = Mutex<[String]>([])

    var names: [String] { rung.withLock { $0 } }

    func ring(_ name: String) { rung.withLock { $0.append(name) } }
  }

  @Test func `alarms ring at their time, in any order they were set`() async {
    let alarms = AlarmClock(clock.world)
    let bell = Bell()
    let start = clock.instant
    await withCheckedContinuation { continuation in
      for (name, seconds) in [("b", 20), ("a", 10), ("c", 30)] {
        _ = alarms.set(for: start + .seconds(seconds)) {
          bell.ring(name)
          if name == "a" { continuation.resume() }
        }
      }
      Task {
        await clock.sleeper(within: .seconds(10))
        clock.advance(by: .seconds(10))
      }
    }
    #expect(bell.names == ["a"])
    await withCheckedContinuation { continuation in
      _ = alarms.set(for: start + .seconds(15)) { continuation.resume() }
      Task {
        await clock.sleeper(within: .seconds(5))
        clock.advance(by: .seconds(5))
      }
    }
    #expect(bell.names == ["a"])
    await withCheckedContinuation { continuation in
      _ = alarms.set(for: start + .seconds(30)) { continuation.resume() }
      Task {
        await clock.sleeper(within: .seconds(15))
        clock.advance(by: .seconds(15))
      }
    }
    #expect(Set(bell.names).isSuperset(of: ["a", "b"]))
  }

  @Test func `an alarm that is called off is let go at once`() {
    let alarms = AlarmClock(clock.world)
    weak var seen: Bell?
    let ticket: Int
    do {
      let bell = Bell()
      seen = bell
      ticket = alarms.set(for: clock.instant + .seconds(9)) { bell.ring("x") }
    }
    #expect(seen != nil)
    alarms.callOff(ticket)
    #expect(seen == nil)
  }
}
