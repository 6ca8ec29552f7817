extension CronExpression {
  /// Returns the first local time that matches, from one on.
  ///
  /// There is always one within the eight years that can lie between two 29ths of February.
  func firstMatch(from time: LocalTime) -> LocalTime? {
    let date = time.date
    let minute = (time.secondOfDay + 59) / 60
    var (year, month, day) = (date.year, date.month, date.day)
    if days(in: month, of: year).contains(day), let match = firstMinute(from: minute) {
      return LocalTime(date, minuteOfDay: match)
    }
    day += 1
    for _ in 0..<Self.mostMonths {
      if let match = days(in: month, of: year).first(from: day), let minute = firstMinute(from: 0) {
        return CalendarDate(year: year, month: month, day: match)
          .map { LocalTime($0, minuteOfDay: minute) }
      }
      (year, month, day) = month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)
    }
    return nil
  }

  /// Returns the last local time that matches, up to and including one.
  func lastMatch(through time: LocalTime) -> LocalTime? {
    let date = time.date
    var (year, month, day) = (date.year, date.month, date.day)
    if days(in: month, of: year).contains(day),
      let match = lastMinute(through: time.secondOfDay / 60)
    {
      return LocalTime(date, minuteOfDay: match)
    }
    day -= 1
    for _ in 0..<Self.mostMonths {
      if let match = days(in: month, of: year).last(through: day),
        let minute = lastMinute(through: 1439)
      {
        return CalendarDate(year: year, month: month, day: match)
          .map { LocalTime($0, minuteOfDay: minute) }
      }
      (year, month, day) = month == 1 ? (year - 1, 12, 31) : (year, month - 1, 31)
    }
    return nil
  }

  private static let mostMonths = 12 * 8 + 2

  private func firstMinute(from minute: Int) -> Int? {
    let hour = minute / 60
    if hours.contains(hour), let match = minutes.first(from: minute % 60) {
      return hour * 60 + match
    }
    guard let next = hours.first(from: hour + 1), let match = minutes.first(from: 0)
    else { return nil }
    return next * 60 + match
  }

  private func lastMinute(through minute: Int) -> Int? {
    let hour = minute / 60
    if hours.contains(hour), let match = minutes.last(through: minute % 60) {
      return hour * 60 + match
    }
    guard let previous = hours.last(through: hour - 1), let match = minutes.last(through: 59)
    else { return nil }
    return previous * 60 + match
  }

  /// Returns the days of a month that match.
  private func days(in month: Int, of year: Int) -> CronValues {
    guard months.contains(month), let first = CalendarDate(year: year, month: month, day: 1)
    else { return CronValues() }
    let weekday = first.weekday
    let count = CalendarDate.days(inMonth: month, of: year)
    return CronValues(
      (1...count).lazy.filter { day in
        let matches = (days.contains(day), weekdays.contains((weekday + day - 1) % 7))
        return switch dayRule {
        case .both: matches.0 && matches.1
        case .either: matches.0 || matches.1
        }
      })
  }
}
