internal import Crypto
internal import HTTP
internal import World

/// A value of a condition, read as its operator reads it.
enum ConditionValue: Sendable, Hashable {
  case pattern(PolicyPattern)
  case number(Double)
  case date(Double)
  case bool(Bool)
  case binary([UInt8])
  case block(AddressBlock)

  /// Reads a value; nil where it is none that the operator compares.
  init?(_ text: String, for condition: ConditionOperator, hasVariables: Bool) {
    switch condition.test {
    case .string:
      self = .pattern(
        PolicyPattern(text, hasVariables: hasVariables, hasWildcards: false))
    case .stringIgnoringCase:
      self = .pattern(
        PolicyPattern(
          hasVariables ? text : text.lowercased(), hasVariables: hasVariables, hasWildcards: false))
    case .stringLike, .arn:
      self = .pattern(PolicyPattern(text, hasVariables: hasVariables))
    case .number:
      guard let number = Double(text), number.isFinite else { return nil }
      self = .number(number)
    case .date:
      guard let date = Self.date(text) else { return nil }
      self = .date(date)
    case .bool, .null:
      guard let value = Self.bool(text) else { return nil }
      self = .bool(value)
    case .binary:
      guard let bytes = Base64.standard.decode(text) else { return nil }
      self = .binary(bytes)
    case .address:
      guard let block = AddressBlock(text) else { return nil }
      self = .block(block)
    }
  }

  /// Tells whether what a request says is this, negation and quantifier left aside.
  func isMet(by text: String, _ test: ConditionOperator.Test, _ context: PolicyContext) -> Certainty
  {
    switch (self, test) {
    case (.pattern(let pattern), _): pattern.isMet(by: text, test, context)
    case (.number(let number), .number(let comparison)):
      Double(text).map { Certainty(comparison.holds($0, number)) } ?? .unknown
    case (.date(let date), .date(let comparison)):
      Self.date(text).map { Certainty(comparison.holds($0, date)) } ?? .unknown
    case (.bool(let value), _): Self.bool(text).map { Certainty($0 == value) } ?? .no
    case (.binary(let bytes), _): Certainty(Base64.standard.decode(text) == bytes)
    case (.block(let block), _):
      IPAddress(text).map { Certainty(block.contains($0)) } ?? .unknown
    case (.number, _), (.date, _): .unknown
    }
  }

  private static func bool(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// Reads seconds since 1970, or a date with or without a time.
  private static func date(_ text: String) -> Double? {
    if let seconds = Double(text), seconds.isFinite { return seconds }
    let whole = text.utf8.count == 10 ? "\(text)T00:00:00Z" : text
    return Timestamp(rfc3339: whole).map { Double($0.milliseconds) / 1000 }
  }
}

extension PolicyPattern {
  fileprivate func isMet(
    by text: String, _ test: ConditionOperator.Test, _ context: PolicyContext
  ) -> Certainty {
    switch resolved(context) {
    case .unknown: return .unknown
    case .nothing: return .no
    case .tokens(let tokens):
      switch test {
      case .arn: return Certainty(tokens.matchesByPart(Array(text.utf8)))
      case .stringIgnoringCase:
        let lowered = tokens.map { token in
          if case .byte(let byte) = token, (65...90).contains(byte) {
            WildcardToken.byte(byte | 32)
          } else {
            token
          }
        }
        return Certainty(lowered.matches(Array(text.lowercased().utf8)[...]))
      default: return Certainty(tokens.matches(Array(text.utf8)[...]))
      }
    }
  }
}
