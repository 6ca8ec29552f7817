/// One class of ECMA-262, such as `[^a-z\d]`, rewritten member by member.
struct PatternClass {
  private let input: [Unicode.Scalar]
  private(set) var position: Int

  /// Starts after the opening bracket.
  init(_ input: [Unicode.Scalar], from position: Int) {
    self.input = input
    self.position = position
  }

  /// Returns the class in PCRE2's syntax and stands behind its closing bracket.
  mutating func translated() throws -> String {
    var result = "["
    if peek() == "^" {
      position += 1
      result += "^"
    }
    while let scalar = peek() {
      if scalar == "]" {
        position += 1
        return result + "]"
      }
      result += try members()
    }
    throw PatternError("a [ is not closed")
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < input.count ? input[position + offset] : nil
  }

  /// Reads a member, or a range of two that are single characters.
  private mutating func members() throws -> String {
    let first = try member()
    guard peek() == "-", let end = peek(1), end != "]" else { return first.insideClass }
    position += 1
    let last = try member()
    guard case .scalar(let low) = first, case .scalar(let high) = last else {
      return first.insideClass + "\\-" + last.insideClass
    }
    guard low <= high else { throw PatternError("a range in a class is out of order") }
    return first.insideClass + "-" + last.insideClass
  }

  private mutating func member() throws -> PatternEscape.Atom {
    let scalar = input[position]
    position += 1
    guard scalar == "\\" else { return .scalar(scalar.value) }
    if peek() == "b" {
      position += 1
      return .scalar(8)
    }
    if peek() == "B" { throw PatternError("\\B has no meaning in a class") }
    var escape = PatternEscape(input, from: position)
    let atom = try escape.translated()
    position = escape.position
    return atom
  }
}
