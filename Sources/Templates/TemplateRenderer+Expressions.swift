extension TemplateRenderer {
  func value(_ node: ExpressionNode) throws(TemplateFailure) -> TemplateValue {
    switch node {
    case .reference(let reference): return try value(reference)
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .long(let value): return .long(value)
    case .big(let text): return .big(text)
    case .double(let value): return .double(value)
    case .text(let text): return .string(text)
    case .interpolated(let nodes, let offset): return .string(try text(of: nodes, at: offset))
    case .list(let nodes, let offset):
      try spend(nodes.count + 1, at: offset)
      var elements: [TemplateValue] = []
      for node in nodes { elements.append(try value(node)) }
      return .list(ListBox(elements))
    case .map(let entries, let offset):
      try spend(entries.count + 1, at: offset)
      let map = MapBox()
      for entry in entries { map.set(try value(entry.key), to: try value(entry.value)) }
      return .map(map)
    case .range(let first, let last, let offset):
      return try range(try value(first), try value(last), at: offset)
    case .arithmetic(let left, let operation, let right, let offset):
      return try arithmetic(left, operation, right, at: offset)
    case .not, .and, .or, .equality, .comparison: return .bool(try isTrue(node))
    }
  }

  /// Whether a condition holds; a text, a number, a list or a map written there never does.
  func isTrue(_ node: ExpressionNode) throws(TemplateFailure) -> Bool {
    steps += 1
    switch node {
    case .reference(let reference): return try value(reference).isTrue
    case .bool(let value): return value
    case .not(let node): return try !isTrue(node)
    case .and(let left, let right): return try isTrue(left) ? try isTrue(right) : false
    case .or(let left, let right): return try isTrue(left) ? true : try isTrue(right)
    case .equality(let left, let right, let isEqual):
      return try areEqual(try value(left), try value(right)) == isEqual
    case .comparison(let left, let order, let right):
      guard let result = try value(left).compare(try value(right)) else { return false }
      switch order {
      case .less: return result < 0
      case .lessOrEqual: return result <= 0
      case .greater: return result > 0
      case .greaterOrEqual: return result >= 0
      }
    default: return false
    }
  }

  /// Whether `==` holds: numbers by value, the same types by content, anything else by its text.
  private func areEqual(
    _ left: TemplateValue, _ right: TemplateValue
  ) throws(TemplateFailure) -> Bool {
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    if let order = left.compare(right) { return order == 0 }
    switch (left, right) {
    case (.list, .list), (.map, .map), (.bool, .bool), (.string, .string), (.entry, .entry):
      return left.equals(right, self)
    default:
      return try text(left, at: 0).utf8.elementsEqual(try text(right, at: 0).utf8)
    }
  }

  private func range(
    _ first: TemplateValue, _ last: TemplateValue, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    guard let first = first.whole, let last = last.whole else { return .null }
    let (count, isTooLong) = last.subtractingReportingOverflow(first)
    guard !isTooLong, count.magnitude < UInt64(limits.steps) else {
      throw TemplateFailure(
        .limit, "a range of more than \(limits.steps) numbers", at: offset,
        remedy: "loop over less")
    }
    try spend(Int(count.magnitude) + 1, at: offset)
    let numbers = stride(from: first, through: last, by: first <= last ? 1 : -1)
    return .list(ListBox(numbers.map { TemplateValue(whole: $0) }))
  }

  private func arithmetic(
    _ left: ExpressionNode.Operand, _ operation: ArithmeticOperator,
    _ right: ExpressionNode.Operand, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    let (first, second) = (try value(left.node), try value(right.node))
    try spend(1, at: offset)
    if operation == .add {
      switch (first, second) {
      case (.string, _), (_, .string):
        let head = first.isNull ? left.literal : try text(first, at: offset)
        let tail = second.isNull ? right.literal : try text(second, at: offset)
        guard head.utf8.count + tail.utf8.count <= limits.outputBytes else {
          throw tooLong(at: offset)
        }
        try spend((head.utf8.count + tail.utf8.count) / 64, at: offset)
        return .string(head + tail)
      default: break
      }
    }
    guard first.isNumber, second.isNumber else { return .null }
    return try Arithmetic.result(first, operation, second, at: offset)
  }
}

/// Sums and products as Velocity makes them of Java's numbers.
enum Arithmetic {
  static func result(
    _ left: TemplateValue, _ operation: ArithmeticOperator, _ right: TemplateValue, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    let isDivision = operation == .divide || operation == .modulo
    if isDivision, right.double == 0 { return .null }
    if let first = left.whole, let second = right.whole {
      guard let value = whole(first, operation, second) else { throw beyond(at: offset) }
      if case .int = left, case .int = right { return TemplateValue(whole: value) }
      return .long(value)
    }
    switch (left, right) {
    case (.double, _), (_, .double): break
    default: throw beyond(at: offset)
    }
    guard let first = left.double, let second = right.double else { return .null }
    switch operation {
    case .add: return .double(first + second)
    case .subtract: return .double(first - second)
    case .multiply: return .double(first * second)
    case .divide: return .double(first / second)
    case .modulo: return .double(first.truncatingRemainder(dividingBy: second))
    }
  }

  private static func whole(
    _ left: Int64, _ operation: ArithmeticOperator, _ right: Int64
  ) -> Int64? {
    let (value, isTooLarge) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      case .multiply: left.multipliedReportingOverflow(by: right)
      case .divide: left.dividedReportingOverflow(by: right)
      case .modulo: left.remainderReportingOverflow(dividingBy: right)
      }
    return isTooLarge ? nil : value
  }

  private static func beyond(at offset: Int) -> TemplateFailure {
    TemplateFailure(
      .unsupported, "whole numbers beyond 64 bits are not calculated with", at: offset,
      remedy: "write one side with a point, as in 1.0, to calculate with doubles")
  }
}
