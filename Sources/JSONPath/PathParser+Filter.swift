import JSON

extension PathParser {
  /// Reads a condition: alternatives of conjunctions.
  mutating func filter() throws(JSONPathError) -> PathFilter {
    try enter()
    defer { depth -= 1 }
    var alternatives = [try conjunction()]
    while takeOperator("||") { alternatives.append(try conjunction()) }
    return alternatives.count == 1 ? alternatives[0] : .any(alternatives)
  }

  private mutating func conjunction() throws(JSONPathError) -> PathFilter {
    var conditions = [try condition()]
    while takeOperator("&&") { conditions.append(try condition()) }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private mutating func condition() throws(JSONPathError) -> PathFilter {
    let isNegated = scanner.take("!")
    if isNegated { scanner.skipBlanks() }
    let start = scanner.position
    let condition: PathFilter
    if scanner.take("(") {
      scanner.skipBlanks()
      condition = try filter()
      guard scanner.takePastBlanks(")") else {
        scanner.skipBlanks()
        throw scanner.unexpected(
          "\")\" or an operator",
          remedy: "close the parenthesis opened at character \(start + 1)")
      }
    } else {
      condition = try test(mayCompare: !isNegated)
    }
    return isNegated ? .not(condition) : condition
  }

  private mutating func test(mayCompare: Bool) throws(JSONPathError) -> PathFilter {
    let start = scanner.position
    let term = try term()
    let end = scanner.position
    scanner.skipBlanks()
    if mayCompare, let comparison = takeComparison() {
      let left = try operand(term, at: start)
      scanner.skipBlanks()
      let second = scanner.position
      let right = try operand(try self.term(), at: second)
      return .comparison(left, comparison, right)
    }
    scanner.position = end
    switch term {
    case .query(let query): return .exists(query)
    case .condition(let condition): return condition
    case .operand:
      throw scanner.failure(
        "a value alone is no condition", at: start,
        remedy: "compare it with another, as in @.a == 1")
    }
  }

  /// Takes a term as a value to compare or to pass, which must be one at most.
  func operand(_ term: PathTerm, at offset: Int) throws(JSONPathError) -> PathOperand {
    switch term {
    case .operand(let operand): return operand
    case .query(let query) where query.isSingular: return .query(query)
    case .query:
      throw scanner.failure(
        "the query may select several values where one is needed", at: offset,
        remedy: "use names and indexes alone, or wrap it in value() or count()")
    case .condition:
      throw scanner.failure(
        "match() and search() are conditions and no values", at: offset,
        remedy: "use them without comparing them with anything")
    }
  }

  private mutating func takeOperator(_ text: StaticString) -> Bool {
    let start = scanner.position
    scanner.skipBlanks()
    if scanner.take(text: text) {
      scanner.skipBlanks()
      return true
    }
    scanner.position = start
    return false
  }

  private mutating func takeComparison() -> PathComparison? {
    if scanner.take(text: "==") { return .equal }
    if scanner.take(text: "!=") { return .notEqual }
    if scanner.take(text: "<=") { return .lessOrEqual }
    if scanner.take(text: ">=") { return .greaterOrEqual }
    if scanner.take("<") { return .less }
    if scanner.take(">") { return .greater }
    return nil
  }

  mutating func enter() throws(JSONPathError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw scanner.failure(
        "conditions are nested deeper than \(Self.maximumDepth) levels",
        remedy: "write it with fewer parentheses")
    }
  }
}
