import Reports
import Testing
import World

@Suite struct ScheduleTests {
  /// All times of two days around a change, by the clocks of UTC.
  @Test(arguments: [
    // Berlin puts its clocks forward from 2:00 to 3:00 at 01:00 UTC, and back again at 01:00 UTC.
    ("30 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "30T01:00 31T00:30"),
    ("0,30 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "30T01:00 31T00:00 31T00:30"),
    ("0 2,3 * * *", "Europe/Berlin", "2025-03-29T12:00", "30T01:00 31T00:00 31T01:00"),
    ("0 3 * * *", "Europe/Berlin", "2025-03-29T12:00", "30T01:00 31T01:00"),
    ("59 1 * * *", "Europe/Berlin", "2025-03-29T12:00", "30T00:59 30T23:59"),
    ("*/15 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "31T00:00 31T00:15 31T00:30 31T00:45"),
    ("30 2 * * *", "Europe/Berlin", "2025-10-25T12:00", "26T00:30 27T01:30"),
    ("0,30 2 * * *", "Europe/Berlin", "2025-10-25T12:00", "26T00:00 26T00:30 27T01:00 27T01:30"),
    ("0 3 * * *", "Europe/Berlin", "2025-10-25T12:00", "26T02:00 27T02:00"),
    (
      "30 */8 * * *", "Europe/Berlin", "2025-10-25T20:00",
      "25T22:30 26T07:30 26T15:30 26T23:30 27T07:30 27T15:30"
    ),
    (
      "*/30 2 * * *", "Europe/Berlin", "2025-10-25T12:00",
      "26T00:00 26T00:30 26T01:00 26T01:30 27T01:00 27T01:30"
    ),
    // St. John's used to change its clocks a minute after midnight, so that a date comes twice.
    ("30 0 * * *", "America/St_Johns", "2011-03-12T12:00", "13T03:31 14T03:00"),
    ("0 0 * * *", "America/St_Johns", "2010-11-06T12:00", "07T02:30 08T03:30"),
    ("30 23 * * *", "America/St_Johns", "2010-11-06T12:00", "07T02:00 08T03:00"),
    // Lord Howe changes by half an hour.
    ("15 2 * * *", "Australia/Lord_Howe", "2025-10-04T00:00", "04T15:30 05T15:15"),
    ("45 1 * * *", "Australia/Lord_Howe", "2025-04-05T00:00", "05T14:45 06T15:15"),
    // Cairo and São Paulo skip the first hour of a day.
    ("0 0 * * *", "Africa/Cairo", "2025-04-24T00:00", "24T22:00 25T21:00"),
    ("30 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00", "04T03:00 05T02:30"),
    // Casablanca puts its clocks back for Ramadan.
    ("30 2 * * *", "Africa/Casablanca", "2025-02-22T12:00", "23T01:30 24T02:30"),
    ("30 2 * * *", "Africa/Casablanca", "2025-04-05T12:00", "06T02:00 07T01:30"),
    // Apia left out 30 December 2011: what was due then came at the end of the gap.
    ("0 9 * * *", "Pacific/Apia", "2011-12-29T12:00", "29T19:00 30T10:00 30T19:00"),
    ("0 9 30 * *", "Pacific/Apia", "2011-12-29T12:00", "30T10:00"),
    // Kathmandu is 5:45 ahead, all year.
    ("0 6 * * *", "Asia/Kathmandu", "2025-03-29T12:00", "30T00:15 31T00:15"),
  ])
  func `a skipped time fires once after the gap, a repeated one the first time`(
    expression: String, zone: String, start: String, expected: String
  ) throws {
    let schedule = try schedule(expression, zone)
    let start = try at(start + ":00Z")
    let times = schedule.times(after: start, before: start.advanced(by: .seconds(2 * 86400)))
    #expect(times.map { String(text($0.instant).dropFirst(8)) }.joined(separator: " ") == expected)
  }

  @Test(
    arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"],
    ["* * * * *", "*/15 * * * *", "0,15,30,45 * * * *"])
  func `every so many minutes stays so through every change`(
    zone: String, expression: String
  ) throws {
    let schedule = try schedule(expression, zone)
    // Each of these days has a change in one of the zones.
    for day in ["2025-03-09", "2025-03-30", "2025-04-05", "2025-10-04", "2025-10-26", "2025-11-02"]
    {
      let start = try at(day + "T00:07:00Z")
      let end = start.advanced(by: .seconds(86400))
      let instants = schedule.times(after: start, before: end).map(\.instant)
      let distances = Set(zip(instants, instants.dropFirst()).map { $1.duration(since: $0) })
      #expect(distances == [expression == "* * * * *" ? .seconds(60) : .seconds(900)])
    }
  }

  @Test func `a fire time says which time of the schedule it stands for`() throws {
    let time = try #require(
      try schedule("30 2 * * *", "Europe/Berlin").next(after: at("2025-03-29T12:00:00Z")))
    #expect(time.local.text == "2025-03-30T02:30")
    // 2:30 is on no clock that day.
    #expect(time.words == "Sun 2025-03-30 03:00")
    let both = try #require(
      try schedule("30 2,3 * * *", "Europe/Berlin").next(after: at("2025-03-29T12:00:00Z")))
    #expect(both.local.text == "2025-03-30T02:30")
    #expect(both.instant == (try at("2025-03-30T01:00:00Z")))
  }

  @Test(
    arguments: [
      "30 2 * * *", "*/15 * 27-30 3,10,12 *", "0 0 29 2 *", "0,30 0-3 * * SUN", "*/20 2 * * *",
      "0 */5 1 * MON",
      "1 0 * * *",
    ],
    [
      "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Africa/Cairo",
      "Africa/Casablanca", "UTC",
    ])
  func `going back meets the same times as going forward`(expression: String, zone: String) throws {
    let schedule = try schedule(expression, zone)
    let (start, end) = (try at("2011-03-01T00:00:00Z"), try at("2012-01-10T00:00:00Z"))
    let forward = schedule.times(after: start, before: end)
    var backward: [FireTime] = []
    var time = schedule.previous(before: end)
    while let found = time, found.instant > start {
      backward.append(found)
      time = schedule.previous(before: found.instant)
    }
    #expect(forward == backward.reversed())
    #expect(Set(forward.map(\.instant)).count == forward.count)
  }

  @Test func `a time within a second or a minute is between its neighbours`() throws {
    let schedule = try schedule("* * * * *")
    let time = try at("2026-01-01T00:00:00Z")
    let later = Timestamp(milliseconds: time.milliseconds + 1)
    #expect(schedule.previous(before: later)?.instant == time)
    #expect(schedule.previous(before: time)?.instant == (try at("2025-12-31T23:59:00Z")))
    #expect(schedule.next(after: Timestamp(milliseconds: time.milliseconds - 1))?.instant == time)
    #expect(schedule.next(after: time)?.instant == (try at("2026-01-01T00:01:00Z")))
  }

  @Test(arguments: [
    ("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00"),
    ("30 2 29 2 *", "Europe/Berlin", "2400-03-01T00:00:00Z", "2404-02-29T01:30"),
    ("*/15 * 29 2 *", "Europe/Berlin", "2096-03-01T00:00:00Z", "2104-02-28T23:00"),
  ])
  func `a rare time is found however far it is`(
    expression: String, zone: String, after: String, expected: String
  ) throws {
    let found = try schedule(expression, zone).next(after: at(after))
    #expect(found.map { text($0.instant) } == expected)
  }

  @Test func `no clock is so wrong that a search would not end`() throws {
    let clocks: [Int64] = [.min / 2, -62_135_596_800_000, 0, 253_402_300_799_000, .max / 2]
    for milliseconds in clocks {
      for expression in ["30 2 29 2 *", "*/15 2 31 3 *", "0 0 1 1 *"] {
        for zone in ["Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC"] {
          let schedule = try schedule(expression, zone)
          let timestamp = Timestamp(milliseconds: milliseconds)
          let next = try #require(schedule.next(after: timestamp))
          #expect(next.instant > timestamp)
          let previous = try #require(schedule.previous(before: timestamp))
          #expect(previous.instant < timestamp)
        }
      }
    }
  }
}
