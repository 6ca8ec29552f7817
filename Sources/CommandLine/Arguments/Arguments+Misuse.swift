internal import Diagnostics

extension Arguments.Misuse {
  /// An option nobody declared, with the one that was probably meant, or the commands that have it.
  static func unknownOption(_ name: String, among options: [Option]) -> Self {
    let bare = String(name.drop { $0 == "-" })
    if let near = nearestName(to: bare, in: options.map(\.name)) {
      return Self(message: "unknown option \(name); did you mean --\(near)?")
    }
    let owners = Command.all.filter { command in
      !command.isHidden && command.options.contains { $0.name == bare }
    }
    guard !owners.isEmpty, bare.count > 1 else { return Self(message: "unknown option \(name)") }
    let names = owners.prefix(3).map(\.name).joined(separator: ", ")
    let verb = owners.count == 1 ? "takes" : "take"
    return Self(message: "unknown option \(name); \(names) \(verb) it")
  }

  /// A value that is none of those an option takes.
  static func unknownValue(_ value: String, of option: String, among choices: [String]) -> Self {
    let near = nearestName(to: value, in: choices)
    return Self(
      message: "--\(option) is one of \(choices.joined(separator: ", ")), not \"\(value)\""
        + (near.map { "; did you mean \($0)?" } ?? ""))
  }

  /// A word behind a command that is none of its own.
  static func unknownSubcommand(_ word: String, of command: Command) -> Self {
    let near = nearestName(to: word, in: command.subcommands)
    return Self(
      message: "\(command.name) has no \"\(word)\"; "
        + (near.map { "did you mean gcsync \(command.name) \($0)?" }
          ?? "it is \(command.subcommands.joined(separator: ", "))"))
  }
}
