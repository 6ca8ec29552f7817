import JSON

extension PathEvaluator {
  /// Returns whether a condition holds for a value.
  mutating func holds(_ filter: PathFilter, for value: JSON) throws(JSONPathError) -> Bool {
    try visit(1)
    switch filter {
    case .any(let conditions):
      for condition in conditions where try holds(condition, for: value) { return true }
      return false
    case .all(let conditions):
      for condition in conditions where try !holds(condition, for: value) { return false }
      return true
    case .not(let condition): return try !holds(condition, for: value)
    case .exists(let query):
      if query.isSingular { return try self.value(of: query, at: value) != nil }
      return try !nodes(of: query, at: value).isEmpty
    case .comparison(let left, let comparison, let right):
      return try compare(
        try self.value(of: left, at: value), comparison, try self.value(of: right, at: value))
    case .match(let text, let pattern, let whole):
      return try matches(text, pattern, whole: whole, for: value)
    }
  }

  /// Returns the value an operand yields, or nil for nothing.
  private mutating func value(
    of operand: PathOperand, at current: JSON
  ) throws(JSONPathError) -> JSON? {
    switch operand {
    case .literal(let value): return value
    case .query(let query): return try value(of: query, at: current)
    case .count(let query): return .number(JSONNumber(try nodes(of: query, at: current).count))
    case .value(let query):
      let nodes = try nodes(of: query, at: current)
      return nodes.count == 1 ? nodes[0].value : nil
    case .length(let operand):
      switch try value(of: operand, at: current) {
      case .string(let text):
        try visit(text.utf8.count)
        return .number(JSONNumber(text.unicodeScalars.count))
      case .array(let elements): return .number(JSONNumber(elements.count))
      case .object(let members): return .number(JSONNumber(members.count))
      default: return nil
      }
    }
  }

  private mutating func value(
    of query: PathQuery, at current: JSON
  ) throws(JSONPathError) -> JSON? {
    var value = query.isRelative ? current : root
    for segment in query.segments {
      try visit(1)
      switch (segment.step, value) {
      case (.name(let name), .object(let members)):
        guard let next = members[name] else { return nil }
        value = next
      case (.index(let index), .array(let elements)):
        let index = index < 0 ? index + elements.count : index
        guard elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  private mutating func compare(
    _ left: JSON?, _ comparison: PathComparison, _ right: JSON?
  ) throws(JSONPathError) -> Bool {
    switch comparison {
    case .equal: try isEqual(left, right)
    case .notEqual: try !isEqual(left, right)
    case .less: isLess(left, right)
    case .greater: isLess(right, left)
    case .lessOrEqual: isLess(left, right) ? true : try isEqual(left, right)
    case .greaterOrEqual: isLess(right, left) ? true : try isEqual(left, right)
    }
  }

  /// Compares by value and without recursion; nothing equals nothing.
  private mutating func isEqual(_ left: JSON?, _ right: JSON?) throws(JSONPathError) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    var pending = [(left, right)]
    while let pair = pending.popLast() {
      try visit(1)
      switch pair {
      case (.array(let left), .array(let right)):
        guard left.count == right.count else { return false }
        pending += zip(left, right)
      case (.object(let left), .object(let right)):
        guard left.count == right.count else { return false }
        for member in left {
          guard let value = right[member.key] else { return false }
          pending.append((member.value, value))
        }
      case (.array, _), (.object, _), (_, .array), (_, .object): return false
      case (let left, let right): guard left == right else { return false }
      }
    }
    return true
  }

  private func isLess(_ left: JSON?, _ right: JSON?) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left.decimal < right.decimal
    case (.string(let left), .string(let right)):
      left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    default: false
    }
  }

  private mutating func matches(
    _ text: PathOperand, _ pattern: PathPattern, whole: Bool, for current: JSON
  ) throws(JSONPathError) -> Bool {
    guard case .string(let text) = try value(of: text, at: current) else { return false }
    let expression: IRegexp?
    switch pattern {
    case .fixed(let fixed): expression = fixed
    case .operand(let operand):
      guard case .string(let source) = try value(of: operand, at: current) else { return false }
      if lastExpression?.text != source {
        try visit(source.utf8.count)
        lastExpression = (source, IRegexp(source))
      }
      expression = lastExpression?.expression
    }
    guard let expression else { return false }
    var match = IRegexpMatch(of: expression, in: text)
    let isMatch = match.run(whole: whole, limit: allowed - visits)
    try visit(match.visits)
    return isMatch
  }
}
