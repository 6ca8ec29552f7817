internal import Codecs

/// What the cells of a kind are in a workbook.
struct WorkbookCells {
  private let kind: ValueKind
  private let value: ValueFormat

  private static let daySeconds = 86_400

  init(_ kind: ValueKind) {
    self.kind = kind
    value = ValueFormat(kind)
  }

  /// How Excel writes the numbers of the column.
  var format: String {
    switch kind {
    case .text: "@"
    case .number(let decimals, let unit):
      (decimals.map { "#,##0" + fraction($0) } ?? "General")
        + (unit.isEmpty ? "" : "\"\u{A0}\(unit.replacing("\"", with: ""))\"")
    case .duration: "[h]:mm:ss"
    case .date(let pattern): excel(pattern)
    case .percent(let decimals, _): "0\(fraction(decimals))%"
    }
  }

  private func fraction(_ decimals: Int) -> String {
    decimals == 0 ? "" : "." + String(repeating: "0", count: decimals)
  }

  /// Returns a pattern of dates as Excel writes it; what is no field is quoted.
  private func excel(_ pattern: String) -> String {
    var result = ""
    var rest = Substring(pattern)
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      rest = rest[run.endIndex...]
      switch run {
      case "yyyy", "dd", "ss", "mm": result += run
      case "MM", "HH": result += run.lowercased()
      case _ where first.isLetter || first.isNumber: result += "\"\(run)\""
      default: result += run.map { "\\\($0)" }.joined()
      }
    }
    return result
  }

  /// Returns a cell; one that is not of its kind is a text.
  func cell(_ raw: String) -> XLSXWriter.Cell {
    guard !raw.isEmpty else { return .empty }
    switch kind {
    case .text: return .text(raw)
    case .date: return DateText(raw)?.seconds.map { .number(days($0)) } ?? .text(raw)
    case .number: return value.number(raw).map { .number($0.ascii) } ?? .text(raw)
    case .percent: return value.number(raw).map { .number($0.shifted(-2).ascii) } ?? .text(raw)
    case .duration:
      guard let seconds = value.number(raw) else { return .text(raw) }
      // Excel shows no time below zero.
      return seconds < .zero ? .text(value.text(seconds)) : .number(days(seconds))
    }
  }

  private func days(_ seconds: ReportNumber) -> String {
    seconds.rounded(decimals: 6).divided(by: Self.daySeconds).ascii
  }
}

extension ReportNumber {
  /// The number with the minus of ASCII.
  fileprivate var ascii: String { plain.replacing("\u{2212}", with: "-") }
}

extension DateText {
  /// The seconds since Excel's day 0, or nil where Excel has no such day.
  fileprivate var seconds: ReportNumber? {
    let numbers = values
    guard numbers.count >= 3,
      let date = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      numbers.dropFirst(3).allSatisfy({ $0 < 60 }), numbers.count < 4 || numbers[3] < 24
    else { return nil }
    // Days before March 1900 are counted as Excel does not.
    let day = date.dayNumber + 25_569
    guard day > 60 else { return nil }
    let time = zip(numbers.dropFirst(3), [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    return ReportNumber(Int128(day * 86_400 + time))
  }
}
