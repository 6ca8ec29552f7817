/// Reads the cells of a kind and writes them as the theme has it.
package struct ValueFormat: Sendable {
  package let kind: ValueKind
  package let numbers: NumberStyle

  package init(_ kind: ValueKind, _ numbers: NumberStyle = NumberStyle()) {
    self.kind = kind
    self.numbers = numbers
  }

  /// Returns the number that a cell stands for: percents as hundredths, durations as seconds.
  package func number(_ text: String) -> ReportNumber? {
    switch kind {
    case .text, .date: return nil
    case .number: return ReportNumber(text)
    case .percent(_, let isHundredths):
      guard let number = ReportNumber(text.last == "%" ? String(text.dropLast()) : text) else {
        return nil
      }
      return isHundredths || text.last == "%" ? number : number.shifted(2)
    case .duration(let unit, _):
      guard let number = ReportNumber(text) else { return clockSeconds(text) }
      switch unit {
      case .milliseconds: return ReportNumber(number.digits, scale: number.scale + 3)
      case .seconds: return number
      case .minutes: return ReportNumber(number.digits * 60, scale: number.scale)
      }
    }
  }

  /// Returns what a cell looks like; one that is not of its kind looks as it is written.
  package func text(_ raw: String, _ number: ReportNumber?) -> String {
    if case .date(let pattern) = kind { return DateText(raw)?.text(pattern) ?? raw }
    return number.map { text($0) } ?? raw
  }

  /// Returns what a number of this kind looks like.
  package func text(_ number: ReportNumber) -> String {
    switch kind {
    case .text, .date: return decimal(number, decimals: nil)
    case .number(let decimals, let unit):
      let text = decimal(number, decimals: decimals)
      return unit.isEmpty ? text : "\(text)\u{A0}\(unit)"
    case .percent(let decimals, _): return decimal(number, decimals: decimals) + "%"
    case .duration(_, let style): return duration(number, style)
    }
  }

  /// Returns what a total looks like: as the cells, but a count is a whole number.
  package func text(_ value: ReportNumber, _ total: Total) -> String {
    if total == .count { return decimal(value, decimals: 0) }
    guard case .number(nil, let unit) = kind, total == .average else { return text(value) }
    return ValueFormat(.number(decimals: min(value.scale, 2), unit: unit), numbers).text(value)
  }

  private func decimal(_ number: ReportNumber, decimals: Int?) -> String {
    let number = decimals.map { number.rounded(decimals: $0) } ?? number
    var digits = [UInt8](String(number.digits.magnitude).utf8)
    if digits.count <= number.scale {
      digits.insert(
        contentsOf: [UInt8](repeating: 48, count: number.scale + 1 - digits.count), at: 0)
    }
    let whole = digits.count - number.scale
    var result = number.digits < 0 ? "\u{2212}" : ""
    for (index, digit) in digits.enumerated() {
      if index == whole {
        result += numbers.decimalSeparator
      } else if index > 0, index < whole, (whole - index) % 3 == 0 {
        result += numbers.groupSeparator
      }
      result.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return result
  }

  private func duration(_ number: ReportNumber, _ style: DurationStyle) -> String {
    let total = number.rounded(decimals: 0).digits
    let sign = total < 0 ? "\u{2212}" : ""
    let seconds = total.magnitude
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    func two(_ value: UInt128) -> String { value < 10 ? "0\(value)" : "\(value)" }
    switch style {
    case .clock: return "\(sign)\(hours):\(two(minutes)):\(two(rest))"
    case .words:
      if hours > 0 { return "\(sign)\(hours)\u{A0}h\u{A0}\(minutes)\u{A0}min" }
      return minutes > 0
        ? "\(sign)\(minutes)\u{A0}min\u{A0}\(rest)\u{A0}s" : "\(sign)\(rest)\u{A0}s"
    }
  }

  /// Reads `h:mm:ss` and `m:ss`.
  private func clockSeconds(_ text: String) -> ReportNumber? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var seconds: Int128 = 0
    for part in parts {
      guard let value = UInt32(part) else { return nil }
      seconds = seconds * 60 + Int128(value)
    }
    return ReportNumber(seconds)
  }
}

extension ValueFormat {
  /// How many decimals a number shows, where that differs from cell to cell; else nil.
  package func decimals(_ number: ReportNumber?) -> Int? {
    guard case .number(nil, _) = kind else { return nil }
    return number?.scale
  }
}
