import World

/// A day on the calendar, in no particular time zone.
package struct CalendarDate: Sendable, Hashable {
  /// Days since 1970-01-01.
  package let dayNumber: Int

  package init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// Takes the day of a year and a month, or nothing where the month has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard let midnight = CivilTime(year: year, month: month, day: day).timestamp else { return nil }
    self.init(dayNumber: Int(midnight.seconds / 86400))
  }

  private var civil: CivilTime { CivilTime(Timestamp(seconds: Int64(dayNumber) * 86400)) }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// The day of the week, 0 for Sunday.
  package var weekday: Int {
    let remainder = (dayNumber + 4) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// The form `2026-11-29`.
  package var text: String {
    let civil = civil
    return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
  }

  package func advanced(byDays days: Int) -> CalendarDate {
    CalendarDate(dayNumber: dayNumber + days)
  }

  /// The first day of its month.
  package var startOfMonth: CalendarDate { advanced(byDays: 1 - day) }

  /// The Monday of its week.
  package var startOfWeek: CalendarDate { advanced(byDays: -((weekday + 6) % 7)) }

  /// The year and the number of its ISO 8601 week, which belongs to the year of its Thursday.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = startOfWeek.advanced(byDays: 3)
    let year = thursday.year
    let newYear = CalendarDate(year: year, month: 1, day: 1) ?? thursday
    return (year, (thursday.dayNumber - newYear.dayNumber) / 7 + 1)
  }
}

extension CalendarDate: Comparable {
  package static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool {
    lhs.dayNumber < rhs.dayNumber
  }
}

extension CalendarDate {
  /// Counts the days of a month.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
