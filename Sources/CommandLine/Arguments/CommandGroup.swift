/// What several commands have in common, for the help.
struct CommandGroup: Sendable {
  let title: String
  let commands: [Command]

  /// Every command that is shown, each in one group.
  static let all: [CommandGroup] = {
    let groups = names.map { title, names in
      CommandGroup(title: title, commands: names.compactMap(Command.named))
    }
    let grouped = Set(names.flatMap(\.1))
    let rest = Command.all.filter { !grouped.contains($0.name) && !$0.isHidden }
    return groups + (rest.isEmpty ? [] : [CommandGroup(title: "More", commands: rest)])
  }()

  private static let names: [(String, [String])] = [
    ("Start", ["init", "demo", "sandbox", "doctor", "completion", "version"]),
    ("Look", ["validate", "plan", "drift", "watch", "show", "why", "history", "audit"]),
    ("Change", ["apply", "adopt", "undo", "destroy", "lock", "operation"]),
    ("Write", ["fmt", "render", "export", "graph", "kind"]),
    ("Run", ["report", "action", "events"]),
    ("Learn", ["explain", "schema"]),
  ]
}

extension Command {
  /// Returns the command of a name.
  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// Whether it is for scripts and shown to nobody.
  var isHidden: Bool { name.hasPrefix("_") || name == "man" }

  /// The words that may stand first behind the command, where these are fixed.
  var subcommands: [String] {
    if usage.hasPrefix("start|") { return ["start", "status", "cancel"] }
    let words = usage.split(separator: "|").compactMap { part in
      part.split(separator: " ").first.map(String.init)
    }
    guard words.allSatisfy({ $0.wholeMatch(of: /[a-z][a-z-]*/) != nil }) else { return [] }
    return words
  }
}
