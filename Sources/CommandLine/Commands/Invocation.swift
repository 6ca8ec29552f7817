internal import Diagnostics
internal import Rendering
internal import World

/// One call of a command: its arguments, the world it works in and how it speaks.
struct Invocation: Sendable {
  let command: String
  let arguments: Arguments
  let machine: Machine
  let world: World
  let style: Style
  let outputs: [Output]
  let written = Written()
  /// What counts the run for those who asked to be told of it; nil where nobody did.
  var telemetry: RunTelemetry?

  var console: Console { machine.console }
  var isStrict: Bool { arguments.has("strict") }
}

extension Invocation {
  /// Shows problems to a person, on standard error; of warnings that are alike only some, unless they are what was asked for.
  func report(_ diagnostics: [Diagnostic], isResult: Bool = false) {
    guard !diagnostics.isEmpty else { return }
    if logsJSON {
      return diagnostics.inReadingOrder().forEach { world.log.emit(DiagnosticRendering.event($0)) }
    }
    let style = errStyle
    let limit = isResult || arguments.has("verbose") ? Int.max : 5
    let text = DiagnosticRendering.text(
      diagnostics.inReadingOrder(), style: style, alike: limit)
    console.err(style.finished(text))
  }

  /// Tells a person what was done, on standard error.
  func say(_ message: String) {
    if logsJSON {
      world.log.emit(.notice(message))
    } else {
      console.err(errStyle.finished(message + "\n"))
    }
  }

  /// Tells the name of a run before anything else.
  func announce(run: String) {
    if logsJSON { world.log.emit(.runStarted(run: run)) } else { console.err("run \(run)\n") }
  }

  /// Whether standard error is for machines, one event a line.
  var logsJSON: Bool { arguments.last("log-format") == "json" }

  /// How text on standard error is dressed.
  var errStyle: Style {
    Self.style(arguments, machine, isTerminal: console.errIsTerminal)
  }

  /// How text is dressed for who reads a stream; lines are broken where that is a person.
  static func style(_ arguments: Arguments, _ machine: Machine, isTerminal: Bool) -> Style {
    let terminal = Terminal(machine.environment)
    return Style(
      color: usesColor(arguments, machine, isTerminal: isTerminal),
      width: terminal.columns ?? machine.console.width, isASCII: terminal.isASCII,
      folds: isTerminal)
  }

  static func usesColor(_ arguments: Arguments, _ machine: Machine, isTerminal: Bool) -> Bool {
    switch arguments.last("color") {
    case "always": true
    case "never": false
    default:
      isTerminal && (machine.environment["NO_COLOR"] ?? "").isEmpty
        && !Terminal(machine.environment).isDumb
    }
  }
}
