import Reports
import Testing
import World

@Suite struct PeriodTests {
  /// The run is scheduled for 6:00 in the zone.
  @Test(arguments: [
    ("yesterday", "UTC", "2026-03-01", "2026-02-28", "2026-02-28T00:00 2026-03-01T00:00"),
    ("yesterday", "Europe/Berlin", "2025-03-31", "2025-03-30", "2025-03-29T23:00 2025-03-30T22:00"),
    ("yesterday", "Europe/Berlin", "2025-10-27", "2025-10-26", "2025-10-25T22:00 2025-10-26T23:00"),
    (
      "last 7 days", "America/New_York", "2026-03-10", "2026-03-03 to 2026-03-09",
      "2026-03-03T05:00 2026-03-10T04:00"
    ),
    (
      "last week", "UTC", "2026-11-29", "2026-W47 (2026-11-16 to 2026-11-22)",
      "2026-11-16T00:00 2026-11-23T00:00"
    ),
    (
      "last week", "UTC", "2026-11-30", "2026-W48 (2026-11-23 to 2026-11-29)",
      "2026-11-23T00:00 2026-11-30T00:00"
    ),
    (
      "last week", "UTC", "2027-01-04", "2026-W53 (2026-12-28 to 2027-01-03)",
      "2026-12-28T00:00 2027-01-04T00:00"
    ),
    (
      "last week", "UTC", "2025-01-06", "2025-W01 (2024-12-30 to 2025-01-05)",
      "2024-12-30T00:00 2025-01-06T00:00"
    ),
    (
      "month to date", "Asia/Kathmandu", "2026-11-15", "2026-11-01 to 2026-11-14",
      "2026-10-31T18:15 2026-11-14T18:15"
    ),
    ("month to date", "UTC", "2026-11-02", "2026-11-01", "2026-11-01T00:00 2026-11-02T00:00"),
    (
      "month to date", "UTC", "2026-11-01", "2026-10-01 to 2026-10-31",
      "2026-10-01T00:00 2026-11-01T00:00"
    ),
    ("last month", "UTC", "2028-03-31", "2028-02", "2028-02-01T00:00 2028-03-01T00:00"),
    ("last month", "Europe/Berlin", "2026-01-15", "2025-12", "2025-11-30T23:00 2025-12-31T23:00"),
    (
      "-3 -2", "Europe/Berlin", "2025-10-28", "2025-10-25 to 2025-10-26",
      "2025-10-24T22:00 2025-10-26T23:00"
    ),
    ("0 0", "UTC", "2026-11-29", "2026-11-29", "2026-11-29T00:00 2026-11-30T00:00"),
    // A day that begins at 1:00, one that is reached twice, and one that there was not.
    (
      "yesterday", "America/Sao_Paulo", "2018-11-05", "2018-11-04",
      "2018-11-04T03:00 2018-11-05T02:00"
    ),
    (
      "yesterday", "America/St_Johns", "2010-11-07", "2010-11-06",
      "2010-11-06T02:30 2010-11-07T02:30"
    ),
    (
      "yesterday", "America/St_Johns", "2010-11-08", "2010-11-07",
      "2010-11-07T02:30 2010-11-08T03:30"
    ),
    ("yesterday", "Pacific/Apia", "2011-12-31", "2011-12-29", "2011-12-29T10:00 2011-12-30T10:00"),
  ])
  func `a period is whole calendar days of the zone`(
    period: String, zone: String, day: String, label: String, interval: String
  ) throws {
    let rules = try database.rules(of: zone)
    let midnight = try at(day)
    let local = LocalTime(seconds: midnight.seconds + 6 * 3600)
    let time = FireTime(instant: rules.firstInstant(reading: local), local: local)
    let resolved = try named(period).resolved(for: time, in: rules)
    #expect(resolved.label == label)
    #expect("\(text(resolved.start)) \(text(resolved.end))" == interval)
  }

  @Test func `a day has 23 or 25 hours when the clocks are changed`() throws {
    let schedule = try schedule("0 6 * * *", "Europe/Berlin")
    let hours = try ["2025-03-30T12:00:00Z", "2025-10-26T12:00:00Z", "2025-07-01T12:00:00Z"].map {
      let time = try #require(try schedule.next(after: at($0)))
      return Period.yesterday.resolved(for: time, in: schedule.zone).duration / .seconds(3600)
    }
    #expect(hours == [23, 25, 24])
  }

  @Test(arguments: ["America/St_Johns", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe"])
  func `the days follow each other without gap or overlap`(zone: String) throws {
    let schedule = try schedule("30 0 * * *", zone)
    let times = schedule.times(
      after: try at("2010-01-01T12:00:00Z"), before: try at("2013-01-01T00:00:00Z"))
    let periods = times.map { Period.yesterday.resolved(for: $0, in: schedule.zone) }
    for (period, next) in zip(periods, periods.dropFirst()) {
      #expect(period.end == next.start || period == next, "\(period.label)")
      #expect(period.start < period.end)
    }
  }

  @Test func `a skipped time covers the days before its own date`() throws {
    // 24:00 is skipped through 0:59 of the next day, as it is in Cairo at the end of a Thursday.
    let schedule = try schedule("30 0 * * *", "Africa/Cairo")
    let time = try #require(try schedule.next(after: at("2025-04-24T12:00:00Z")))
    #expect(Period.yesterday.resolved(for: time, in: schedule.zone).label == "2025-04-24")
  }

  @Test func `the interval is in UTC`() throws {
    let schedule = try schedule("0 6 * * *", "Europe/Berlin")
    let time = try #require(try schedule.next(after: at("2025-10-27T00:00:00Z")))
    let period = Period.yesterday.resolved(for: time, in: schedule.zone)
    #expect(period.interval == "2025-10-25T22:00:00Z/2025-10-26T23:00:00Z")
  }

  @Test(arguments: [
    (1, 1, "a period that ends 1 days after the scheduled day has no data"),
    (-1, -2, "the period begins after it ends: from -1 to -2"),
    (-4000, -1, "the period begins 4000 days before the scheduled day"),
    (.min, -1, "the period begins 9223372036854775808 days before the scheduled day"),
  ])
  func `offsets that make no period are refused`(from: Int, to: Int, message: String) {
    let error = #expect(throws: PeriodError.self) { try DayOffsets(from: from, to: to) }
    #expect(error?.message == message)
    #expect(error?.remedy.hasPrefix("write a") == true)
  }

  private func named(_ text: String) throws -> Period {
    switch text {
    case "yesterday": return .yesterday
    case "last 7 days": return .lastSevenDays
    case "last week": return .lastWeek
    case "month to date": return .monthToDate
    case "last month": return .lastMonth
    default:
      let offsets = text.split(separator: " ").compactMap { Int($0) }
      return .days(try DayOffsets(from: offsets[0], to: offsets[1]))
    }
  }
}
