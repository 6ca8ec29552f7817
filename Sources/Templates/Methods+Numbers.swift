extension MethodCall {
  /// The methods of Java's `Integer`, `Long` and `Double`, of which some only read their argument.
  func onNumber(_ value: TemplateValue) throws(TemplateFailure) -> TemplateValue? {
    if let error = unknown(of: "number", among: Self.otherNumberMethods) { throw error }
    if name == "toString", count == 1 {
      return try arguments[0].isNumber ? .string(text(0)) : nil
    }
    if count == 0 { return converted(value) }
    if count == 1, name == "compareTo" { return compared(value) }
    guard count == 1, let text = string(0) else { return nil }
    switch (name, value) {
    case ("parseInt", .int), ("valueOf", .int): return Int32(text).map { .int($0) } ?? .null
    case ("parseLong", .long), ("valueOf", .long): return Int64(text).map { .long($0) } ?? .null
    case ("parseDouble", .double), ("valueOf", .double):
      return Double(text.trimmed { $0.value <= 32 }).map { .double($0) } ?? .null
    default: return nil
    }
  }

  private static let otherNumberMethods: Set = [
    "bitCount", "byteValue", "compare", "compareUnsigned", "decode", "divideUnsigned",
    "doubleToLongBits", "floatValue", "getInteger", "highestOneBit", "max", "min", "parseFloat",
    "reverse", "shortValue", "signum", "sum", "toBinaryString", "toHexString", "toOctalString",
    "toUnsignedString",
  ]

  private func converted(_ value: TemplateValue) -> TemplateValue? {
    switch (name, value) {
    case ("intValue", .double(let number)): return .int(Int32(saturating: number))
    case ("longValue", .double(let number)): return .long(Int64(saturating: number))
    case ("isNaN", .double(let number)): return .bool(number.isNaN)
    case ("isInfinite", .double(let number)): return .bool(number.isInfinite)
    case ("intValue", _): return value.whole.map { .int(Int32(truncatingIfNeeded: $0)) }
    case ("longValue", _): return value.whole.map { .long($0) }
    case ("doubleValue", _): return value.double.map { .double($0) }
    default: return nil
    }
  }

  /// Compares with a number of the same type.
  private func compared(_ value: TemplateValue) -> TemplateValue? {
    switch (value, arguments[0]) {
    case (.int, .int), (.long, .long), (.double, .double), (.big, .big):
      value.compare(arguments[0]).map { .int(Int32($0)) }
    default: nil
    }
  }
}

extension FixedWidthInteger {
  /// The whole part of a number, or the nearest there is, as Java casts.
  init(saturating number: Double) {
    if number.isNaN {
      self = 0
    } else if number >= Double(Self.max) {
      self = .max
    } else if number <= Double(Self.min) {
      self = .min
    } else {
      self.init(number)
    }
  }
}
