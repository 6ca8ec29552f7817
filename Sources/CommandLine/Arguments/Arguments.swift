/// The words of a command line, told apart by what the command declares.
struct Arguments: Sendable {
  private var values: [String: [String]] = [:]
  private(set) var positional: [String] = []

  /// Why a command line cannot be understood, in words with a remedy.
  struct Misuse: Error {
    let message: String
  }

  /// Parses words; what is not given is looked for under each option's environment variable.
  init(
    _ words: [String], options: [Option], environment: (String) -> String?
  ) throws(Misuse) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positional += rest
        break
      } else if word.hasPrefix("--") {
        try takeLong(word.dropFirst(2), &rest, options)
      } else if word.hasPrefix("-"), word.count > 1 {
        try takeShort(word.dropFirst(), &rest, options)
      } else {
        positional.append(word)
      }
    }
    for option in options where values[option.name] == nil && option.name != "help" {
      guard let text = environment(option.variable), !text.isEmpty else { continue }
      if option.value == nil, ["0", "false", "no"].contains(text.lowercased()) { continue }
      try set(option, option.value == nil ? "" : text)
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  func last(_ name: String) -> String? { values[name]?.last }
  func all(_ name: String) -> [String] { values[name] ?? [] }

  private mutating func takeLong(
    _ word: Substring, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws(Misuse) {
    let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves.first.map(String.init) ?? ""
    guard let option = options.first(where: { $0.name == name }) else {
      throw Misuse.unknownOption("--\(name)", among: options)
    }
    if option.value == nil {
      guard halves.count == 1 else { throw Misuse(message: "--\(name) takes no value") }
      try set(option, "")
    } else if halves.count == 2 {
      try set(option, String(halves[1]))
    } else {
      try set(option, try value(of: option, &rest))
    }
  }

  private mutating func takeShort(
    _ letters: Substring, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws(Misuse) {
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.short == letter }) else {
        throw Misuse.unknownOption("-\(letter)", among: options)
      }
      if option.value == nil {
        try set(option, "")
      } else if letters.isEmpty {
        try set(option, try value(of: option, &rest))
      } else {
        try set(option, String(letters))
        return
      }
    }
  }

  private func value(
    of option: Option, _ rest: inout ArraySlice<String>
  ) throws(Misuse) -> String {
    guard let value = rest.popFirst() else {
      throw Misuse(message: "--\(option.name) needs \(option.value ?? "a value")")
    }
    return value
  }

  private mutating func set(_ option: Option, _ value: String) throws(Misuse) {
    guard option.choices.isEmpty || option.choices.contains(value) else {
      throw Misuse.unknownValue(value, of: option.name, among: option.choices)
    }
    if option.isRepeatable {
      values[option.name, default: []].append(value)
    } else {
      values[option.name] = [value]
    }
  }
}
