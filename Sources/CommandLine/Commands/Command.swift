/// One verb of the command line: how it is called, what it takes, what it does.
struct Command: Sendable {
  let name: String
  /// What stands behind the name in the usage line.
  let usage: String
  let summary: String
  let options: [Option]
  /// The forms its result can take besides text, JSON and Markdown.
  let forms: [Invocation.Output.Form]
  /// Further help below the options.
  let details: String
  let run: @Sendable (Invocation) async throws -> ExitCode

  init(
    _ name: String, usage: String = "", summary: String, options: [Option] = [],
    forms: [Invocation.Output.Form] = [], details: String = "",
    run: @escaping @Sendable (Invocation) async throws -> ExitCode
  ) {
    self.name = name
    self.usage = usage
    self.summary = summary
    self.options = options
    self.forms = forms
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
