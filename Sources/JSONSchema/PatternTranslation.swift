/// Rewrites a regular expression of ECMA-262 (with its `u` flag) as one PCRE2 understands alike.
struct PatternTranslation {
  private let input: [Unicode.Scalar]
  private var position = 0
  private var output = ""
  private let groups: Int

  init(_ source: String) {
    input = Array(source.unicodeScalars)
    groups = Self.countGroups(input)
  }

  /// Returns the pattern in PCRE2's syntax.
  mutating func translated() throws -> String {
    var canRepeat = false
    while let scalar = next() {
      switch scalar {
      case "*", "+", "?", "{":
        if scalar == "{", !isQuantifier() {
          output += "\\{"
          canRepeat = true
        } else if canRepeat {
          quantifier(scalar)
          canRepeat = false
        } else {
          throw PatternError("there is nothing to repeat before \(scalar)")
        }
      case "(":
        try group()
        canRepeat = false
      case "^", "|":
        output.unicodeScalars.append(scalar)
        canRepeat = false
      default:
        try atom(scalar)
        canRepeat = true
      }
    }
    return output
  }

  private mutating func atom(_ scalar: Unicode.Scalar) throws {
    switch scalar {
    case ".": output += #"[^\n\r\x{2028}\x{2029}]"#
    case "\\": output += try escape()
    case "[":
      var set = PatternClass(input, from: position)
      output += try set.translated()
      position = set.position
    case "]", "}": output += "\\\(scalar)"
    default: output.unicodeScalars.append(scalar)
    }
  }

  private mutating func next() -> Unicode.Scalar? {
    guard position < input.count else { return nil }
    defer { position += 1 }
    return input[position]
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < input.count ? input[position + offset] : nil
  }
}

extension PatternTranslation {
  /// Whether the text after a `{` makes it a repetition: `3}`, `3,}` or `3,5}`.
  private func isQuantifier() -> Bool {
    let digits: (Substring.UnicodeScalarView) -> Bool = {
      $0.allSatisfy { ("0"..."9").contains($0) }
    }
    guard let end = input[position...].firstIndex(of: "}") else { return false }
    var text = Substring.UnicodeScalarView()
    text.append(contentsOf: input[position..<end])
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.first?.isEmpty == false && parts.allSatisfy(digits)
  }

  private mutating func quantifier(_ scalar: Unicode.Scalar) {
    output.unicodeScalars.append(scalar)
    if scalar == "{" {
      while let digit = next() {
        output.unicodeScalars.append(digit)
        if digit == "}" { break }
      }
    }
    if peek() == "?" {
      position += 1
      output += "?"
    }
  }

  private mutating func group() throws {
    output += "("
    guard peek() == "?" else { return }
    position += 1
    output += "?"
    switch (peek(), peek(1)) {
    case (":", _), ("=", _), ("!", _), ("<", _): return
    default: throw PatternError("(? must be followed by one of : = ! <")
    }
  }

  private mutating func escape() throws -> String {
    guard let scalar = next() else { throw PatternError("a \\ stands at the end") }
    switch scalar {
    case "b", "B": return "\\\(scalar)"
    case "k":
      guard peek() == "<" else { throw PatternError("\\k must name a group") }
      return "\\k"
    case "1"..."9": return try backReference(scalar)
    default:
      position -= 1
      var escape = PatternEscape(input, from: position)
      let atom = try escape.translated()
      position = escape.position
      return atom.outsideClass
    }
  }

  private mutating func backReference(_ first: Unicode.Scalar) throws -> String {
    var number = Int(String(first)) ?? 0
    while let scalar = peek(), let digit = Int(String(scalar)), number < 1000 {
      number = number * 10 + digit
      position += 1
    }
    guard number <= groups else { throw PatternError("there is no group \(number)") }
    return "\\g{\(number)}"
  }

  private static func countGroups(_ input: [Unicode.Scalar]) -> Int {
    var (count, isClass, position) = (0, false, 0)
    while position < input.count {
      switch input[position] {
      case "\\": position += 1
      case "[": isClass = true
      case "]": isClass = false
      case "(" where !isClass: count += opensCapture(input[(position + 1)...]) ? 1 : 0
      default: break
      }
      position += 1
    }
    return count
  }

  private static func opensCapture(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    let start = Array(rest.prefix(3))
    guard start.first == "?" else { return true }
    return start.count == 3 && start[1] == "<" && start[2] != "=" && start[2] != "!"
  }
}
