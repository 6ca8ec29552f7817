internal import Glibc
package import Reconciler
package import World

/// What this machine gives a command: its environment, its clocks, its dice.
package struct Machine: Sendable {
  package let environment: [String: String]
  package let console: Console
  /// The wish to stop, which Ctrl-C brings.
  package let interruption: Interruption

  package init(
    environment: [String: String], console: Console, interruption: Interruption = Interruption()
  ) {
    self.environment = environment
    self.console = console
    self.interruption = interruption
  }

  /// The machine of this process.
  package static func current() -> Machine {
    Machine(environment: processEnvironment(), console: .process())
  }

  /// The world as this machine has it, with a log nobody reads.
  package func world() -> World { world(now: nil, log: .silent) }

  /// The world of one command, at the machine's time or at a fixed one.
  func world(now fixed: Timestamp?, log: EventLog) -> World {
    World(
      now: { fixed ?? wallClock() },
      serverTime: wallClock,
      instant: { ContinuousClock.now },
      sleep: { try await Task.sleep(for: $0) },
      random: { Double.random(in: 0..<1) },
      environment: { [environment] in environment[$0] },
      log: log)
  }
}

func wallClock() -> Timestamp {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}

private func processEnvironment() -> [String: String] {
  var result: [String: String] = [:]
  var entry = environ
  while let text = entry.pointee {
    let halves = String(cString: text).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2 { result[String(halves[0])] = String(halves[1]) }
    entry += 1
  }
  return result
}
