/// Reads a regular expression in the grammar of RFC 9485; every function returns nil for none.
struct IRegexpParser {
  private static let maximumDepth = 100
  private static let maximumRepetitions = 10_000

  private let input: [Unicode.Scalar]
  private var position = 0
  private var depth = 0

  init(_ text: String) {
    input = Array(text.unicodeScalars)
  }

  private var peek: Unicode.Scalar? { position < input.count ? input[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  /// Reads the whole text.
  mutating func expression() -> IRegexpTree? {
    guard let tree = choice(), position == input.count else { return nil }
    return tree
  }

  private mutating func choice() -> IRegexpTree? {
    var branches: [IRegexpTree] = []
    repeat {
      guard let branch = branch() else { return nil }
      branches.append(branch)
    } while take("|")
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func branch() -> IRegexpTree? {
    var pieces: [IRegexpTree] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      guard let atom = atom(), let piece = quantified(atom) else { return nil }
      pieces.append(piece)
    }
    return .sequence(pieces)
  }

  private mutating func atom() -> IRegexpTree? {
    guard let scalar = peek else { return nil }
    position += 1
    switch scalar {
    case ".": return .instruction(.any)
    case "^": return .instruction(.start)
    case "$": return .instruction(.end)
    case "[":
      guard let set = bracketed() else { return nil }
      return .instruction(.set(set))
    case "\\":
      if let category = category() { return .instruction(.set(ScalarSet(parts: [category]))) }
      return escaped().map { .instruction(.scalar($0)) }
    case "(":
      depth += 1
      guard depth <= Self.maximumDepth, let tree = choice(), take(")") else { return nil }
      depth -= 1
      return tree
    case "*", "+", "?", "{", "}", "]", ")", "|": return nil
    default: return .instruction(.scalar(scalar))
    }
  }

  private mutating func quantified(_ atom: IRegexpTree) -> IRegexpTree? {
    if take("*") { return .repetition(atom, least: 0, most: nil) }
    if take("+") { return .repetition(atom, least: 1, most: nil) }
    if take("?") { return .repetition(atom, least: 0, most: 1) }
    guard take("{") else { return atom }
    guard let least = number() else { return nil }
    var most: Int? = least
    if take(",") {
      most = nil
      if peek != "}" {
        guard let bound = number(), bound >= least else { return nil }
        most = bound
      }
    }
    return take("}") ? .repetition(atom, least: least, most: most) : nil
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = peek, scalar.isDigit {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    guard let number = Int(digits), number <= Self.maximumRepetitions else { return nil }
    return number
  }

  /// Reads the rest of an escape of one character.
  private mutating func escaped() -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    position += 1
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "(", ")", "*", "+", "-", ".", "?", "[", "\\", "]", "^", "{", "|", "}": return scalar
    // Mapped expressions escape it, and it cannot be written otherwise where it is an anchor.
    case "$": return scalar
    default: return nil
    }
  }

  /// Reads the rest of the escape of a category, as in `\p{Lu}`, where it is one.
  private mutating func category() -> ScalarSet.Part? {
    guard let letter = peek, letter == "p" || letter == "P", position + 1 < input.count,
      input[position + 1] == "{", let end = input[position...].firstIndex(of: "}")
    else { return nil }
    let name = input[(position + 2)..<end].reduce(into: "") { $0.unicodeScalars.append($1) }
    guard ScalarSet.categories.contains(name) else { return nil }
    position = end + 1
    return .category(name, isNegated: letter == "P")
  }

  private mutating func bracketed() -> ScalarSet? {
    let isNegated = take("^")
    var parts: [ScalarSet.Part] = []
    if take("-") { parts.append(.range("-"..."-")) }
    while let scalar = peek {
      position += 1
      switch scalar {
      case "]": return parts.isEmpty ? nil : ScalarSet(parts: parts, isNegated: isNegated)
      case "[": return nil
      case "-":
        // A hyphen that is no range stands at either end alone.
        guard peek == "]" else { return nil }
        parts.append(.range("-"..."-"))
      case "\\":
        if let category = category() {
          parts.append(category)
        } else if let first = escaped(), let part = range(from: first) {
          parts.append(part)
        } else {
          return nil
        }
      default:
        guard let part = range(from: scalar) else { return nil }
        parts.append(part)
      }
    }
    return nil
  }

  private mutating func range(from first: Unicode.Scalar) -> ScalarSet.Part? {
    guard peek == "-", position + 1 < input.count, input[position + 1] != "]" else {
      return .range(first...first)
    }
    position += 1
    guard let scalar = peek, scalar != "[", scalar != "-" else { return nil }
    position += 1
    guard let last = scalar == "\\" ? escaped() : scalar, last >= first else { return nil }
    return .range(first...last)
  }
}
