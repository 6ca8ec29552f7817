import JSON

/// What a plain scalar means in the core schema of YAML 1.2.
enum YAMLScalar {
  case null
  case bool(Bool)
  case integer(JSONNumber)
  case float(JSONNumber)
  /// An infinity, a number that is none, or one with more digits than make sense.
  case notRepresentable
  case string

  init(_ text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    case ".nan", ".NaN", ".NAN": self = .notRepresentable
    default: self = Self.number(Array(text.utf8)) ?? .string
    }
  }

  private static func number(_ text: [UInt8]) -> YAMLScalar? {
    guard let first = text.first, first < UInt8(ascii: ":") else { return nil }
    if text.starts(with: "0o".utf8) { return digits(text.dropFirst(2), radix: 8) }
    if text.starts(with: "0x".utf8) { return digits(text.dropFirst(2), radix: 16) }
    let isNegative = first == UInt8(ascii: "-")
    let magnitude = isNegative || first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
    if magnitude.elementsEqual(".inf".utf8) || magnitude.elementsEqual(".Inf".utf8)
      || magnitude.elementsEqual(".INF".utf8)
    {
      return .notRepresentable
    }
    return decimal(magnitude, sign: isNegative ? "-" : "")
  }

  private static func digits(_ text: ArraySlice<UInt8>, radix: Int) -> YAMLScalar? {
    guard !text.isEmpty, text.allSatisfy({ Character(.init($0)).hexDigitValue ?? 16 < radix })
    else { return nil }
    let value = UInt128(String(decoding: text, as: UTF8.self), radix: radix)
    return value.map { .integer(JSONNumber(validated: String($0))) } ?? .notRepresentable
  }

  /// Reads `12`, `1.5`, `.5`, `1.` with or without an exponent, and writes it as JSON does.
  private static func decimal(_ text: ArraySlice<UInt8>, sign: String) -> YAMLScalar? {
    var rest = text
    let whole = takeDigits(from: &rest)
    var fraction: ArraySlice<UInt8> = []
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest = rest.dropFirst()
      fraction = takeDigits(from: &rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty, let exponent = exponent(rest) else { return nil }
    let significant = whole.drop { $0 == UInt8(ascii: "0") }
    var result = sign + (significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self))
    if !fraction.isEmpty { result += "." + String(decoding: fraction, as: UTF8.self) }
    result += exponent
    let number = JSONNumber(validated: result)
    return hasPoint || !exponent.isEmpty ? .float(number) : .integer(number)
  }

  private static func takeDigits(from text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = text.prefix { $0 &- 48 < 10 }
    text = text.dropFirst(digits.count)
    return digits
  }

  /// Returns the exponent as it is written, empty where there is none, nil where it is no exponent.
  private static func exponent(_ text: ArraySlice<UInt8>) -> String? {
    guard let mark = text.first else { return "" }
    guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
    var digits = text.dropFirst()
    if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") {
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, takeDigits(from: &digits).endIndex == text.endIndex else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
