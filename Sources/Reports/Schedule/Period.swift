import World

/// Which days a report covers, counted from the day for which it is scheduled.
package enum Period: Sendable, Hashable {
  case days(DayOffsets)
  /// So many hours before the scheduled time.
  case hours(Int)
  /// Monday to Sunday of the ISO week before.
  case lastWeek
  /// From the first of the month through the day before; on the first it is the whole month before.
  case monthToDate
  case lastMonth

  package static let yesterday = Period.days(DayOffsets(last: 1))
  package static let lastSevenDays = Period.days(DayOffsets(last: 7))

  /// Returns the days and the interval for the run of a scheduled time.
  package func resolved(for time: FireTime, in zone: TimeZoneRules) -> ResolvedPeriod {
    if case .hours(let count) = self {
      return ResolvedPeriod(hours: count, before: time.instant, in: zone)
    }
    var (days, label) = days(from: time.local.date)
    // A zone that leaves out a day has nothing to report of it.
    for _ in 0..<3 {
      let period = ResolvedPeriod(days: days, label: label, in: zone)
      if period.start < period.end { return period }
      days = days.lowerBound.advanced(byDays: -1)...days.upperBound.advanced(byDays: -1)
      label = nil
    }
    return ResolvedPeriod(days: days, label: label, in: zone)
  }

  private func days(
    from day: CalendarDate
  ) -> (days: ClosedRange<CalendarDate>, label: String?) {
    let yesterday = day.advanced(byDays: -1)
    switch self {
    case .hours: return (day...day, nil)
    case .days(let offsets):
      return (day.advanced(byDays: offsets.from)...day.advanced(byDays: offsets.to), nil)
    case .lastWeek:
      let monday = day.startOfWeek.advanced(byDays: -7)
      let (year, week) = monday.isoWeek
      let days = monday...monday.advanced(byDays: 6)
      return (days, "\(padded(year, 4))-W\(padded(week, 2)) (\(days.label))")
    case .monthToDate:
      return (yesterday.startOfMonth...yesterday, nil)
    case .lastMonth:
      let last = day.startOfMonth.advanced(byDays: -1)
      return (last.startOfMonth...last, String(last.text.dropLast(3)))
    }
  }
}

/// The first and the last day of a period, counted from the scheduled day.
package struct DayOffsets: Sendable, Hashable {
  package let from: Int
  package let to: Int

  /// How far back a period may reach.
  package static let furthest = 3660

  /// Takes offsets of which 0 is the scheduled day, or tells what is wrong with them.
  package init(from: Int, to: Int) throws(PeriodError) {
    guard to <= 0 else {
      throw PeriodError(
        "a period that ends \(to) days after the scheduled day has no data",
        remedy: "write a \"to\" of 0 or less; -1 is the day before")
    }
    guard from <= to else {
      throw PeriodError(
        "the period begins after it ends: from \(from) to \(to)",
        remedy: "write a \"from\" that is not greater than \"to\"")
    }
    guard from >= -Self.furthest else {
      throw PeriodError(
        "the period begins \(from.magnitude) days before the scheduled day",
        remedy: "write a \"from\" of -\(Self.furthest) or more")
    }
    (self.from, self.to) = (from, to)
  }

  /// Takes so many days before the scheduled one.
  fileprivate init(last days: Int) {
    (from, to) = (-days, -1)
  }
}

/// Why a period cannot be taken, and what to do about it.
package struct PeriodError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  package let remedy: String

  package var description: String { "\(message); \(remedy)" }

  fileprivate init(_ message: String, remedy: String) {
    (self.message, self.remedy) = (message, remedy)
  }
}
