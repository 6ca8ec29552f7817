/// One line of a `Condition`: an operator, a key and the values it is compared with.
struct PolicyCondition: Sendable, Hashable {
  let key: String
  /// Nil where the operator is not known, or a value is none of its kind.
  let operation: ConditionOperator?
  let values: [ConditionValue]
  /// Why it cannot be decided, whatever is asked.
  let obstacle: String?

  init(_ name: String, key: String, values: [String], hasVariables: Bool) {
    self.key = key.lowercased()
    guard let operation = ConditionOperator(name) else {
      (self.operation, self.values) = (nil, [])
      obstacle = "its condition operator \(name) is not known"
      return
    }
    let read = values.map {
      ConditionValue($0, for: operation, hasVariables: hasVariables && operation.takesVariables)
    }
    self.operation = operation
    self.values = read.compactMap { $0 }
    obstacle =
      read.contains(nil) ? "a value of its condition on \(key) is none that \(name) compares" : nil
  }

  /// Tells whether a request meets it.
  func isMet(by context: PolicyContext) -> Certainty {
    guard let operation, obstacle == nil else { return .unknown }
    guard let value = context.value(lowercased: key) else { return .unknown }
    if operation.test == .null {
      let isAbsent = value == .absent
      return Certainty(values.contains { $0 == .bool(isAbsent) })
    }
    guard case .values(let given) = value, !given.isEmpty else {
      if operation.isIfExists || operation.quantifier == .all { return .yes }
      return Certainty(operation.isNegated && operation.quantifier == .plain)
    }
    func isOne(_ text: String) -> Certainty {
      let one = values.anyCertain { $0.isMet(by: text, operation.test, context) }
      return operation.isNegated ? !one : one
    }
    switch operation.quantifier {
    case .all: return given.allCertain(isOne)
    case .any: return given.anyCertain(isOne)
    case .plain:
      return operation.isNegated ? given.allCertain(isOne) : given.anyCertain(isOne)
    }
  }
}
