extension Sequence<UInt8> {
  /// The bytes as lower-case hexadecimal digits.
  package var hex: String {
    let bytes = [UInt8](self)
    return String(unsafeUninitializedCapacity: 2 * bytes.count) { digits in
      for (place, byte) in bytes.enumerated() {
        digits[2 * place] = lowerHexDigit(byte >> 4)
        digits[2 * place + 1] = lowerHexDigit(byte & 15)
      }
      return 2 * bytes.count
    }
  }
}

extension [UInt8] {
  /// Parses pairs of hexadecimal digits of either case, with nothing between them.
  package init?(hex text: String) {
    let digits = text.utf8.map(hexValue)
    guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
    let values = digits.compactMap { $0 }
    self = stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}

private func lowerHexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Returns the value of a hexadecimal digit, or nil for any other byte.
private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
