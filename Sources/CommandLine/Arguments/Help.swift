internal import Rendering

/// The help, laid out for the terminal that shows it.
struct Help: Sendable {
  private let layout: TextLayout

  init(width: Int) {
    layout = TextLayout(width: width)
  }

  /// The width to lay out for: that of the terminal as far as it is good to read, 80 without one.
  init(_ machine: Machine) {
    let width = Terminal(machine.environment).columns ?? machine.console.width
    self.init(width: machine.console.outIsTerminal ? min(width, 100) : 80)
  }

  /// The subjects that are no commands.
  static let subjects = ["commands", "options", "exit-codes"]

  /// What `gcsync` alone shows: a screen.
  var overview: String {
    var lines = layout.filled("gcsync keeps a Genesys Cloud contact centre equal to what Git says.")
    lines += ["", "Usage: gcsync COMMAND [OPTIONS]", ""]
    lines += layout.definitions(
      CommandGroup.all.map { group in
        (group.title, group.commands.map(\.name).joined(separator: ", "))
      })
    lines += ["", "Examples:"]
    lines += layout.definitions([
      ("gcsync init", "start a project, or try gcsync demo first"),
      ("gcsync plan", "what apply would change; writes nothing"),
      ("gcsync apply", "make it so, with a report for the auditor"),
      ("gcsync why Webhook/x", "where its values come from"),
    ])
    lines += [""]
    lines += layout.definitions(
      [
        ("gcsync help COMMAND", "what a command takes, with examples"),
        ("gcsync help commands", "a sentence on each; also: help options, help exit-codes"),
      ], indent: 0)
    return text(lines)
  }

  /// Every command with a sentence on it.
  var commands: String {
    text(
      CommandGroup.all.flatMap { group in
        ["\(group.title):"]
          + layout.definitions(group.commands.map { ($0.name, $0.summary) }) + [""]
      } + layout.filled("gcsync help COMMAND shows examples and options."))
  }

  /// The options that every command takes.
  var options: String {
    let variables =
      "Every option can be set by its environment variable, such as GCSYNC_OUTPUT; the option wins."
    return text(
      ["Options of every command:"] + layout.definitions(Option.common.map(\.entry)) + [""]
        + layout.filled(variables))
  }

  /// What the process tells its caller.
  var exitCodes: String {
    text(
      ["Exit codes:"]
        + layout.definitions(ExitCode.allCases.map { (String($0.rawValue), $0.meaning) }))
  }

  /// The help of one command.
  func text(of command: Command) -> String {
    var lines = layout.filled(
      "gcsync \(command.name) \(command.usage.isEmpty ? "[OPTIONS]" : command.usage)",
      first: "Usage: ", rest: "         ")
    lines += [""] + layout.filled(command.summary)
    if !command.examples.isEmpty {
      lines += ["", "Examples:"]
      lines += command.examples.flatMap { layout.filled($0, first: "  ", rest: "      ") }
    }
    if !command.details.isEmpty { lines += [""] + layout.laidOut(command.details) }
    if !command.options.isEmpty {
      lines += ["", "Options:"] + layout.definitions(command.options.map(\.entry))
    }
    for remark in command.remarks { lines += [""] + layout.filled(remark) }
    return text(lines + [""] + layout.filled(Self.commonOptions))
  }

  private static let commonOptions =
    "Also "
    + Option.common.map { "--\($0.name)" }.joined(separator: ", ")
    + ": gcsync help options. Exit codes: gcsync help exit-codes."

  private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}

extension Command {
  /// The names that `--output` takes.
  var formats: [String] { Format.allCases.map(\.rawValue) + forms.map(\.name) }

  /// What there is to say of further formats of the result.
  var remarks: [String] { forms.compactMap(\.help) }
}

extension Option {
  /// How the option is called, and what it does.
  var entry: (term: String, text: String) {
    let letter = short.map { "-\($0), " } ?? "    "
    let values = choices.isEmpty ? value : choices.joined(separator: "|")
    return ("\(letter)--\(name)" + (values.map { " \($0)" } ?? ""), help)
  }
}
