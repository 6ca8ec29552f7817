extension JavaPatternParser {
  /// Reads what stands between brackets.
  mutating func characterClass() throws(Problem) -> ScalarClass {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw Problem(message: "classes stand too deep inside each other", isUnsupported: true)
    }
    guard position < input.count else { throw Problem(message: "a [ is not closed") }
    let isNegated = take("^")
    var parts: [ScalarClass] = []
    var members: [ScalarClass] = []
    var isFirst = true
    while let scalar = peek() {
      if scalar == "]", !isFirst {
        position += 1
        parts.append(.union(members))
        let set = parts.count == 1 ? parts[0] : .intersection(parts)
        return isNegated ? .not(set) : set
      }
      isFirst = false
      if take("&&") {
        parts.append(.union(members))
        members = []
      } else {
        members.append(try member())
      }
    }
    throw Problem(message: "a [ is not closed")
  }

  private mutating func member() throws(Problem) -> ScalarClass {
    if take("[") { return try characterClass() }
    let low: UInt32
    switch try classAtom() {
    case .set(let set): return set
    case .scalar(let value): low = value
    default: return .union([])
    }
    guard peek() == "-", let next = peek(1), next != "]", next != "[" else {
      return .range(low, low)
    }
    position += 1
    guard case .scalar(let high) = try classAtom(), low <= high else {
      throw Problem(message: "a range in brackets is in the wrong order")
    }
    return .range(low, high)
  }

  private mutating func classAtom() throws(Problem) -> JavaPatternNode {
    guard let scalar = peek() else { throw Problem(message: "a [ is not closed") }
    position += 1
    guard scalar == "\\" else { return .scalar(scalar.value) }
    if let set = try escaped() { return set }
    return .scalar(try character())
  }

  /// Reads an escape outside of brackets.
  mutating func escape() throws(Problem) -> JavaPatternNode {
    position += 1
    if let scalar = peek(), let first = scalar.digit, first > 0 {
      position += 1
      var number = first
      while let digit = peek()?.digit, number * 10 + digit < groups {
        number = number * 10 + digit
        position += 1
      }
      return .backReference(number, ignoresCase: ignoresCase)
    }
    let assertions: [(String, JavaPattern.Assertion)] = [
      ("b", .boundary(true)), ("B", .boundary(false)), ("A", .textStart), ("z", .textEnd),
      ("Z", .lastLineEnd),
    ]
    for (letter, assertion) in assertions where take(letter) { return .assertion(assertion) }
    if take("k<") {
      let name = takeName()
      guard take(">"), let number = names[name] else {
        throw Problem(message: "there is no group \(name)")
      }
      return .backReference(number, ignoresCase: ignoresCase)
    }
    if take("R") {
      return .alternatives([
        .sequence([.scalar(13), .scalar(10)]), .set(.union([.lineEnd, .range(11, 12)])),
      ])
    }
    if let set = try escaped() { return set }
    let value = try character()
    return Unicode.Scalar(value).map(literal) ?? .scalar(value)
  }

  /// Reads an escape that stands for a set.
  private mutating func escaped() throws(Problem) -> JavaPatternNode? {
    let sets: [(String, ScalarClass)] = [
      ("d", .digit), ("w", .word), ("s", .space),
      ("h", .union([.range(9, 9), .range(32, 32), .range(0xA0, 0xA0)])),
    ]
    for (letter, set) in sets {
      if take(letter) { return .set(set) }
      if take(letter.uppercased()) { return .set(.not(set)) }
    }
    guard peek() == "p" || peek() == "P" else { return nil }
    let isNegated = peek() == "P"
    position += 1
    var name = peek().map { String($0) } ?? ""
    position += 1
    if name == "{" { name = takeName() }
    if name.count > 1, input[min(position, input.count) - 1] != "}", !take("}") {
      throw Problem(message: "a property is not closed")
    } else if name.count == 1, peek() == "}" {
      position += 1
    }
    guard UnicodeClass.isKnown(name) else {
      throw Problem(message: "the property \(name) is not taken", isUnsupported: true)
    }
    let set = ScalarClass.property(name)
    return .set(isNegated ? .not(set) : set)
  }

  /// Reads an escape that stands for one character.
  private mutating func character() throws(Problem) -> UInt32 {
    guard let scalar = peek() else { throw Problem(message: "a \\ stands at the end") }
    position += 1
    switch scalar {
    case "t": return 9
    case "n": return 10
    case "r": return 13
    case "f": return 12
    case "a": return 7
    case "e": return 27
    case "x": return try hexadecimal(2)
    case "u": return try hexadecimal(4)
    default: break
    }
    guard !scalar.isASCII || !(scalar.properties.isAlphabetic || scalar.digit != nil) else {
      throw Problem(message: "the escape \\\(scalar) is not taken")
    }
    return scalar.value
  }

  private mutating func hexadecimal(_ count: Int) throws(Problem) -> UInt32 {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: input[position...].prefix(count))
    guard text.count == count, let value = UInt32(String(text), radix: 16) else {
      throw Problem(message: "an escape lacks its \(count) hexadecimal digits")
    }
    position += count
    return value
  }
}

/// The properties that `\p{…}` takes.
enum UnicodeClass {
  private static let names: Set = [
    "L", "Lu", "Ll", "N", "Nd", "P", "S", "Z", "M", "IsAlphabetic", "IsLetter", "IsDigit",
    "IsUppercase", "IsLowercase", "IsPunctuation", "Alpha", "Digit", "Alnum", "Upper", "Lower",
    "Punct", "Space", "ASCII", "XDigit",
  ]

  static func isKnown(_ name: String) -> Bool { names.contains(name) }
}

extension Unicode.Scalar {
  /// Whether the scalar has a property that `UnicodeClass` knows.
  func has(property name: String) -> Bool {
    let category = properties.generalCategory
    switch name {
    case "L", "IsLetter":
      return [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter]
        .contains(category)
    case "Lu": return category == .uppercaseLetter
    case "Ll": return category == .lowercaseLetter
    case "N": return [.decimalNumber, .letterNumber, .otherNumber].contains(category)
    case "Nd", "IsDigit": return category == .decimalNumber
    case "M": return [.nonspacingMark, .spacingMark, .enclosingMark].contains(category)
    case "S":
      return [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains(category)
    case "Z": return [.spaceSeparator, .lineSeparator, .paragraphSeparator].contains(category)
    case "P", "IsPunctuation": return isPunctuation
    case "IsAlphabetic": return properties.isAlphabetic
    case "IsUppercase": return properties.isUppercase
    case "IsLowercase": return properties.isLowercase
    default: return isASCII && hasASCII(property: name)
    }
  }

  private var isPunctuation: Bool {
    [
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation,
    ].contains(properties.generalCategory)
  }

  private func hasASCII(property name: String) -> Bool {
    let (isLetter, isDigit) = (value.otherASCIICase != nil, digit != nil)
    return switch name {
    case "Alpha": isLetter
    case "Digit": isDigit
    case "Alnum": isLetter || isDigit
    case "Upper": isLetter && value < 97
    case "Lower": isLetter && value >= 97
    case "Punct": value > 32 && value < 127 && !isLetter && !isDigit
    case "Space": ScalarClass.space.contains(value)
    case "XDigit": isDigit || isLetter && value | 0x20 <= 102
    default: true
    }
  }
}
