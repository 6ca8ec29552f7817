/// A text of a policy with its wildcards and variables, taken apart once.
struct PolicyPattern: Sendable, Hashable {
  /// A variable that stands for what a request says of a key.
  struct Variable: Sendable, Hashable {
    let key: String
    let fallback: String?
  }

  enum Part: Sendable, Hashable {
    case tokens([WildcardToken])
    case variable(Variable)
  }

  /// What a pattern is for one request.
  enum Resolved {
    case tokens([WildcardToken])
    /// A variable has no value, so that nothing is meant.
    case nothing
    case unknown
  }

  let text: String
  private let parts: [Part]
  /// The tokens where there is no variable.
  private let fixed: [WildcardToken]?

  /// Takes a text apart; in documents before 2012-10-17 nothing is a variable.
  init(_ text: String, hasVariables: Bool, hasWildcards: Bool = true) {
    self.text = text
    parts = Self.parts(text, hasVariables: hasVariables, hasWildcards: hasWildcards)
    switch parts.count {
    case 0: fixed = []
    case 1:
      if case .tokens(let tokens) = parts[0] { fixed = tokens } else { fixed = nil }
    default: fixed = nil
    }
  }

  /// The keys that its variables stand for.
  var keys: [String] {
    parts.compactMap { if case .variable(let variable) = $0 { variable.key } else { nil } }
  }

  /// Puts in what a request says of the variables, taken literally.
  func resolved(_ context: PolicyContext) -> Resolved {
    if let fixed { return .tokens(fixed) }
    var tokens: [WildcardToken] = []
    for part in parts {
      switch part {
      case .tokens(let some): tokens += some
      case .variable(let variable):
        switch context.value(lowercased: variable.key) {
        case .values(let values) where values.count == 1:
          tokens += WildcardToken.literal(values[0])
        case .absent:
          guard let fallback = variable.fallback else { return .nothing }
          tokens += WildcardToken.literal(fallback)
        case .values, nil: return .unknown
        }
      }
    }
    return .tokens(tokens)
  }
}

extension PolicyPattern {
  private static func parts(_ text: String, hasVariables: Bool, hasWildcards: Bool) -> [Part] {
    var parts: [Part] = []
    var tokens: [WildcardToken] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if hasVariables, byte == UInt8(ascii: "$"), let (inner, end) = variable(rest) {
        rest = rest[end...]
        if inner.utf8.count == 1, "*?$".contains(inner) {
          tokens += WildcardToken.literal(inner)
        } else {
          if !tokens.isEmpty { parts.append(.tokens(tokens)) }
          tokens = []
          parts.append(.variable(Variable(inner)))
        }
        continue
      }
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "*") where hasWildcards: tokens.append(.any)
      case UInt8(ascii: "?") where hasWildcards: tokens.append(.one)
      default: tokens.append(.byte(byte))
      }
    }
    if !tokens.isEmpty { parts.append(.tokens(tokens)) }
    return parts
  }

  /// Returns what stands between `${` and `}` at the start of a text, and where it ends.
  private static func variable(_ text: ArraySlice<UInt8>) -> (String, Int)? {
    let next = text.startIndex + 1
    guard next < text.endIndex, text[next] == UInt8(ascii: "{"),
      let end = text.firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    return (String(decoding: text[(next + 1)..<end], as: UTF8.self), end + 1)
  }
}

extension PolicyPattern.Variable {
  /// Reads `key` or `key, 'default'`.
  fileprivate init(_ text: String) {
    let halves = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    key = String(halves[0].trimmed).lowercased()
    let quoted = halves.dropFirst().first?.trimmed ?? ""
    let isQuoted = quoted.count >= 2 && quoted.first == "'" && quoted.last == "'"
    fallback = isQuoted ? String(quoted.dropFirst().dropLast()) : nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
