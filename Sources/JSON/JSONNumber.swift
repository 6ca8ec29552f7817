/// A JSON number that keeps the text it was written in and compares by its exact decimal value.
package struct JSONNumber: Sendable {
  /// The number as it was written, in JSON's grammar.
  package let text: String

  package init(_ value: Int) {
    text = String(value)
  }

  /// Takes a text that is already known to follow JSON's grammar.
  package init(validated text: String) {
    self.text = text
  }

  /// The value where it is a whole number that fits, however it was written: `1e3` is 1000.
  package var int: Int? {
    if let value = Int(text) { return value }
    return decimal.int
  }

  package var double: Double { Double(text) ?? .nan }

  /// Whether the value is a whole number, of any size.
  package var isInteger: Bool { decimal.exponent >= 0 }

  package var decimal: Decimal { Decimal(text) }
}

extension JSONNumber {
  /// A decimal value in the one form that every way of writing it shares.
  package struct Decimal: Sendable, Hashable {
    /// Whether the value is below zero; never set for zero.
    package let isNegative: Bool
    /// The significant digits 0…9, without leading or trailing zeros; empty for zero.
    package let digits: [UInt8]
    /// The power of ten of the last digit; 0 for zero.
    package let exponent: Int

    /// Reads a number in JSON's grammar; powers of ten beyond 2^40 count as that.
    init(_ text: String) {
      var digits: [UInt8] = []
      var (isNegative, exponent, isFraction) = (false, 0, false)
      var rest = text[...].utf8
      reading: while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "-"): isNegative = true
        case UInt8(ascii: "."): isFraction = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
          let power = Substring(rest)
          let bound = 1 << 40
          let value = Int(power) ?? (power.hasPrefix("-") ? -bound : bound)
          exponent += max(-bound, min(bound, value))
          break reading
        default:
          if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - 48) }
          if isFraction { exponent -= 1 }
        }
      }
      while digits.last == 0 {
        digits.removeLast()
        exponent += 1
      }
      self.isNegative = isNegative && !digits.isEmpty
      self.digits = digits
      self.exponent = digits.isEmpty ? 0 : exponent
    }

    var int: Int? {
      guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
      var magnitude: UInt = 0
      for digit in digits + [UInt8](repeating: 0, count: exponent) {
        magnitude = magnitude * 10 + UInt(digit)
      }
      if isNegative {
        return magnitude == UInt(Int.max) + 1 ? Int.min : Int(exactly: magnitude).map { -$0 }
      }
      return Int(exactly: magnitude)
    }
  }
}

extension JSONNumber: Hashable {
  package static func == (lhs: JSONNumber, rhs: JSONNumber) -> Bool {
    lhs.text == rhs.text || lhs.decimal == rhs.decimal
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(decimal)
  }
}

extension JSONNumber.Decimal: Comparable {
  package static func < (lhs: Self, rhs: Self) -> Bool {
    if lhs.isNegative != rhs.isNegative { return lhs.isNegative }
    return lhs.isNegative ? rhs.magnitudeIsLess(than: lhs) : lhs.magnitudeIsLess(than: rhs)
  }

  private func magnitudeIsLess(than other: Self) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    let (scale, otherScale) = (digits.count + exponent, other.digits.count + other.exponent)
    if scale != otherScale { return scale < otherScale }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
