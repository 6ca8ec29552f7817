/// How a condition compares what a request says with what a policy says.
struct ConditionOperator: Sendable, Hashable {
  enum Comparison: String, Sendable {
    case equals, less, lessOrEqual, greater, greaterOrEqual
  }

  enum Test: Sendable, Hashable {
    case string, stringIgnoringCase, stringLike, arn
    case number(Comparison)
    case date(Comparison)
    case bool, binary, address
    case null
  }

  /// What becomes of several values of a key.
  enum Quantifier: Sendable { case plain, all, any }

  let test: Test
  let isNegated: Bool
  let isIfExists: Bool
  let quantifier: Quantifier

  /// Reads a name such as `ForAllValues:StringLikeIfExists`; nil for one that is not known.
  init?(_ name: String) {
    var rest = name[...]
    func take(prefix: String) -> Bool {
      guard rest.hasPrefix(prefix) else { return false }
      rest = rest.dropFirst(prefix.count)
      return true
    }
    quantifier = take(prefix: "ForAllValues:") ? .all : take(prefix: "ForAnyValue:") ? .any : .plain
    isIfExists = rest.hasSuffix("IfExists")
    if isIfExists { rest = rest.dropLast("IfExists".count) }
    guard let (test, isNegated) = Self.table[String(rest)] else { return nil }
    guard test != .null || (!isIfExists && quantifier == .plain) else { return nil }
    self.test = test
    self.isNegated = isNegated
  }

  private static let table: [String: (Test, Bool)] = [
    "StringEquals": (.string, false), "StringNotEquals": (.string, true),
    "StringEqualsIgnoreCase": (.stringIgnoringCase, false),
    "StringNotEqualsIgnoreCase": (.stringIgnoringCase, true),
    "StringLike": (.stringLike, false), "StringNotLike": (.stringLike, true),
    "NumericEquals": (.number(.equals), false), "NumericNotEquals": (.number(.equals), true),
    "NumericLessThan": (.number(.less), false),
    "NumericLessThanEquals": (.number(.lessOrEqual), false),
    "NumericGreaterThan": (.number(.greater), false),
    "NumericGreaterThanEquals": (.number(.greaterOrEqual), false),
    "DateEquals": (.date(.equals), false), "DateNotEquals": (.date(.equals), true),
    "DateLessThan": (.date(.less), false), "DateLessThanEquals": (.date(.lessOrEqual), false),
    "DateGreaterThan": (.date(.greater), false),
    "DateGreaterThanEquals": (.date(.greaterOrEqual), false),
    "Bool": (.bool, false), "BinaryEquals": (.binary, false),
    "IpAddress": (.address, false), "NotIpAddress": (.address, true),
    "ArnEquals": (.arn, false), "ArnLike": (.arn, false),
    "ArnNotEquals": (.arn, true), "ArnNotLike": (.arn, true),
    "Null": (.null, false),
  ]

  /// Whether policy variables may stand in its values.
  var takesVariables: Bool {
    switch test {
    case .string, .stringIgnoringCase, .stringLike, .arn: true
    case .number, .date, .bool, .binary, .address, .null: false
    }
  }
}

extension ConditionOperator.Comparison {
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equals: left == right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
