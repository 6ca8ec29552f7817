extension TemplateParser {
  /// Reads an expression with all its operators.
  mutating func expression() throws(TemplateFailure) -> ExpressionNode {
    try operand(level: 0).node
  }

  /// Reads a chain of operators of one level: 0 or, 1 and, 2 equality, 3 order, 4 sum, 5 product.
  private mutating func operand(level: Int) throws(TemplateFailure) -> ExpressionNode.Operand {
    guard level < 6 else { return try unary() }
    let start = scanner.skipping(from: scanner.position) { $0.isBlank || $0.isLineEnd }
    var left = try operand(level: level + 1)
    while true {
      scanner.skipSpace()
      let offset = scanner.position
      guard let make = Self.operators[level].first(where: { takes($0.spelling) })?.make else {
        return left
      }
      try enter()
      defer { depth -= 1 }
      let right = try operand(level: level + 1)
      left = .init(
        node: make(left, right, offset), literal: scanner.text(start, scanner.position))
    }
  }

  private struct Operator: Sendable {
    typealias Operand = ExpressionNode.Operand
    let spelling: StaticString
    let make: @Sendable (Operand, Operand, Int) -> ExpressionNode

    init(
      _ spelling: StaticString,
      _ make: @escaping @Sendable (Operand, Operand, Int) -> ExpressionNode
    ) {
      (self.spelling, self.make) = (spelling, make)
    }

    static func order(_ spelling: StaticString, _ order: ComparisonOperator) -> Operator {
      Operator(spelling) { left, right, _ in .comparison(left.node, order, right.node) }
    }

    static func equality(_ spelling: StaticString, _ isEqual: Bool) -> Operator {
      Operator(spelling) { left, right, _ in
        .equality(left.node, right.node, isEqual: isEqual)
      }
    }

    static func number(_ spelling: StaticString, _ arithmetic: ArithmeticOperator) -> Operator {
      Operator(spelling) { .arithmetic($0, arithmetic, $1, offset: $2) }
    }
  }

  private static let operators: [[Operator]] = [
    [
      Operator("||") { left, right, _ in .or(left.node, right.node) },
      Operator("or") { left, right, _ in .or(left.node, right.node) },
    ],
    [
      Operator("&&") { left, right, _ in .and(left.node, right.node) },
      Operator("and") { left, right, _ in .and(left.node, right.node) },
    ],
    [.equality("==", true), .equality("eq", true), .equality("!=", false), .equality("ne", false)],
    [
      .order("<=", .lessOrEqual), .order("le", .lessOrEqual), .order("<", .less),
      .order("lt", .less), .order(">=", .greaterOrEqual), .order("ge", .greaterOrEqual),
      .order(">", .greater), .order("gt", .greater),
    ],
    [.number("+", .add), .number("-", .subtract)],
    [.number("*", .multiply), .number("/", .divide), .number("%", .modulo)],
  ]

  /// Takes an operator, unless it is the beginning of a longer word or of a number.
  private mutating func takes(_ spelling: StaticString) -> Bool {
    guard scanner.starts(with: spelling) else { return false }
    let length = spelling.utf8CodeUnitCount
    let isWord = scanner.peek()?.isLetter == true
    if isWord, scanner.peek(length)?.continuesWord == true { return false }
    if scanner.startsNumber { return false }
    scanner.position += length
    return true
  }

  private mutating func unary() throws(TemplateFailure) -> ExpressionNode.Operand {
    try enter()
    defer { depth -= 1 }
    scanner.skipSpace()
    let start = scanner.position
    if scanner.peek(1) != UInt8(ascii: "="), takes("!") || takes("not") {
      let inner = try unary()
      return .init(node: .not(inner.node), literal: scanner.text(start, scanner.position))
    }
    let node: ExpressionNode
    if scanner.take("(") {
      node = try expression()
      try closeParenthesis("the expression")
    } else {
      node = try parameter()
    }
    return .init(node: node, literal: scanner.text(start, scanner.position))
  }

  /// Reads one value: a reference, a text, a number, a list, a range, a map, `true` or `false`.
  mutating func parameter() throws(TemplateFailure) -> ExpressionNode {
    try enter()
    defer { depth -= 1 }
    if let reference = try reference() { return .reference(reference) }
    if scanner.startsBoolean { return .bool(scanner.takeWhile { $0.isLetter } == "true") }
    if scanner.startsNumber { return number() }
    switch scanner.peek() {
    case UInt8(ascii: "\""): return try interpolated()
    case UInt8(ascii: "'"): return .text(try quoted("'"))
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "{"): return try map()
    default:
      throw unexpected(
        "a value", remedy: "write a reference, a text in quotes, a number, a list or a map")
    }
  }

  private mutating func list() throws(TemplateFailure) -> ExpressionNode {
    let start = scanner.position
    scanner.position += 1
    if scanner.take("]") { return .list([], offset: start) }
    scanner.skipSpace()
    var elements = [try parameter()]
    scanner.skipSpace()
    if scanner.take("..") {
      scanner.skipSpace()
      let last = try parameter()
      scanner.skipSpace()
      guard scanner.take("]"), elements[0].isRangeEnd, last.isRangeEnd else {
        throw unexpected("\"]\"", remedy: "write a range as in [1..$count]")
      }
      return .range(elements[0], last, offset: start)
    }
    while scanner.take(",") {
      scanner.skipSpace()
      elements.append(try parameter())
      scanner.skipSpace()
    }
    guard scanner.take("]") else {
      throw unexpected("\",\" or \"]\"", remedy: "close the list")
    }
    return .list(elements, offset: start)
  }

  private mutating func map() throws(TemplateFailure) -> ExpressionNode {
    let start = scanner.position
    scanner.position += 1
    scanner.skipSpace()
    if scanner.take("}") { return .map([], offset: start) }
    var entries: [(key: ExpressionNode, value: ExpressionNode)] = []
    repeat {
      scanner.skipSpace()
      let key = try parameter()
      scanner.skipSpace()
      guard scanner.take(":") else {
        throw unexpected("\":\"", remedy: "write a map as in {\"key\": 1}")
      }
      scanner.skipSpace()
      entries.append((key, try parameter()))
      scanner.skipSpace()
    } while scanner.take(",")
    guard scanner.take("}") else { throw unexpected("\",\" or \"}\"", remedy: "close the map") }
    return .map(entries, offset: start)
  }
}

extension ExpressionNode {
  fileprivate var isRangeEnd: Bool {
    switch self {
    case .reference, .int, .long, .big: true
    default: false
    }
  }
}
