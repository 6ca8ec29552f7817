/// A number of a workbook without the noise of floating point.
enum XLSXNumber {
  /// Returns `0.1` for `0.10000000000000001`, and every number without an exponent.
  static func plain(_ text: String) -> String? {
    if let whole = Int(text) { return String(whole) }
    guard let number = Double(text), number.isFinite else { return nil }
    return expanded("\(number)")
  }

  /// Writes out a number that may have an exponent.
  private static func expanded(_ text: String) -> String {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var digits = String(mantissa[0])
    var point = digits.count + exponent
    digits += mantissa.count > 1 ? String(mantissa[1]) : ""
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    digits += String(repeating: "0", count: max(0, point - digits.count))
    let whole = digits.prefix(point).drop { $0 == "0" }
    var fraction = digits.dropFirst(point)
    while fraction.last == "0" { fraction.removeLast() }
    let value = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    return isNegative && value != "0" ? "-" + value : String(value)
  }
}
