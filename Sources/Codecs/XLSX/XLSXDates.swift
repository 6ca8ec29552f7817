/// Days as a workbook counts them, and the texts that ISO 8601 has for them.
struct XLSXDates {
  private let startsIn1904: Bool

  init(startsIn1904: Bool = false) {
    self.startsIn1904 = startsIn1904
  }

  /// Returns what a number of days stands for, or nil where there is no such day.
  func text(_ days: Double, _ meaning: XLSXStyles.Meaning) -> String? {
    guard days.isFinite, days > -1, days < 2_958_466 else { return nil }
    if meaning == .time { return Self.clock(days) }
    var (day, milliseconds) = (Int(days.rounded(.down)), 0)
    milliseconds = Int(((days - Double(day)) * 86_400_000).rounded())
    if milliseconds == 86_400_000 { (day, milliseconds) = (day + 1, 0) }
    let date = date(day)
    guard meaning == .dateAndTime || milliseconds > 0 else { return date }
    let seconds = milliseconds / 1000
    let fraction = milliseconds % 1000 == 0 ? "" : "." + padded(milliseconds % 1000, 3)
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":"))\(fraction)"
  }

  /// Returns `h:mm:ss`, hours beyond a day counted on.
  private static func clock(_ days: Double) -> String {
    let seconds = Int((days.magnitude * 86_400).rounded())
    let sign = days < 0 && seconds > 0 ? "-" : ""
    return "\(sign)\(seconds / 3600):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
  }

  /// Returns the date of a day; day 60 of 1900 is the 29th of February that Excel believes in.
  private func date(_ day: Int) -> String {
    if startsIn1904 { return Self.date(sinceEpoch: day - 24_107) }
    if day == 60 { return "1900-02-29" }
    return Self.date(sinceEpoch: day - (day < 60 ? 25_568 : 25_569))
  }

  /// Returns the date of a day counted from 1970-01-01.
  private static func date(sinceEpoch day: Int) -> String {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(ofYear - (153 * shiftedMonth + 2) / 5 + 1, 2))"
  }
}

private func padded(_ number: Int, _ count: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, count - text.count)) + text
}
