import Reports
import Testing
import World

/// Walks through every change of the clocks minute by minute, as a cron does, and does what the rule
/// says at each.
@Suite struct ClockWalkTests {
  private static let expressions: [(text: String, matches: @Sendable (Int) -> Bool)] = [
    ("30 2 * * *", { $0 == 150 }),
    ("0 0 * * *", { $0 == 0 }),
    ("59 23 * * *", { $0 == 1439 }),
    ("0,30 0-3 * * *", { $0 % 30 == 0 && $0 < 240 }),
    ("15 0-23 * * *", { $0 % 60 == 15 }),
    ("*/15 * * * *", { $0 % 15 == 0 }),
    ("*/30 2 * * *", { $0 % 30 == 0 && $0 / 60 == 2 }),
    ("0 */2 * * *", { $0 % 120 == 0 }),
    ("45 * * * *", { $0 % 60 == 45 }),
  ]

  @Test(arguments: SchedulePeerTests.zones)
  func `a walk by the clock fires at the same times`(zone: String) throws {
    let schedules = try Self.expressions.map { (try schedule($0.text, zone), $0.matches) }
    for change in try changes(of: zone) {
      let (start, end) = (change - 18_000, change + 18_000)
      let readings = walk(from: start, to: end, schedules[0].0.zone)
      for (schedule, matches) in schedules {
        let isReal = schedule.expression.followsRealTime
        let expected = readings.filter { reading in
          isReal ? matches(reading.minute) : reading.new.contains { matches(Int($0 % 1440)) }
        }
        let found = schedule.times(
          after: Timestamp(seconds: start), before: Timestamp(seconds: end))
        #expect(
          found.map(\.instant.seconds) == expected.map(\.second),
          "\(schedule.expression) \(zone) \(Timestamp(seconds: change).rfc3339)")
      }
    }
  }

  @Test(arguments: SchedulePeerTests.zones)
  func `asked at any time, a schedule knows its neighbours`(zone: String) throws {
    for (text, _) in Self.expressions {
      let schedule = try schedule(text, zone)
      for change in try changes(of: zone) {
        let times = schedule.times(
          after: Timestamp(seconds: change - 100_000), before: Timestamp(seconds: change + 100_000)
        ).map(\.instant)
        // Also within an hour that comes a second time.
        for second in stride(from: change - 4000, through: change + 4000, by: 1000) {
          let timestamp = Timestamp(seconds: second)
          let comment = "\(schedule.expression) \(zone) \(timestamp.rfc3339)"
          #expect(
            schedule.next(after: timestamp)?.instant == times.first { $0 > timestamp },
            "\(comment)")
          #expect(
            schedule.previous(before: timestamp)?.instant == times.last { $0 < timestamp },
            "\(comment)")
        }
      }
    }
  }

  /// A minute of real time: what the clocks read, and which readings are new or were passed over.
  private struct Reading {
    let second: Int64
    let minute: Int
    let new: Range<Int64>
  }

  private func walk(from start: Int64, to end: Int64, _ zone: TimeZoneRules) -> [Reading] {
    var latest = Int64.min
    var readings: [Reading] = []
    // A day earlier, so that what the clocks have read before is known.
    for second in stride(from: start - 90_000, to: end, by: 60) {
      let local = zone.localTime(at: Timestamp(seconds: second))
      let minutes = local.seconds / 60
      let new = minutes > latest ? max(latest + 1, minutes - 1440)..<minutes + 1 : minutes..<minutes
      latest = max(latest, minutes)
      guard second > start else { continue }
      readings.append(Reading(second: second, minute: local.secondOfDay / 60, new: new))
    }
    return readings
  }
}
