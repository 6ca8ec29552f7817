/// What the last word of a command line may become: a value, decided from the words alone and from what the
/// project at hand declares.
struct Completing: Sendable {
  /// A word, with a few others that tell what it is.
  struct Candidate: Sendable, Hashable {
    let word: String
    var note = ""
  }

  enum Answer: Sendable, Hashable {
    case words([Candidate])
    /// The names of files, which shells know best.
    case files
  }

  private let words: [String]
  private let current: String
  /// Where the value begins in a word such as `--output=json`.
  private let lead: String
  private let names: ProjectNames

  /// Takes the words behind `gcsync`, the last being typed; bash takes `--output=json` apart.
  init(_ words: [String], shell: Shell, names: ProjectNames) {
    var joined: [String] = []
    for word in words {
      if shell == .bash, word == "=", let last = joined.last, last.hasPrefix("--") {
        joined[joined.count - 1] = last + "="
      } else if shell == .bash, let last = joined.last, last.hasPrefix("--"), last.hasSuffix("=") {
        joined[joined.count - 1] = last + word
      } else {
        joined.append(word)
      }
    }
    let typed = joined.last ?? ""
    current = typed
    self.words = Array(joined.dropLast())
    self.names = names
    // bash replaces only what stands behind the sign.
    let isWhole = shell != .bash && typed.hasPrefix("--")
    let sign = isWhole ? typed.firstIndex(of: "=") : nil
    lead = sign.map { String(typed[...$0]) } ?? ""
  }

  /// Returns what fits, in a good order.
  func answer() -> Answer {
    let (command, rest) = split()
    let options = (command?.options ?? []) + Option.common
    if let option = awaited(by: rest, options) {
      return values(of: option, typed: current, command)
    }
    if current.hasPrefix("--"), let sign = current.firstIndex(of: "="),
      let option = options.first(where: { "--\($0.name)" == current[..<sign] })
    {
      return values(of: option, typed: String(current[current.index(after: sign)...]), command)
    }
    if current.hasPrefix("-") { return .words(unused(options, rest).filter(fits)) }
    guard let command else { return .words(commands.filter(fits)) }
    return operands(of: command, count: positional(rest, options).count)
  }

  private var commands: [Candidate] {
    let shown = CommandGroup.all.flatMap(\.commands)
    return (shown.map { Candidate(word: $0.name, note: $0.summary) })
      + [Candidate(word: "help", note: "Show examples and options of a command.")]
  }

  private func fits(_ candidate: Candidate) -> Bool { candidate.word.hasPrefix(current) }

  /// The command among the words, and the words behind it.
  private func split() -> (Command?, [String]) {
    var index = words.startIndex
    while index < words.endIndex, words[index].hasPrefix("-") {
      let takesValue = Option.common.contains { $0.isNamed(words[index]) && $0.value != nil }
      index += takesValue && !words[index].contains("=") ? 2 : 1
    }
    guard index < words.endIndex else { return (nil, words) }
    if words[index] == "help" { return (Self.help, Array(words.dropFirst(index + 1))) }
    guard let command = Command.named(words[index]) else { return (nil, words) }
    return (command, Array(words[..<index] + words[(index + 1)...]))
  }

  /// `help`, which takes the name of a command.
  private static let help = Command("help", usage: "COMMAND", summary: "") { _ in .done }

  /// The option whose value is being typed, if one is.
  private func awaited(by rest: [String], _ options: [Option]) -> Option? {
    guard let last = rest.last, last.hasPrefix("-"), !last.contains("=") else { return nil }
    return options.first { $0.isNamed(last) && $0.value != nil }
  }

  private func unused(_ options: [Option], _ rest: [String]) -> [Candidate] {
    options.filter { option in
      option.isRepeatable
        || !rest.contains { option.isNamed($0) || $0.hasPrefix("--\(option.name)=") }
    }.map { Candidate(word: "--\($0.name)", note: $0.help) }
  }

  private func positional(_ rest: [String], _ options: [Option]) -> [String] {
    var found: [String] = []
    var isValue = false
    for word in rest {
      if isValue {
        isValue = false
      } else if word.hasPrefix("-") {
        isValue = !word.contains("=") && options.contains { $0.isNamed(word) && $0.value != nil }
      } else {
        found.append(word)
      }
    }
    return found
  }

  private func values(of option: Option, typed: String, _ command: Command?) -> Answer {
    let found: [Candidate]
    if !option.choices.isEmpty {
      found = option.choices.map { Candidate(word: $0) }
    } else {
      switch option.value ?? "" {
      case "ENV": found = names.environments.map { Candidate(word: $0) }
      case "KIND", "KIND,…": found = names.kinds.map { Candidate(word: $0) }
      case "ADDRESS" where option.name == "target":
        found = names.addresses.map { Candidate(word: $0) }
      case "RUN": found = names.runs.map { Candidate(word: $0) }
      case "FORMAT[=PATH]":
        if typed.contains("=") { return .files }
        found = (command?.formats ?? []).map { Candidate(word: $0) }
      case let value where Self.isFile(value): return .files
      default: found = []
      }
    }
    return .words(
      found.filter { $0.word.hasPrefix(typed) }.map {
        Candidate(word: lead + $0.word, note: $0.note)
      })
  }

  private func operands(of command: Command, count: Int) -> Answer {
    if command.name == "help" {
      return .words(
        (commands + Help.subjects.map { Candidate(word: $0) }).filter(fits))
    }
    if !command.subcommands.isEmpty {
      if count == 0 { return .words(command.subcommands.map { Candidate(word: $0) }.filter(fits)) }
      return named(command)
    }
    switch command.usage {
    case let usage where usage.contains("ADDRESS"):
      return .words(names.addresses.map { Candidate(word: $0) }.filter(fits))
    case let usage where usage.hasPrefix("KIND") || usage.hasPrefix("[KIND"):
      return .words(names.kinds.map { Candidate(word: $0) }.filter(fits))
    case let usage where usage.hasPrefix("RUN"):
      return .words(names.runs.map { Candidate(word: $0) }.filter(fits))
    default: return command.usage.isEmpty ? .words([]) : .files
    }
  }

  /// What follows a word such as `report send`: the names of what it is about, or a file.
  private func named(_ command: Command) -> Answer {
    let kinds: Set<String>
    switch command.name {
    case "report": kinds = ["ReportSchedule"]
    case "action": kinds = ["DataAction", "IntegrationAction"]
    case "lock", "audit": return .words(names.runs.map { Candidate(word: $0) }.filter(fits))
    default: return .files
    }
    let found = names.addresses.compactMap { address -> Candidate? in
      let halves = address.split(separator: "/", maxSplits: 1)
      guard halves.count == 2, kinds.contains(String(halves[0])) else { return nil }
      return Candidate(word: String(halves[1]))
    }
    return .words(found.filter(fits))
  }

  private static func isFile(_ value: String) -> Bool {
    ["FILE", "DIR", "KEYFILE", "PATH", "PLAN"].contains(value)
  }
}

extension Option {
  /// Whether a word is how the option is called.
  func isNamed(_ word: String) -> Bool {
    word == "--\(name)" || short.map { word == "-\($0)" } ?? false
  }
}

extension Completing.Answer {
  /// One candidate a line, a tab before what it is.
  var text: String {
    switch self {
    case .files: ":files\n"
    case .words(let candidates):
      candidates.map { candidate in
        candidate.note.isEmpty ? "\(candidate.word)\n" : "\(candidate.word)\t\(candidate.note)\n"
      }.joined()
    }
  }
}
