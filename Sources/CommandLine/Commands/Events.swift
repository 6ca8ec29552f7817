extension Command {
  static let events = Command(
    "events", usage: "lint FILE…",
    summary: "Check the definition of a state machine before AWS does, and for what AWS accepts.",
    options: [.output],
    details:
      "lint reads definitions in the Amazon States Language, as JSON or YAML, and contacts nothing. "
      + "Errors are what AWS\nrefuses, warnings what fails when it runs; with an error it exits with 4, "
      + "with --strict for a warning too."
  ) { invocation in
    let words = invocation.arguments.positional
    switch words.first {
    case "lint" where words.count > 1: return try lint(Array(words.dropFirst()), invocation)
    default: throw Arguments.Misuse(message: "events is lint FILE…")
    }
  }
}
