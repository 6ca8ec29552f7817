/// A decimal number of up to 38 digits that is never rounded unasked: `units` divided by a power of ten.
package struct ExactDecimal: Sendable, Hashable {
  private(set) var units: Int128
  /// How many digits stand behind the point.
  private(set) var scale: Int

  private static let largestScale = 30

  init(units: Int128, scale: Int = 0) {
    self.units = units
    self.scale = scale
  }

  package init(_ value: Int) {
    self.init(units: Int128(value))
  }

  /// Reads a number as JSON has it, also with a plus sign, leading zeros or no digit before the point.
  ///
  /// Nil where it is none, NaN and infinity too, or has more digits than can be held.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var reading = Reading(bytes)
    guard let number = reading.number() else { return nil }
    self = number
  }

  package init?(_ text: String) {
    var text = text
    guard let number = text.withUTF8({ ExactDecimal($0) }) else { return nil }
    self = number
  }

  var isWhole: Bool { units % Self.power(scale) == 0 }

  /// The number with all of its digits, as JSON has it.
  package var text: String {
    guard scale > 0 else { return String(units) }
    var digits = String(units.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (units < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }

  static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}

extension ExactDecimal: Comparable {
  package static func == (lhs: Self, rhs: Self) -> Bool { !(lhs < rhs) && !(rhs < lhs) }

  package static func < (lhs: Self, rhs: Self) -> Bool {
    if lhs.scale == rhs.scale { return lhs.units < rhs.units }
    let scale = max(lhs.scale, rhs.scale)
    switch (lhs.raised(to: scale), rhs.raised(to: scale)) {
    case (let left?, let right?): return left < right
    // What has no room at that scale is the larger one of the two, whichever sign it has.
    case (nil, _): return lhs.units < 0
    case (_, nil): return rhs.units > 0
    }
  }

  package func hash(into hasher: inout Hasher) {
    var (units, scale) = (units, scale)
    while scale > 0, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
    hasher.combine(units)
    hasher.combine(scale)
  }

  private func raised(to scale: Int) -> Int128? {
    let (result, isTooLarge) = units.multipliedReportingOverflow(by: Self.power(scale - self.scale))
    return isTooLarge ? nil : result
  }
}

extension ExactDecimal {
  /// Returns the sum; nil where it has more digits than can be held.
  func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let scale = max(scale, other.scale)
    guard let left = raised(to: scale), let right = other.raised(to: scale) else { return nil }
    let (sum, isTooLarge) = left.addingReportingOverflow(right)
    return isTooLarge ? nil : ExactDecimal(units: sum, scale: scale)
  }

  /// Returns the number divided by a count, rounded half to even six digits further than its own.
  func divided(by count: Int) -> ExactDecimal? {
    let target = min(scale + 6, Self.largestScale)
    guard count > 0, let units = raised(to: target) else { return nil }
    return ExactDecimal(units: Self.rounded(units, over: Int128(count)), scale: target)
      .shortened(to: scale)
  }

  private static func rounded(_ units: Int128, over divisor: Int128) -> Int128 {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: divisor)
    let (rest, half) = (remainder.magnitude, divisor.magnitude - remainder.magnitude)
    let isUp = rest > half || (rest == half && quotient % 2 != 0)
    return isUp ? quotient + (units < 0 ? -1 : 1) : quotient
  }

  /// Leaves out zeros at the end, down to so many digits behind the point.
  func shortened(to least: Int) -> ExactDecimal {
    var result = self
    while result.scale > least, result.units % 10 == 0 {
      result = ExactDecimal(units: result.units / 10, scale: result.scale - 1)
    }
    return result
  }
}

extension ExactDecimal {
  /// Goes through the bytes of a number.
  private struct Reading {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
    }

    mutating func number() -> ExactDecimal? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      var (small, units, digits, scale): (UInt64, Int128, Int, Int) = (0, 0, 0, 0)
      var isFraction = false
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "."), !isFraction {
          isFraction = true
        } else if (48...57).contains(byte) {
          digits += 1
          if isFraction { scale += 1 }
          if digits < 19 {
            small = small &* 10 &+ UInt64(byte &- 48)
          } else {
            if digits == 19 { units = Int128(small) }
            let (tenfold, isTooLarge) = units.multipliedReportingOverflow(by: 10)
            let (sum, isBeyond) = tenfold.addingReportingOverflow(Int128(byte - 48))
            if isTooLarge || isBeyond { return nil }
            units = sum
          }
        } else {
          break
        }
        index += 1
      }
      guard digits > 0 else { return nil }
      if digits < 19 { units = Int128(small) }
      guard let exponent = exponent(), index == bytes.count else { return nil }
      return Self.scaled(isNegative ? -units : units, scale - exponent)
    }

    /// Reads an exponent, 0 where there is none; nil where it is malformed or beyond all use.
    private mutating func exponent() -> Int? {
      guard take("e") || take("E") else { return 0 }
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      var (value, digits) = (0, 0)
      while index < bytes.count, (48...57).contains(bytes[index]) {
        value = value * 10 + Int(bytes[index] - 48)
        (index, digits) = (index + 1, digits + 1)
        if value > 100 { return nil }
      }
      return digits > 0 ? (isNegative ? -value : value) : nil
    }

    private static func scaled(_ units: Int128, _ scale: Int) -> ExactDecimal? {
      guard scale < 0 else {
        return scale <= largestScale ? ExactDecimal(units: units, scale: scale) : nil
      }
      guard units != 0 else { return ExactDecimal(units: 0) }
      guard scale >= -38 else { return nil }
      let (result, isTooLarge) = units.multipliedReportingOverflow(by: power(-scale))
      return isTooLarge ? nil : ExactDecimal(units: result)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
      index += 1
      return true
    }
  }
}
