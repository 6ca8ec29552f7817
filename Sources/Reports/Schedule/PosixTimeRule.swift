import World

/// The rule by which a zone's clocks are changed year after year, as POSIX writes it in `TZ`.
struct PosixTimeRule: Sendable, Hashable {
  struct Clock: Sendable, Hashable {
    let offset: Int
    let abbreviation: String
  }

  /// A time of the year.
  struct Moment: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// From 1 to 365, without a 29th of February.
      case julian(Int)
      /// From 0 to 365.
      case ofYear(Int)
      /// The week from 1 to 5, of which 5 is the last one.
      case weekday(Int, week: Int, month: Int)
    }

    let day: Day
    /// Seconds on the clock from the midnight that begins the day; may be negative.
    let time: Int
  }

  /// When summer time begins and ends.
  struct Summer: Sendable, Hashable {
    let clock: Clock
    let begin: Moment
    let end: Moment
  }

  let standard: Clock
  let summer: Summer?

  /// Returns the span without a change around a second since 1970 UTC.
  func segment(at second: Int64) -> TimeZoneSegment {
    guard let summer else { return span(from: .min, to: .max, standard) }
    let year = CivilTime(Timestamp(seconds: second)).year
    var changes: [(second: Int64, isSummer: Bool)] = []
    for year in year - 1...year + 1 {
      changes.append((summer.begin.second(of: year, on: standard), true))
      changes.append((summer.end.second(of: year, on: summer.clock), false))
    }
    // Where summer time ends as the next one begins, it lasts all year.
    changes.sort { ($0.second, $0.isSummer ? 1 : 0) < ($1.second, $1.isSummer ? 1 : 0) }
    let next = changes.firstIndex { $0.second > second } ?? changes.count - 1
    let last = changes[max(0, next - 1)]
    return span(
      from: last.second, to: changes[next].second, last.isSummer ? summer.clock : standard)
  }

  private func span(from start: Int64, to end: Int64, _ clock: Clock) -> TimeZoneSegment {
    TimeZoneSegment(
      start: start, end: end, offset: clock.offset, abbreviation: clock.abbreviation)
  }
}

extension PosixTimeRule.Moment {
  /// Returns the second since 1970 UTC at which a clock reads this time of a year.
  func second(of year: Int, on clock: PosixTimeRule.Clock) -> Int64 {
    Int64(dayNumber(of: year)) * 86400 + Int64(time - clock.offset)
  }

  private func dayNumber(of year: Int) -> Int {
    switch day {
    case .julian(let day):
      let isAfterLeapDay = day > 59 && CalendarDate.days(inMonth: 2, of: year) == 29
      return newYear(year) + day - (isAfterLeapDay ? 0 : 1)
    case .ofYear(let day):
      return newYear(year) + day
    case .weekday(let weekday, let week, let month):
      let first = CalendarDate(year: year, month: month, day: 1) ?? CalendarDate(dayNumber: 0)
      let day = (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      let isBeyond = day >= CalendarDate.days(inMonth: month, of: year)
      return first.dayNumber + day - (isBeyond ? 7 : 0)
    }
  }

  private func newYear(_ year: Int) -> Int {
    CalendarDate(year: year, month: 1, day: 1)?.dayNumber ?? 0
  }
}
