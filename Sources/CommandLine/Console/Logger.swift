internal import Rendering
internal import World

/// Writes events to standard error, as text for people or as JSON for machines.
struct Logger: Sendable {
  private let isJSON: Bool
  private let lowest: Int
  private let console: Console

  init(_ arguments: Arguments, _ machine: Machine) {
    isJSON = arguments.last("log-format") == "json"
    console = machine.console
    let level: Event.Level =
      arguments.has("verbose")
      ? .debug : arguments.has("quiet") ? .error : isJSON ? .info : .warning
    lowest = level.rank
  }

  var log: EventLog {
    EventLog { event in
      guard event.level.rank >= lowest else { return }
      let time = wallClock()
      console.err(
        isJSON
          ? EventRendering.json(event, at: time) + "\n"
          : EventRendering.text(event, at: time) + "\n")
    }
  }
}

extension Event.Level {
  fileprivate var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }
}
