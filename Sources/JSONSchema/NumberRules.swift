import JSON

/// What a schema demands of numbers, compared as exact decimals.
final class NumberRules: Sendable {
  /// A limit with the words it has in a message.
  struct Bound: Sendable {
    let keyword: String
    let text: String
    private let decimal: JSONNumber.Decimal
    private let int: Int?
    private let isLower: Bool
    private let isExclusive: Bool

    init(_ keyword: String, _ number: JSONNumber, isLower: Bool, isExclusive: Bool) {
      self.keyword = keyword
      self.isLower = isLower
      self.isExclusive = isExclusive
      text = number.text
      decimal = number.decimal
      int = number.int
    }

    func allows(_ number: JSONNumber) -> Bool {
      if let int, let value = Int(number.text) {
        if value == int { return !isExclusive }
        return (value > int) == isLower
      }
      let value = number.decimal
      if value == decimal { return !isExclusive }
      return (decimal < value) == isLower
    }

    var message: String {
      switch (isLower, isExclusive) {
      case (true, false): "must be at least \(text)"
      case (true, true): "must be greater than \(text)"
      case (false, false): "must be at most \(text)"
      case (false, true): "must be less than \(text)"
      }
    }
  }

  let bounds: [Bound]
  let divisor: JSONNumber?
  private let exactDivisor: JSONNumber.Decimal?

  init?(bounds: [Bound], divisor: JSONNumber?) {
    guard !bounds.isEmpty || divisor != nil else { return nil }
    self.bounds = bounds
    self.divisor = divisor
    exactDivisor = divisor?.decimal
  }

  func isMultiple(_ number: JSONNumber) -> Bool {
    exactDivisor.map { number.decimal.isMultiple(of: $0) } ?? true
  }
}
