import JSON

extension JSONNumber.Decimal {
  /// Returns whether dividing by a divisor other than zero leaves nothing over, whatever the sizes.
  func isMultiple(of divisor: Self) -> Bool {
    if digits.isEmpty { return true }
    guard !divisor.digits.isEmpty, exponent >= divisor.exponent else { return false }
    // Beyond this power of ten further zeros cannot add a factor 2 or 5 that the divisor still lacks.
    let zeros = Swift.min(exponent - divisor.exponent, 4 * divisor.digits.count)
    let dividend = digits + [UInt8](repeating: 0, count: zeros)
    guard divisor.digits.count > 18 else {
      let modulus = divisor.digits.reduce(0 as UInt128) { $0 * 10 + UInt128($1) }
      return dividend.reduce(0 as UInt128) { ($0 * 10 + UInt128($1)) % modulus } == 0
    }
    return Self.remainder(of: dividend, by: divisor.digits).isEmpty
  }

  /// Divides on paper: one digit of the dividend at a time, leading zeros always removed.
  private static func remainder(of dividend: [UInt8], by divisor: [UInt8]) -> [UInt8] {
    var rest: [UInt8] = []
    for digit in dividend {
      if !rest.isEmpty || digit != 0 { rest.append(digit) }
      while !isLess(rest, than: divisor) { rest = difference(rest, divisor) }
    }
    return rest
  }

  private static func isLess(_ lhs: [UInt8], than rhs: [UInt8]) -> Bool {
    lhs.count == rhs.count ? lhs.lexicographicallyPrecedes(rhs) : lhs.count < rhs.count
  }

  private static func difference(_ lhs: [UInt8], _ rhs: [UInt8]) -> [UInt8] {
    var (result, borrow) = (lhs, 0 as UInt8)
    for offset in 1...lhs.count {
      let taken = (offset <= rhs.count ? rhs[rhs.count - offset] : 0) + borrow
      let position = lhs.count - offset
      borrow = result[position] < taken ? 1 : 0
      result[position] = result[position] + borrow * 10 - taken
    }
    return Array(result.drop { $0 == 0 })
  }
}
