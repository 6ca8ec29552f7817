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
    .initialize, .validate, .fmt, .render, .schema, .explain, .why, .kind, .plan, .show, .apply,
    .drift, .watch, .adopt, .undo, .destroy, .export, .operation, .report, .action, .events,
    .doctor, .audit, .history, .lock, .graph, .sandbox, .demo, .completion, .complete, .man,
    .version,
  ]
}
