internal import Glibc

/// `$math`: the MathTool of Velocity Tools 2.0, which answers null where it is given no number.
enum MathTool {
  static func call(_ call: MethodCall) throws(TemplateFailure) -> TemplateValue {
    if call.name == "random" || call.name == "getRandom" { throw random(at: call.offset) }
    if call.name == "getTotal" || call.name == "getAverage" { return statistics(call) }
    let numbers = call.arguments.compactMap(number)
    guard numbers.count == call.count, let first = numbers.first else { return .null }
    switch (call.name, call.count) {
    case ("add", _): return matched(numbers.dropFirst().reduce(first) { $0 + $1 })
    case ("sub", _): return matched(numbers.dropFirst().reduce(first) { $0 - $1 })
    case ("mul", _): return matched(numbers.dropFirst().reduce(first) { $0 * $1 })
    case ("max", _): return matched(numbers.max() ?? first)
    case ("min", _): return matched(numbers.min() ?? first)
    case ("div", _):
      if numbers.dropFirst().contains(0) { return .null }
      return matched(numbers.dropFirst().reduce(first) { $0 / $1 })
    case ("pow", 2): return matched(Glibc.pow(first, numbers[1]))
    case ("idiv", 2), ("mod", 2):
      let (left, right) = (
        integer(call.arguments[0], first), integer(call.arguments[1], numbers[1])
      )
      guard right != 0 else { return .null }
      if right == -1 { return .int(call.name == "mod" ? 0 : 0 &- left) }
      return .int(call.name == "mod" ? left % right : left / right)
    case ("roundTo", 2):
      let places = integer(call.arguments[0], first)
      guard places > 0 else { return .double(numbers[1]) }
      let scale = Glibc.pow(10, Double(places))
      return .double((numbers[1] * scale).rounded(.toNearestOrAwayFromZero) / scale)
    default: return call.count == 1 ? single(call.name, first, call.arguments[0]) : .null
    }
  }

  private static func single(
    _ name: String, _ number: Double, _ value: TemplateValue
  ) -> TemplateValue {
    switch name {
    case "abs": matched(number.magnitude)
    case "ceil": .int(Int32(saturating: number.rounded(.up)))
    case "floor": .int(Int32(saturating: number.rounded(.down)))
    case "round": .int(Int32(saturating: number.rounded(.toNearestOrEven)))
    case "toInteger": .int(integer(value, number))
    case "toDouble": .double(number)
    case "toNumber": value.isNumber ? value : matched(number)
    default: .null
    }
  }

  /// The sum or the average of a list, or of the members of that name of its maps.
  private static func statistics(_ call: MethodCall) -> TemplateValue {
    guard case .list(let list)? = call.arguments.first, call.count <= 2 else { return .null }
    let values = list.elements.map { element -> TemplateValue in
      guard call.count == 2 else { return element }
      guard case .map(let map) = element else { return .null }
      return map.value(call.arguments[1])
    }
    let numbers = values.compactMap(number)
    guard numbers.count == values.count else { return .null }
    let sum = numbers.reduce(0, +)
    return matched(call.name == "getTotal" ? sum : sum / Double(numbers.count))
  }

  /// The number a value is, or that its text spells.
  private static func number(_ value: TemplateValue) -> Double? {
    if case .string(let text) = value { return leadingNumber(text) }
    return value.double
  }

  /// The number a text starts with, as Java's `NumberFormat` reads it: `1,000.5E3 apples`.
  private static func leadingNumber(_ text: String) -> Double? {
    var rest = Array(text.utf8)[...]
    var digits: [UInt8] = []
    if rest.first == UInt8(ascii: "-") { digits.append(rest.removeFirst()) }
    var hasDigit = false
    var hasPoint = false
    while let byte = rest.first {
      if byte.isDigit {
        hasDigit = true
        digits.append(byte)
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        digits += hasDigit ? [byte] : Array("0.".utf8)
      } else if byte != UInt8(ascii: ",") || hasPoint || !hasDigit {
        break
      }
      rest.removeFirst()
    }
    guard hasDigit else { return nil }
    if digits.last == UInt8(ascii: ".") { digits.append(UInt8(ascii: "0")) }
    if rest.first == UInt8(ascii: "E") {
      let sign = rest.dropFirst().first == UInt8(ascii: "-")
      let power = rest.dropFirst(sign ? 2 : 1).prefix { $0.isDigit }
      if !power.isEmpty { digits += Array(sign ? "E-".utf8 : "E".utf8) + power }
    }
    return Double(String(decoding: digits, as: UTF8.self))
  }

  /// Java's `intValue`, which cuts a whole number and bounds a fraction.
  private static func integer(_ value: TemplateValue, _ number: Double) -> Int32 {
    value.whole.map { Int32(truncatingIfNeeded: $0) } ?? Int32(saturating: number)
  }

  /// A whole result is an int or a long, any other a double.
  private static func matched(_ value: Double) -> TemplateValue {
    guard value.rounded() == value else { return .double(value) }
    return TemplateValue(whole: Int64(saturating: value))
  }

  static func random(at offset: Int) -> TemplateFailure {
    TemplateFailure(
      .unsupported, "$math.random gives another result each time", at: offset,
      remedy: "pass a random value in as an input")
  }
}
