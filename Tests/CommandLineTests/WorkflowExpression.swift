/// A condition or a value in a workflow file, as its code host reads it: an expression of GitHub, or a
/// rule of GitLab.
struct WorkflowExpression {
  enum Value: Equatable {
    case text(String), flag(Bool), nothing

    var isTrue: Bool {
      switch self {
      case .text(let text): !text.isEmpty
      case .flag(let flag): flag
      case .nothing: false
      }
    }

    var text: String {
      switch self {
      case .text(let text): text
      case .flag(let flag): String(flag)
      case .nothing: ""
      }
    }
  }

  /// What a workflow says and this cannot read, or has no value for.
  struct Unknown: Error, CustomStringConvertible {
    let description: String
  }

  private var words: [Substring]
  /// GitHub takes `main` and `Main` for the same.
  private let ignoresCase: Bool
  private let named: (String) -> Value?

  /// Evaluates an expression; every name in it must have a value, be it one that decides nothing.
  static func value(
    of text: String, ignoresCase: Bool = true, named: @escaping (String) -> Value?
  ) throws -> Value {
    let word =
      /'(?:[^']|'')*'|"[^"]*"|==|!=|&&|\|\||[()!,]|[$A-Za-z_][A-Za-z0-9_.$\-]*|(?<other>\S)/
    let matches = text.matches(of: word)
    if let other = matches.first(where: { $0.other != nil }) {
      throw Unknown(description: "\(other.0) in \(text)")
    }
    var expression = WorkflowExpression(
      words: matches.map(\.0), ignoresCase: ignoresCase, named: named)
    let value = try expression.alternatives()
    guard expression.words.isEmpty else {
      throw Unknown(description: "\(expression.words.joined(separator: " ")) in \(text)")
    }
    return value
  }

  private mutating func take(_ word: Substring) -> Bool {
    guard words.first == word else { return false }
    words.removeFirst()
    return true
  }

  private mutating func alternatives() throws -> Value {
    var value = try conditions()
    while take("||") {
      let other = try conditions()
      if !value.isTrue { value = other }
    }
    return value
  }

  private mutating func conditions() throws -> Value {
    var value = try comparison()
    while take("&&") {
      let other = try comparison()
      if value.isTrue { value = other }
    }
    return value
  }

  private mutating func comparison() throws -> Value {
    let value = try operand()
    if take("==") { return .flag(isSame(value, try operand())) }
    if take("!=") { return .flag(!isSame(value, try operand())) }
    return value
  }

  private func isSame(_ one: Value, _ other: Value) -> Bool {
    ignoresCase ? one.text.lowercased() == other.text.lowercased() : one == other
  }

  private mutating func operand() throws -> Value {
    if take("!") { return .flag(!(try operand()).isTrue) }
    if take("(") {
      let value = try alternatives()
      guard take(")") else { throw Unknown(description: "a ( without its )") }
      return value
    }
    guard let word = words.first else { throw Unknown(description: "an end in the middle") }
    words.removeFirst()
    if word.hasPrefix("'") {
      return .text(String(word.dropFirst().dropLast()).replacing("''", with: "'"))
    }
    if word.hasPrefix("\"") { return .text(String(word.dropFirst().dropLast())) }
    if take("(") { return try call(word) }
    guard let value = named(String(word)) else { throw Unknown(description: String(word)) }
    return value
  }

  private mutating func call(_ function: Substring) throws -> Value {
    var inputs: [String] = []
    while !take(")") {
      if !inputs.isEmpty, !take(",") { throw Unknown(description: "inputs of \(function)") }
      inputs.append(try alternatives().text)
    }
    switch function {
    case "cancelled": return .flag(false)
    case "format":
      var text = inputs.first ?? ""
      for (index, input) in inputs.dropFirst().enumerated() {
        text = text.replacing("{\(index)}", with: input)
      }
      return .text(text)
    default: throw Unknown(description: "the function \(function)")
    }
  }
}
