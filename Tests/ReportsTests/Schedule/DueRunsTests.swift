import Reports
import Testing
import World

@Suite struct DueRunsTests {
  /// Daily at 6:00 in Berlin, which is 5:00 UTC in winter.
  @Test(
    arguments: [
      ("nothing yet", "2026-01-10T05:00", "2026-01-11T04:59", CatchUp.latest(), [], nil),
      ("on the minute", "2026-01-10T05:00", "2026-01-11T05:00", .latest(), ["10"], nil),
      ("handled", "2026-01-11T05:00", "2026-01-11T05:00", .latest(), [], nil),
      ("a week later", "2026-01-10T05:00", "2026-01-17T12:00", .latest(), ["16"], "superseded 6"),
      ("all", "2026-01-10T05:00", "2026-01-13T12:00", .all(upTo: 5), ["10", "11", "12"], nil),
      (
        "the latest two", "2026-01-10T05:00", "2026-01-13T12:00", .all(upTo: 2), ["11", "12"],
        "superseded 1"
      ),
      (
        "in the grace", "2026-01-10T05:00", "2026-01-11T05:30", .latest(within: .seconds(1800)),
        ["10"], nil
      ),
      (
        "late", "2026-01-10T05:00", "2026-01-11T05:31", .latest(within: .seconds(1800)), [],
        "late 1"
      ),
      (
        "some late", "2026-01-10T05:00", "2026-01-17T12:00",
        .all(upTo: 9, within: .seconds(2 * 86400)), ["15", "16"], "late 5"
      ),
      ("set back", "2026-01-17T05:00", "2026-01-12T12:00", .all(upTo: 9), [], nil),
      (
        "years later", "2016-01-10T05:00", "2026-01-17T12:00", .latest(), ["16"], "superseded 1000"
      ),
      (
        "at least one", "2026-01-10T05:00", "2026-01-13T12:00", .all(upTo: 0), ["12"],
        "superseded 2"
      ),
    ] as [(String, String, String, CatchUp, [String], String?)])
  func `what is due follows from the time handled, the clock and the policy`(
    name: String, handled: String, now: String, catchUp: CatchUp, days: [String], missed: String?
  ) throws {
    let due = DueRuns(
      of: "sales", on: try schedule("0 6 * * *", "Europe/Berlin"), covering: .yesterday,
      after: try at(handled + ":00Z"), now: try at(now + ":00Z"), catchUp: catchUp)
    #expect(due.runs.map { String($0.period.label.dropFirst(8)) } == days, "\(name)")
    #expect(due.missed.map { "\($0.reason) \($0.count)" } == missed, "\(name)")
  }

  @Test func `a run is known by its report and its interval`() throws {
    let due = DueRuns(
      of: "sales", on: try schedule("0 6 * * *", "Europe/Berlin"), covering: .yesterday,
      after: try at("2025-10-26T06:00:00Z"), now: try at("2025-10-27T06:00:00Z"),
      catchUp: .latest())
    let run = try #require(due.runs.first)
    #expect(
      run.key
        == RunKey(report: "sales", interval: "2025-10-25T22:00:00Z/2025-10-26T23:00:00Z"))
    #expect(run.time.local.text == "2025-10-27T06:00")
  }

  @Test func `times that cover the same period are one run, that of the first`() throws {
    let due = DueRuns(
      of: "sales", on: try schedule("0 * * * *"), covering: .yesterday,
      after: try at("2026-01-10T22:30:00Z"), now: try at("2026-01-12T09:30:00Z"),
      catchUp: .all(upTo: 2))
    #expect(due.runs.map(\.period.label) == ["2026-01-10", "2026-01-11"])
    #expect(due.runs.map(\.time.local.text) == ["2026-01-11T00:00", "2026-01-12T00:00"])
    #expect(due.missed?.count == 1)
    #expect(due.missed?.first.local.text == "2026-01-10T23:00")
    #expect(due.handledThrough == (try at("2026-01-12T09:00:00Z")))
  }

  @Test func `a period that is run in time is not missed at an earlier time`() throws {
    let due = DueRuns(
      of: "sales", on: try schedule("0 * * * *"), covering: .yesterday,
      after: try at("2026-01-12T00:30:00Z"), now: try at("2026-01-12T09:30:00Z"),
      catchUp: .latest(within: .seconds(7200)))
    #expect(due.runs.map(\.time.local.text) == ["2026-01-12T08:00"])
    #expect(due.missed == nil)
  }

  @Test func `a clock that is set back makes nothing due twice and is told`() throws {
    let schedule = try schedule("*/10 * * * *")
    var handled = try at("2026-01-10T00:00:00Z")
    var keys: [RunKey] = []
    // The clock goes on, back by an hour, on, forward by a day and back by that.
    let clock = ["01:05", "02:05", "01:05", "01:35", "02:05", "02:15"].map {
      "2026-01-10T\($0):00Z"
    }
    for text in clock + ["2026-01-11T02:15:00Z", "2026-01-10T02:25:00Z", "2026-01-11T02:25:00Z"] {
      let now = try at(text)
      let due = DueRuns(
        of: "sales", on: schedule, covering: .days(try DayOffsets(from: 0, to: 0)), after: handled,
        now: now, catchUp: .all(upTo: 1000))
      #expect((due.clockIsBehind != nil) == (handled > now))
      #expect(due.handledThrough >= handled)
      #expect(due.runs.allSatisfy { $0.time.instant > handled && $0.time.instant <= now })
      handled = due.handledThrough
      keys += due.runs.map(\.key)
    }
    #expect(Set(keys).count == 2)
  }

  @Test func `a skipped hour is run once and a repeated hour is run once`() throws {
    let schedule = try schedule("30 2 * * *", "Europe/Berlin")
    for (start, end) in [("2025-03-29", "2025-03-31"), ("2025-10-25", "2025-10-27")] {
      var handled = try at(start + "T12:00:00Z")
      var labels: [String] = []
      var now = handled
      while now < (try at(end + "T12:00:00Z")) {
        let due = DueRuns(
          of: "sales", on: schedule, covering: .yesterday, after: handled, now: now,
          catchUp: .latest())
        handled = due.handledThrough
        labels += due.runs.map(\.period.label)
        now = now.advanced(by: .seconds(60))
      }
      #expect(labels.count == 2 && Set(labels).count == 2)
    }
  }
}
