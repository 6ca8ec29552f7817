internal import Diagnostics
internal import JSON
internal import Rendering
internal import World

/// One call of a command: its arguments, the world it works in and how it speaks.
struct Invocation: Sendable {
  let arguments: Arguments
  let machine: Machine
  let world: World
  let style: Style
  let outputs: [Output]
  /// What counts the run for those who asked to be told of it; nil where nobody did.
  var telemetry: RunTelemetry?

  /// One place that a result is written to.
  struct Output: Sendable {
    /// A report in one of its formats, the changes as a JSON Patch or a page for a browser, the
    /// problems as SARIF, or the results of tests as JUnit XML.
    enum Form: Sendable, Hashable {
      case report(Format)
      case patch
      case page
      case sarif
      case junit
    }

    let format: Form
    /// Nil for standard output.
    let path: String?
  }

  var console: Console { machine.console }
  var isStrict: Bool { arguments.has("strict") }
}

extension Invocation {
  /// Writes a result to every place that was asked for, each in its own format.
  ///
  /// `patch` tells the changes as a JSON Patch and `page` shows them in a browser, `problems` are told
  /// as SARIF and `suites` as JUnit XML, where the command has said that it can.
  func write(
    patch: @autoclosure () -> JSON = .array([]), page: @autoclosure () -> String? = nil,
    problems: @autoclosure () -> [Diagnostic] = [],
    suites: @autoclosure () -> [JUnitRendering.Suite] = [],
    _ result: (Format, Style) -> String
  ) throws {
    func text(_ output: Output, _ style: Style) -> String? {
      switch output.format {
      case .report(let format): result(format, style)
      case .patch: patch().prettyText + "\n"
      case .page: page()
      case .junit: JUnitRendering.document(suites())
      case .sarif:
        SARIFRendering.document(problems().inReadingOrder(), version: GCSync.version).prettyText
          + "\n"
      }
    }
    for output in outputs {
      let style = output.path == nil ? style : Style(color: false, width: 100)
      if let text = text(output, style) { try put(text, to: output) }
    }
  }

  /// Shows what is about to be done as a page, wherever one was asked for.
  func write(page: @autoclosure () -> String) throws {
    for output in outputs where output.format == .page { try put(page(), to: output) }
  }

  private func put(_ text: String, to output: Output) throws {
    guard let path = output.path else { return console.out(text) }
    do throws(FileError) {
      try Files.write(Array(text.utf8), to: path)
    } catch {
      throw DiagnosticsError(
        .error(
          "output-not-written", "the result cannot be written: \(error.description)",
          hint: error.writingRemedy))
    }
  }

  /// Shows problems to a person, on standard error; of warnings that are alike only some, unless they are what was asked for.
  func report(_ diagnostics: [Diagnostic], isResult: Bool = false) {
    guard !diagnostics.isEmpty else { return }
    if logsJSON { return diagnostics.inReadingOrder().forEach { world.log.emit($0.event) } }
    let style = Style(color: colorsErrors, width: console.width)
    let limit = isResult || arguments.has("verbose") ? Int.max : 5
    console.err(
      DiagnosticRendering.text(diagnostics.inReadingOrder(), style: style, alike: limit))
  }

  /// Tells a person what was done, on standard error.
  func say(_ message: String) {
    if logsJSON { world.log.emit(.notice(message)) } else { console.err(message + "\n") }
  }

  /// Tells the name of a run before anything else.
  func announce(run: String) {
    if logsJSON { world.log.emit(.runStarted(run: run)) } else { console.err("run \(run)\n") }
  }

  /// Whether standard error is for machines, one event a line.
  var logsJSON: Bool { arguments.last("log-format") == "json" }

  private var colorsErrors: Bool {
    Self.usesColor(arguments, machine, isTerminal: console.errIsTerminal)
  }

  static func usesColor(_ arguments: Arguments, _ machine: Machine, isTerminal: Bool) -> Bool {
    switch arguments.last("color") {
    case "always": true
    case "never": false
    default:
      isTerminal && (machine.environment["NO_COLOR"] ?? "").isEmpty
        && machine.environment["TERM"] != "dumb"
    }
  }
}

extension Diagnostic {
  /// The problem as a line of the log.
  fileprivate var event: Event {
    let level: Event.Level =
      switch severity {
      case .error: .error
      case .warning: .warning
      case .note: .info
      }
    return .problem(
      level, code: code, message: message, address: address, hint: hint,
      place: location.map { ($0.file.name, $0.line, $0.column) })
  }
}
