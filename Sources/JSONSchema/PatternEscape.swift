/// One escape of ECMA-262 that stands for a character or a set of characters.
struct PatternEscape {
  /// What an escape means in PCRE2's syntax.
  enum Atom {
    case scalar(UInt32)
    /// Members of a class, without brackets.
    case members(String)
    /// A property or another escape that is written alike inside a class and outside.
    case escape(String)
    /// A lone surrogate, which no text contains.
    case nothing

    var outsideClass: String {
      switch self {
      case .scalar(let value): "\\x{\(String(value, radix: 16))}"
      case .members(let members): "[\(members)]"
      case .escape(let text): text
      case .nothing: "(?!)"
      }
    }

    var insideClass: String {
      switch self {
      case .scalar, .escape: outsideClass
      case .members(let members): members
      case .nothing: ""
      }
    }
  }

  private let input: [Unicode.Scalar]
  private(set) var position: Int

  init(_ input: [Unicode.Scalar], from position: Int) {
    self.input = input
    self.position = position
  }

  private static let controls: [Unicode.Scalar: UInt32] = [
    "t": 9, "n": 10, "v": 11, "f": 12, "r": 13,
  ]
  private static let space =
    #"\x09-\x0D\x20\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}"#
  private static let noSpace =
    #"\x00-\x08\x0E-\x1F\x21-\x9F\xA1-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}"#
    + #"\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}"#

  /// Translates what follows the backslash.
  mutating func translated() throws -> Atom {
    guard position < input.count else { throw PatternError("a \\ stands at the end") }
    let scalar = input[position]
    position += 1
    switch scalar {
    case "d", "D", "w", "W": return .escape("\\\(scalar)")
    case "s": return .members(Self.space)
    case "S": return .members(Self.noSpace)
    case "p", "P": return .escape(try property(isNegated: scalar == "P"))
    case "c": return .scalar(try control())
    case "x": return .scalar(try hexadecimal(2))
    case "u": return try unicode()
    case "0":
      if position < input.count, ("0"..."9").contains(input[position]) {
        throw PatternError("octal escapes do not exist")
      }
      return .scalar(0)
    default: return try .scalar(literal(scalar))
    }
  }

  private func literal(_ scalar: Unicode.Scalar) throws -> UInt32 {
    if let value = Self.controls[scalar] { return value }
    if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
      throw PatternError("there is no escape \\\(scalar)")
    }
    return scalar.value
  }

  private mutating func control() throws -> UInt32 {
    guard position < input.count, input[position].isASCII, input[position].properties.isAlphabetic
    else { throw PatternError("\\c must be followed by a letter") }
    position += 1
    return input[position - 1].value % 32
  }

  private mutating func hexadecimal(_ count: Int) throws -> UInt32 {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: input[position...].prefix(count))
    guard text.count == count, let value = UInt32(String(text), radix: 16) else {
      throw PatternError("\\\(count == 2 ? "x" : "u") must be followed by \(count) hex digits")
    }
    position += count
    return value
  }

  private mutating func unicode() throws -> Atom {
    if position < input.count, input[position] == "{" {
      let text = try braced("\\u")
      guard let value = UInt32(text, radix: 16), value <= 0x10FFFF else {
        throw PatternError("\\u{\(text)} is no code point")
      }
      return Unicode.Scalar(value) == nil ? .nothing : .scalar(value)
    }
    let value = try hexadecimal(4)
    guard (0xD800...0xDFFF).contains(value) else { return .scalar(value) }
    guard value < 0xDC00, input[position...].starts(with: ["\\", "u"]) else { return .nothing }
    let start = position
    position += 2
    guard let low = try? hexadecimal(4), (0xDC00...0xDFFF).contains(low) else {
      position = start
      return .nothing
    }
    return .scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func braced(_ escape: String) throws -> String {
    guard position < input.count, input[position] == "{",
      let end = input[position...].firstIndex(of: "}")
    else { throw PatternError("\(escape) must be followed by a name in braces") }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: input[(position + 1)..<end])
    position = end + 1
    return String(text)
  }

  private mutating func property(isNegated: Bool) throws -> String {
    let name = try braced("\\p")
    guard let short = UnicodeProperty.name(name) else {
      throw PatternError("there is no Unicode property \(name)")
    }
    return "\\\(isNegated ? "P" : "p"){\(short)}"
  }
}
