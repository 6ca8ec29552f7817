extension JSONNumber {
  /// The number as ECMAScript writes the nearest double, which is RFC 8785's form.
  ///
  /// Two kinds of number keep all their digits in the same notation instead, so that different
  /// ids and amounts never share a text: a whole number that is no double (2^53 + 1), and a
  /// fraction of more than 17 significant digits. So does what is beyond the doubles (`1e400`).
  package var canonicalText: String {
    if isShortInteger { return text }
    let exact = decimal
    let double = self.double
    guard double.isFinite, double != 0, !exact.digits.isEmpty else { return exact.ecmaScriptText }
    let shortest = Decimal(double.description)
    if shortest == exact { return exact.ecmaScriptText }
    let isLossless = isInteger ? exact.equals(wholeDouble: double) : exact.digits.count <= 17
    return (isLossless ? shortest : exact).ecmaScriptText
  }
}

extension JSONNumber {
  /// Whether it is written as a whole number other than `-0` that every double of its size can be.
  private var isShortInteger: Bool {
    let digits = text.utf8
    return digits.count <= 15 && text != "-0"
      && digits.dropFirst(text.hasPrefix("-") ? 1 : 0).allSatisfy { $0 &- 48 < 10 }
  }
}

extension JSONNumber.Decimal {
  /// The value in the notation of ECMAScript's `Number::toString`.
  fileprivate var ecmaScriptText: String {
    guard !digits.isEmpty else { return "0" }
    let text = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    let point = digits.count + exponent
    let magnitude =
      switch point {
      case digits.count...max(21, digits.count) where point <= 21:
        text + String(repeating: "0", count: exponent)
      case 1...21: "\(text.prefix(point)).\(text.dropFirst(point))"
      case -5...0: "0." + String(repeating: "0", count: -point) + text
      default: scientific(text, power: point - 1)
      }
    return isNegative ? "-" + magnitude : magnitude
  }

  private func scientific(_ text: String, power: Int) -> String {
    let fraction = text.count > 1 ? "." + text.dropFirst() : ""
    return "\(text.prefix(1))\(fraction)e\(power < 0 ? "-" : "+")\(power.magnitude)"
  }

  /// Whether this is exactly the whole number a double stands for.
  fileprivate func equals(wholeDouble double: Double) -> Bool {
    let magnitude = double.magnitude
    // A double's odd part has 53 bits, room for no more than 22 factors of ten.
    guard exponent <= 22, magnitude >= 1 else { return false }
    if let value = UInt64(exactly: magnitude) {
      return self == Self(isNegative ? "-\(value)" : "\(value)")
    }
    var digits = String(magnitude.significandBitPattern | 1 << 52).utf8.map { $0 - 48 }
    digits.reverse()
    for _ in 0..<(Int(magnitude.exponent) - 52) { Self.double(&digits) }
    while digits.first == 0 { digits.removeFirst() }
    return self.digits == digits.reversed()
  }

  /// Doubles a number whose digits are given from the last to the first.
  private static func double(_ digits: inout [UInt8]) {
    var carry: UInt8 = 0
    for index in digits.indices {
      let sum = digits[index] * 2 + carry
      digits[index] = sum % 10
      carry = sum / 10
    }
    if carry > 0 { digits.append(carry) }
  }
}
