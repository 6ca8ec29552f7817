internal import Rendering

/// What a person is told of a piece of work that takes long: how far it is, and when it may be done.
package struct ProgressText: Sendable {
  private let phase: String
  private let done: Int
  private let total: Int?
  private let elapsed: Duration

  package init(phase: String, done: Int, total: Int?, elapsed: Duration) {
    self.phase = phase
    self.done = done
    self.total = total
    self.elapsed = elapsed
  }

  /// Whether a line can be written over: not in a pipeline, nor where the terminal only prints.
  package static func isLive(on machine: Machine) -> Bool {
    let isPipeline = !["", "0", "false"].contains(machine.environment["CI"] ?? "")
    return machine.console.errIsTerminal && !isPipeline && !Terminal(machine.environment).isDumb
  }

  /// How long the rest takes if it goes on as it did; nil before anything can be told.
  private var remaining: Duration? {
    guard let total, done > 0, total > done, elapsed >= .seconds(1) else { return nil }
    return elapsed / done * (total - done)
  }

  /// The whole line, cut to so many columns.
  package func line(width: Int) -> String {
    var text = phase
    if let total { text += " \(done)/\(total)" }
    if let remaining { text += ", about \(Self.words(remaining)) left" }
    text += " …"
    return text.prefix(columns: width)
  }

  /// Says a time as `45 s`, `3 min` or `2 h 10 min`.
  private static func words(_ time: Duration) -> String {
    let seconds = max(1, time.components.seconds)
    if seconds < 90 { return "\(seconds) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 90 { return "\(minutes) min" }
    return "\(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min")
  }
}
