/// An option as a command declares it, from which parsing, help and environment names follow.
struct Option: Sendable {
  let name: String
  let short: Character?
  /// What the value is called in the help; nil for a switch.
  let value: String?
  let isRepeatable: Bool
  /// The values there are, where they are few.
  let choices: [String]
  let help: String

  init(
    _ name: String, short: Character? = nil, value: String? = nil, repeatable: Bool = false,
    choices: [String] = [], _ help: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.isRepeatable = repeatable
    self.choices = choices
    self.help = help
  }

  /// The environment variable that stands in for the option.
  var variable: String {
    "GCSYNC_" + name.uppercased().replacing("-", with: "_")
  }
}

extension Option {
  /// The options that every command takes.
  static let common: [Option] = [
    Option("directory", short: "C", value: "DIR", "Look for gcsync.yaml from there upwards."),
    Option(
      "environment", short: "e", value: "ENV",
      "The environment to work on; else the project's defaultEnvironment."),
    Option(
      "color", value: "WHEN", choices: ["auto", "always", "never"],
      "When to use colour; NO_COLOR is honoured."),
    Option(
      "log-format", value: "FORMAT", choices: ["text", "json"],
      "How events are written to standard error."),
    Option("verbose", short: "v", "Log every request."),
    Option("quiet", short: "q", "Log nothing but problems."),
    Option("strict", "Treat warnings as errors."),
    Option("now", value: "TIME", "The time to work at, as RFC 3339, instead of the clock's."),
    Option("help", short: "h", "Show this help."),
  ]

  static let output = Option(
    "output", short: "o", value: "FORMAT[=PATH]", repeatable: true,
    "text, json or markdown, to standard output or a file; may be given several times.")
  static let exitZero = Option(
    "exit-zero",
    "Exit with 0 instead of 2 where there are changes; not where objects are held up.")
}
