/// Checks the grammar of an expression in JSONata 2, by the binding powers of its operators.
struct JSONataParser {
  /// How deep expressions may stand inside each other.
  static let maximumDepth = 150

  private var scanner: JSONataScanner
  var token = JSONataToken(kind: .end, offset: 0)
  private var depth = 0
  /// The first call of a function that Step Functions leaves out.
  private(set) var unsupported: (name: String, offset: Int)?
  /// The variables it reads, and where.
  private(set) var used: [(name: String, offset: Int)] = []
  /// The variables it gives a value itself.
  private(set) var bound: Set<String> = []

  init(_ text: String) {
    scanner = JSONataScanner(text)
  }

  private static let powers: [String: Int] = [
    ".": 75, "[": 80, "{": 70, "(": 80, "@": 80, "#": 80, "?": 20, "+": 50, "-": 50, "*": 60,
    "/": 60, "%": 60, "=": 40, "<": 40, ">": 40, "^": 40, ":=": 10, "!=": 40, "<=": 40, ">=": 40,
    "~>": 40, "and": 30, "or": 25, "in": 40, "&": 50, "??": 40, "?:": 40,
  ]

  /// Reads the whole text as one expression.
  mutating func checkExpression() throws(JSONataError) {
    try advance(isOperand: true)
    guard token.kind != .end else {
      throw failure("the expression is empty", remedy: "write one, or leave the field out")
    }
    _ = try expression(0)
    guard token.kind == .end else {
      throw failure("\(token.shown) cannot follow here", remedy: "join values with an operator")
    }
  }

  /// What an expression is, as far as the grammar asks.
  enum Shape {
    case variable
    case other
  }

  mutating func expression(_ power: Int) throws(JSONataError) -> Shape {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw failure(
        "the expression is nested deeper than \(Self.maximumDepth) levels",
        remedy: "give parts of it names with :=")
    }
    var left = try operand()
    while case .sign(let sign) = token.kind, let own = Self.powers[sign], own > power {
      left = try infix(sign, own, left)
    }
    return left
  }

  private mutating func operand() throws(JSONataError) -> Shape {
    let first = token
    switch first.kind {
    case .variable(let name):
      try advance(isOperand: false)
      if name == "eval", token.isSign("(") { unsupported = unsupported ?? (name, first.offset) }
      if token.isSign(":=") { bind(name) } else { used.append((name, first.offset)) }
      return .variable
    case .name("function"), .name("λ"):
      try advance(isOperand: false)
      if token.isSign("(") { try lambda() }
    case .name, .number, .text, .regex, .sign("and"), .sign("or"), .sign("in"), .sign("*"),
      .sign("**"), .sign("%"):
      try advance(isOperand: false)
    case .sign("-"):
      try advance(isOperand: true)
      _ = try expression(70)
    case .sign("("):
      try advance(isOperand: true)
      while !token.isSign(")") {
        _ = try expression(0)
        guard token.isSign(";") else { break }
        try advance(isOperand: true)
      }
      try expect(")", of: first)
    case .sign("["):
      try advance(isOperand: true)
      try list(until: "]", of: first) { parser throws(JSONataError) in
        _ = try parser.expression(0)
        if parser.token.isSign("..") {
          try parser.advance(isOperand: true)
          _ = try parser.expression(0)
        }
      }
    case .sign("{"):
      try advance(isOperand: true)
      try object(from: first)
    case .sign("|"): try transform()
    default:
      throw failure("\(first.shown) stands where a value must stand", remedy: "write a value there")
    }
    return .other
  }

  private mutating func infix(
    _ sign: String, _ power: Int, _ left: Shape
  ) throws(JSONataError) -> Shape {
    let first = token
    let isPartOfName = sign == "#" || sign == "@"
    try advance(isOperand: !isPartOfName)
    switch sign {
    case "(": try arguments(from: first)
    case "[":
      if token.isSign("]") {
        try advance(isOperand: false)
      } else {
        _ = try expression(0)
        try expect("]", of: first)
      }
    case "{": try object(from: first)
    case "^":
      guard token.isSign("(") else {
        throw failure("the order has no terms", remedy: "write them as in ^(<price, >name)")
      }
      let open = token
      try advance(isOperand: true)
      repeat {
        if token.isSign("<") || token.isSign(">") { try advance(isOperand: true) }
        _ = try expression(0)
      } while try takeComma()
      try expect(")", of: open)
    case "?":
      _ = try expression(0)
      if token.isSign(":") {
        try advance(isOperand: true)
        _ = try expression(0)
      }
    case ":=":
      guard left == .variable else {
        throw JSONataError(
          message: "only variables can be given a value", offset: first.offset,
          remedy: "write $name := …, or = to compare")
      }
      _ = try expression(power - 1)
    case "@", "#":
      guard case .variable(let name) = token.kind else {
        throw failure("\(sign) is not followed by a variable", remedy: "write \(sign)$name")
      }
      bind(name)
      try advance(isOperand: false)
    default: _ = try expression(power)
    }
    return .other
  }

  /// Notes that the expression itself gives a variable its value.
  mutating func bind(_ name: String) { bound.insert(name) }

  mutating func advance(isOperand: Bool) throws(JSONataError) {
    token = try scanner.next(isOperand: isOperand)
  }

  func failure(_ message: String, remedy: String) -> JSONataError {
    JSONataError(message: message, offset: token.offset, remedy: remedy)
  }
}
