package import World

/// What the clocks on the wall of a place read, to the second.
package struct LocalTime: Sendable, Hashable {
  /// Seconds that have passed on such clocks since they read 1970-01-01T00:00.
  package let seconds: Int64

  package init(seconds: Int64) {
    self.seconds = seconds
  }

  package init(_ date: CalendarDate, minuteOfDay: Int = 0) {
    self.init(seconds: Int64(date.dayNumber) * 86400 + Int64(minuteOfDay) * 60)
  }

  /// Takes a date and a time of day, or nothing where there is no such date or time.
  package init?(_ civil: CivilTime) {
    guard let timestamp = civil.timestamp else { return nil }
    self.init(seconds: timestamp.seconds)
  }

  package var civil: CivilTime { CivilTime(Timestamp(seconds: seconds)) }

  package var date: CalendarDate {
    let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86400)
    return CalendarDate(dayNumber: Int(remainder < 0 ? quotient - 1 : quotient))
  }

  package var secondOfDay: Int { Int(seconds - Int64(date.dayNumber) * 86400) }

  /// The form `2026-11-29T06:00`, with seconds only where there are any.
  package var text: String {
    let second = secondOfDay
    let minute = "\(date.text)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2))"
    return second % 60 == 0 ? minute : "\(minute):\(padded(second % 60, 2))"
  }
}

extension LocalTime: Comparable {
  package static func < (lhs: LocalTime, rhs: LocalTime) -> Bool { lhs.seconds < rhs.seconds }
}
