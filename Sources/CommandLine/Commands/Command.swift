/// One verb of the command line: how it is called, what it takes, what it does.
struct Command: Sendable {
  let name: String
  /// What stands behind the name in the usage line.
  let usage: String
  let summary: String
  let options: [Option]
  /// Whether its result can also be told as a JSON Patch.
  let hasPatch: Bool
  /// Whether its result can also be shown as a page for a browser.
  let hasPage: Bool
  /// Whether the problems it finds can also be told as SARIF.
  let hasSARIF: Bool
  /// Whether its results can also be told as JUnit XML.
  let hasJUnit: Bool
  /// Further help below the options.
  let details: String
  let run: @Sendable (Invocation) async throws -> ExitCode

  init(
    _ name: String, usage: String = "", summary: String, options: [Option] = [],
    hasPatch: Bool = false, hasPage: Bool = false, hasSARIF: Bool = false, hasJUnit: Bool = false,
    details: String = "",
    run: @escaping @Sendable (Invocation) async throws -> ExitCode
  ) {
    self.name = name
    self.usage = usage
    self.summary = summary
    self.options = options
    self.hasPatch = hasPatch
    self.hasPage = hasPage
    self.hasSARIF = hasSARIF
    self.hasJUnit = hasJUnit
    self.details = details
    self.run = run
  }
}

extension Command {
  /// Every command, in the order of the help.
  static let all: [Command] = [
    .validate, .fmt, .render, .schema, .explain, .why, .kind, .plan, .show, .apply, .drift, .watch,
    .adopt, .undo, .destroy, .export, .operation, .report, .action, .events, .doctor, .audit,
    .history, .lock, .graph, .sandbox, .demo, .completion, .version,
  ]

  var help: String {
    var lines = ["Usage: gcsync \(name)\(usage.isEmpty ? "" : " \(usage)")", "", summary, ""]
    if !details.isEmpty { lines += [details, ""] }
    if !options.isEmpty { lines += ["Options:"] + options.map(\.helpLine) + [""] }
    if hasPatch {
      lines += ["--output json-patch tells the changes as a JSON Patch (RFC 6902).", ""]
    }
    if hasPage {
      lines += ["--output html=PATH shows the changes as one page for a browser.", ""]
    }
    if hasSARIF {
      lines += ["--output sarif tells the problems as SARIF 2.1.0, for code hosts.", ""]
    }
    if hasJUnit {
      lines += ["--output junit=PATH tells the results as JUnit XML, for pipelines.", ""]
    }
    lines += ["Options of every command:"] + Option.common.map(\.helpLine)
    lines += ["", "Every option can be set by its environment variable, such as GCSYNC_OUTPUT."]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The help that `gcsync` alone shows.
  static var overview: String {
    var lines = [
      "gcsync keeps a Genesys Cloud contact centre, and the AWS it needs, equal to what Git says.",
      "", "Usage: gcsync COMMAND [OPTIONS]", "", "Commands:",
    ]
    lines += all.map { "  \(padded($0.name, 12))\($0.summary)" }
    lines += ["", "Exit codes:"]
    lines += ExitCode.allCases.map { "  \(padded(String($0.rawValue), 5))\($0.meaning)" }
    lines += ["", "gcsync COMMAND --help shows a command's options."]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Option {
  fileprivate var helpLine: String {
    let letter = short.map { "-\($0), " } ?? "    "
    let values = choices.isEmpty ? value : choices.joined(separator: "|")
    let call = "  \(letter)--\(name)" + (values.map { " \($0)" } ?? "")
    return call.count < 32 ? padded(call, 32) + help : "\(call)\n\(padded("", 32))\(help)"
  }
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
