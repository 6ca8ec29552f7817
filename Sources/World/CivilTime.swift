/// The fields of a timestamp on the proleptic Gregorian calendar in UTC.
package struct CivilTime: Sendable, Hashable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  package var millisecond: Int

  package init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    millisecond: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.millisecond = millisecond
  }

  package init(_ timestamp: Timestamp) {
    let days = timestamp.seconds.flooredDivision(by: 86400)
    let secondOfDay = Int(timestamp.seconds - days * 86400)
    let (year, month, day) = civil(fromDays: Int(days))
    self.init(
      year: year, month: month, day: day,
      hour: secondOfDay / 3600, minute: secondOfDay / 60 % 60, second: secondOfDay % 60,
      millisecond: Int(timestamp.milliseconds - timestamp.seconds * 1000))
  }

  /// The timestamp these fields name, or nil where one is out of its range.
  package var timestamp: Timestamp? {
    guard (1...12).contains(month), day >= 1, day <= daysIn(month: month, of: year),
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second),
      (0..<1000).contains(millisecond)
    else { return nil }
    let days = daysFromCivil(year, month, day)
    let seconds = Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + Swift.min(second, 59))
    return Timestamp(milliseconds: seconds * 1000 + Int64(millisecond))
  }

  /// The day of the week, 0 for Sunday.
  package var weekday: Int {
    let days = daysFromCivil(year, month, day)
    return ((days + 4) % 7 + 7) % 7
  }
}

extension FixedWidthInteger {
  fileprivate func flooredDivision(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

private func daysIn(month: Int, of year: Int) -> Int {
  switch month {
  case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Counts the days from 1970-01-01 in eras of 400 years whose years begin in March.
private func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted.flooredDivision(by: 400)
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

private func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = shifted.flooredDivision(by: 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
}
