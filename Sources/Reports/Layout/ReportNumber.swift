/// A decimal number that is added and compared exactly.
package struct ReportNumber: Sendable, Hashable, Comparable {
  /// Its digits without the point.
  package let digits: Int128
  /// How many of them stand behind the point.
  package let scale: Int

  /// Bounds that leave room in 128 bits for the sum of a billion numbers and for its average.
  private static let (wholeDigits, decimals, resultDecimals) = (15, 9, 12)

  package init(_ digits: Int128, scale: Int = 0) {
    self.digits = digits
    self.scale = scale
  }

  /// Reads a number as exports write it: `-12`, `3.50`, `1e-3`; nil for anything else.
  ///
  /// A number of more than 15 digits before the point is none; more than 9 behind it are rounded.
  package init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { Self.parse($0) }
    guard let parsed else { return nil }
    self = parsed
  }

  package static let zero = ReportNumber(0)

  package static func < (lhs: ReportNumber, rhs: ReportNumber) -> Bool {
    if lhs.scale == rhs.scale { return lhs.digits < rhs.digits }
    return (lhs - rhs).digits < 0
  }

  package static func == (lhs: ReportNumber, rhs: ReportNumber) -> Bool {
    lhs.scale == rhs.scale ? lhs.digits == rhs.digits : (lhs - rhs).digits == 0
  }

  package func hash(into hasher: inout Hasher) {
    var (digits, scale) = (digits, scale)
    while scale > 0, digits % 10 == 0 { (digits, scale) = (digits / 10, scale - 1) }
    hasher.combine(digits)
    hasher.combine(scale)
  }

  package static func + (lhs: ReportNumber, rhs: ReportNumber) -> ReportNumber {
    let scale = max(lhs.scale, rhs.scale)
    return ReportNumber(lhs.scaled(to: scale) + rhs.scaled(to: scale), scale: scale)
  }

  package static func - (lhs: ReportNumber, rhs: ReportNumber) -> ReportNumber {
    lhs + ReportNumber(-rhs.digits, scale: rhs.scale)
  }

  /// Returns the number divided by a count, to six further decimals.
  package func divided(by count: Int) -> ReportNumber {
    let scale = max(scale, min(scale + 6, Self.resultDecimals))
    return ReportNumber(rounded(scaled(to: scale), by: Int128(count)), scale: scale)
  }

  /// Returns the number with its point moved, to the right for positive places.
  package func shifted(_ places: Int) -> ReportNumber {
    places <= scale
      ? ReportNumber(digits, scale: scale - places)
      : ReportNumber(digits * power(places - scale))
  }

  /// Returns the number rounded to as many decimals, halves away from zero.
  package func rounded(decimals: Int) -> ReportNumber {
    guard decimals < scale else { return ReportNumber(scaled(to: decimals), scale: decimals) }
    return ReportNumber(rounded(digits, by: power(scale - decimals)), scale: decimals)
  }

  /// The nearest number in floating point, for lengths on paper.
  package var double: Double { Double(digits) / Double(power(scale)) }

  private func scaled(to scale: Int) -> Int128 { digits * power(scale - self.scale) }

  private func rounded(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
    return quotient + (value < 0 ? -1 : 1)
  }
}

private func power(_ exponent: Int) -> Int128 {
  var result: Int128 = 1
  for _ in 0..<max(0, exponent) { result *= 10 }
  return result
}

extension ReportNumber {
  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> ReportNumber? {
    var index = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { index = 1 }
    var (digits, scale, count, hasPoint): (Int128, Int, Int, Bool) = (0, 0, 0, false)
    scan: while index < bytes.count {
      switch bytes[index] {
      case let byte where byte &- 48 <= 9:
        if digits == 0, byte == 48, !hasPoint {
          count = max(count, 1)
        } else {
          digits = digits * 10 + Int128(byte - 48)
          count += 1
        }
        if hasPoint { scale += 1 }
        guard count <= 28 else { return nil }
      case UInt8(ascii: ".") where !hasPoint && count > 0: hasPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
      default: return nil
      }
      index += 1
    }
    guard count > 0 else { return nil }
    var number = ReportNumber(isNegative ? -digits : digits, scale: scale)
    if index < bytes.count {
      let exponent = String(decoding: bytes[(index + 1)...], as: UTF8.self)
      guard let places = Int(exponent), abs(places) <= 9 else { return nil }
      number =
        places < 0 ? ReportNumber(number.digits, scale: scale - places) : number.shifted(places)
    }
    guard number.digits.magnitude < power(wholeDigits + number.scale).magnitude else { return nil }
    return number.scale <= decimals ? number : number.rounded(decimals: decimals)
  }
}

extension ReportNumber {
  /// The number with a point and no groups.
  package var plain: String {
    ValueFormat(.number(), NumberStyle(decimalSeparator: ".", groupSeparator: "")).text(self)
  }
}
