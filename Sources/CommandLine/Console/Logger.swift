internal import Rendering
internal import World

/// Writes events to standard error, as text for people or as JSON for machines.
struct Logger: Sendable {
  private let isJSON: Bool
  private let levels: Set<Event.Level>
  private let console: Console

  init(_ arguments: Arguments, _ machine: Machine) {
    isJSON = arguments.last("log-format") == "json"
    console = machine.console
    levels = Self.levels(
      isJSON: isJSON, isVerbose: arguments.has("verbose"), isQuiet: arguments.has("quiet"))
  }

  /// Errors stand in every result, so that a person's log need not repeat them; those that no result
  /// has are told.
  private static func levels(
    isJSON: Bool, isVerbose: Bool, isQuiet: Bool
  ) -> Set<Event.Level> {
    if isVerbose { return [.debug, .info, .warning, .error] }
    if isQuiet { return isJSON ? [.error] : [] }
    return isJSON ? [.info, .warning, .error] : [.warning]
  }

  var log: EventLog {
    EventLog(takesDebug: levels.contains(.debug)) { event in
      guard levels.contains(event.level) else { return }
      let time = wallClock()
      console.err(
        isJSON
          ? EventRendering.json(event, at: time) + "\n"
          : EventRendering.text(event, at: time) + "\n")
    }
  }
}
