/// Reads a regular expression as Java's `Pattern` writes it.
struct JavaPatternParser {
  static let maximumDepth = 60

  let input: [Unicode.Scalar]
  var position = 0
  var groups = 1
  var names: [String: Int] = [:]
  var depth = 0
  private(set) var ignoresCase = false
  private var dotTakesAll = false
  private var isMultiline = false

  init(_ source: String) {
    input = Array(source.unicodeScalars)
  }

  typealias Problem = JavaPattern.Problem

  mutating func pattern() throws(Problem) -> JavaPatternNode {
    let node = try alternatives()
    guard peek() == nil else { throw Problem(message: "a ) closes nothing") }
    return node
  }

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < input.count ? input[position + ahead] : nil
  }

  mutating func take(_ text: String) -> Bool {
    guard input[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private mutating func alternatives() throws(Problem) -> JavaPatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw Problem(message: "groups stand too deep inside each other", isUnsupported: true)
    }
    let flags = (ignoresCase, dotTakesAll, isMultiline)
    defer { (ignoresCase, dotTakesAll, isMultiline) = flags }
    var nodes = [try sequence()]
    while take("|") { nodes.append(try sequence()) }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(Problem) -> JavaPatternNode {
    var nodes: [JavaPatternNode] = []
    while let scalar = peek(), scalar != "|", scalar != ")" {
      if take("\\Q") {
        while peek() != nil, !take("\\E") {
          nodes.append(literal(input[position]))
          position += 1
        }
        continue
      }
      nodes.append(try quantified(try atom()))
    }
    return .sequence(nodes)
  }

  private mutating func quantified(_ node: JavaPatternNode) throws(Problem) -> JavaPatternNode {
    var node = node
    while let (minimum, maximum) = try quantifier() {
      if take("+") {
        node = .atomic(.loop(node, minimum, maximum, isLazy: false))
      } else {
        node = .loop(node, minimum, maximum, isLazy: take("?"))
      }
    }
    return node
  }

  private mutating func quantifier() throws(Problem) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard take("{") else { return nil }
    guard let minimum = count() else {
      throw Problem(message: "a { is no repetition; \\{ is the character")
    }
    if take("}") { return (minimum, minimum) }
    guard take(",") else { throw Problem(message: "a repetition is not closed") }
    let maximum = count()
    guard take("}"), maximum ?? .max >= minimum else {
      throw Problem(message: "a repetition is not closed, or its bounds are in the wrong order")
    }
    return (minimum, maximum)
  }

  private mutating func count() -> Int? {
    var value: Int?
    while let digit = peek()?.digit {
      value = min((value ?? 0) * 10 + digit, 1_000_000)
      position += 1
    }
    return value
  }

  func literal(_ scalar: Unicode.Scalar) -> JavaPatternNode {
    guard ignoresCase, scalar.value.otherASCIICase != nil else { return .scalar(scalar.value) }
    return .set(.ignoringCase(.range(scalar.value, scalar.value)))
  }

  private mutating func atom() throws(Problem) -> JavaPatternNode {
    let scalar = input[position]
    switch scalar {
    case "(": return try group()
    case "[":
      position += 1
      let set = try characterClass()
      return .set(ignoresCase ? .ignoringCase(set) : set)
    case "\\": return try escape()
    case "*", "+", "?", "{": throw Problem(message: "there is nothing to repeat before \(scalar)")
    default: position += 1
    }
    switch scalar {
    case ".": return .set(dotTakesAll ? .range(0, 0x10FFFF) : .not(.lineEnd))
    case "^": return .assertion(isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(isMultiline ? .lineEnd : .lastLineEnd)
    default: return literal(scalar)
    }
  }

  private mutating func group() throws(Problem) -> JavaPatternNode {
    position += 1
    let node: JavaPatternNode
    if take("?=") || take("?!") {
      let isNegated = input[position - 1] == "!"
      node = .look(try alternatives(), isBehind: false, isNegated: isNegated)
    } else if take("?<=") || take("?<!") {
      let isNegated = input[position - 1] == "!"
      node = .look(try alternatives(), isBehind: true, isNegated: isNegated)
    } else if take("?>") {
      node = .atomic(try alternatives())
    } else if take("?:") {
      node = try alternatives()
    } else if take("?<") {
      node = try named()
    } else if take("?") {
      return try flags()
    } else {
      let number = groups
      groups += 1
      node = .group(try alternatives(), number)
    }
    guard take(")") else { throw Problem(message: "a ( is not closed") }
    return node
  }

  private mutating func named() throws(Problem) -> JavaPatternNode {
    let name = takeName()
    guard take(">"), !name.isEmpty, names[name] == nil else {
      throw Problem(message: "the name of a group is wrong, or there twice")
    }
    let number = groups
    groups += 1
    names[name] = number
    return .group(try alternatives(), number)
  }

  mutating func takeName() -> String {
    var name = String.UnicodeScalarView()
    while let scalar = peek(), scalar.isASCII, scalar.properties.isAlphabetic || scalar.digit != nil
    {
      name.append(scalar)
      position += 1
    }
    return String(name)
  }

  private mutating func flags() throws(Problem) -> JavaPatternNode {
    let outer = (ignoresCase, dotTakesAll, isMultiline)
    var isOn = true
    while let scalar = peek(), scalar != ")", scalar != ":" {
      position += 1
      switch scalar {
      case "-": isOn = false
      case "i": ignoresCase = isOn
      case "s": dotTakesAll = isOn
      case "m": isMultiline = isOn
      default: throw Problem(message: "the flag \(scalar) is not taken", isUnsupported: true)
      }
    }
    if take(")") { return .sequence([]) }
    guard take(":") else { throw Problem(message: "a ( is not closed") }
    let node = try alternatives()
    (ignoresCase, dotTakesAll, isMultiline) = outer
    guard take(")") else { throw Problem(message: "a ( is not closed") }
    return node
  }
}
