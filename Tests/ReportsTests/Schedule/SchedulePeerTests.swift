import Foundation
import Reports
import TestSupport
import Testing
import World

/// Compares with what nobody here wrote, cronsim and croniter, over twenty years and ten zones.
///
/// cronsim keeps to Debian's rule and is held to the same times through all changes, but for those
/// that its own steps overlook. croniter treats the changes of the clocks in a way of its own, so
/// that what is near one is left out there; `ClockWalkTests` and a table have what must come then.
@Suite struct SchedulePeerTests {
  static let zones = [
    "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca",
    "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Cairo", "America/Sao_Paulo",
    "UTC",
  ]
  /// What is looked at over all the years.
  private static let rare = [
    "59 23 31 * *", "45 1 29 2 *", "30 2 * 3,10 SUN", "0 0 1 * *", "0 6 13 1-6/2 FRI",
    "15 0,2-3 28-31 DEC *", "*/30 */6 1 1,7 *", "10 * 25 4,11 *",
  ]
  /// What is looked at around the changes of the clocks.
  private static let often = [
    "30 2 * * *", "0 0 * * *", "0,30 0-3 * * *", "*/15 * * * *", "*/30 2 * * *", "0 */2 * * *",
    "45 * * * *",
  ]

  @Test func `cronsim fires at the same times through every change of the clocks`() async throws {
    let cases = try Self.zones.flatMap { zone in
      let changes = try changes(of: zone).map { [$0 - 20_000, $0 + 20_000] }
      return try Self.rare.map { ScheduleCase("cronsim", $0, zone, try years) }
        + Self.often.map { ScheduleCase("cronsim", $0, zone, changes) }
    }
    guard let answers = try await answers(to: cases) else { return }
    var (count, overlooked) = (0, 0)
    for (example, theirs) in zip(cases, answers) {
      for (ours, theirs) in zip(try example.times(), theirs) {
        count += ours.count
        if ours == theirs { continue }
        // Where the clocks change by half an hour, or at 0:01, it steps over times that it would
        // meet, or goes back and never gets on.
        let followsRealTime = try CronExpression(example.expression).followsRealTime
        #expect(
          ["Australia/Lord_Howe", "America/St_Johns"].contains(example.zone) && followsRealTime
            && Set(theirs ?? []).isSubset(of: ours),
          "\(example) \(difference(ours, theirs ?? []) ?? "")")
        overlooked += Set(ours).subtracting(theirs ?? ours).count
      }
    }
    #expect(overlooked < 100)
    print("peer cronsim: \(cases.count) schedules, \(count) times, \(overlooked) it overlooks")
  }

  @Test func `croniter fires at the same times away from changes of the clocks`() async throws {
    let cases = try Self.zones.flatMap { zone in
      try Self.rare.map { ScheduleCase("croniter", $0, zone, try years) }
    }
    guard let answers = try await answers(to: cases) else { return }
    var (count, left) = (0, 0)
    for (example, theirs) in zip(cases, answers) {
      let changes = try changes(of: example.zone)
      for (all, theirs) in zip(try example.times(), theirs) {
        let theirs = away(from: changes, try #require(theirs, "\(example) goes back"))
        let ours = away(from: changes, all)
        #expect(difference(ours, theirs) == nil, "\(example)")
        (count, left) = (count + ours.count, left + all.count - ours.count)
      }
    }
    print("peer croniter: \(cases.count) schedules, \(count) times, \(left) near a change left out")
  }

  @Test func `whatever is taken, both peers take and read alike`() async throws {
    var generator = SeededGenerator(seed: 5)
    let start = try at("2026-01-01T00:00:00Z").seconds
    let expressions = (0..<1500).map { _ in randomExpression(&generator) }
    let taken = expressions.filter { (try? CronExpression($0)) != nil }
    #expect(taken.count > 300 && taken.count < 1200)
    for peer in ["cronsim", "croniter"] {
      let cases = taken.map {
        ScheduleCase(peer, $0, "UTC", [[start, start + 200 * 86400]], most: 12)
      }
      guard let answers = try await answers(to: cases) else { return }
      for (example, theirs) in zip(cases, answers) {
        let ours = try example.times()
        #expect(difference(ours[0], theirs[0] ?? []) == nil, "\(example)")
      }
    }
    print("peers cronsim, croniter: \(taken.count) of \(expressions.count) expressions are taken")
  }

  /// Twenty years, each on its own.
  private var years: [[Int64]] {
    get throws {
      let starts = try (2010...2030).map { try at("\($0)-01-01T12:00:00Z").seconds }
      return zip(starts, starts.dropFirst()).map { [$0, $1] }
    }
  }

  private func away(from changes: [Int64], _ times: [Int64]) -> [Int64] {
    times.filter { time in !changes.contains { abs($0 - time) <= 90_000 } }
  }

  private func difference(_ ours: [Int64], _ theirs: [Int64]) -> String? {
    if ours == theirs { return nil }
    let (own, other) = (Set(ours).subtracting(theirs), Set(theirs).subtracting(ours))
    let lists = [own, other].map { seconds in
      seconds.sorted().prefix(4).map { Timestamp(seconds: $0).rfc3339 }.joined(separator: " ")
    }
    return "only here: \(lists[0]), only there: \(lists[1])"
  }

  private func answers(to cases: [ScheduleCase]) async throws -> [[[Int64]?]]? {
    guard let lines = try await CronPeer.ask(try cases.map { try $0.json() }) else { return nil }
    try #require(lines.count == cases.count)
    return try zip(cases, lines).map { example, line in
      try #require(try? JSONDecoder().decode([[Int64]?].self, from: line), "\(example) is refused")
    }
  }
}

/// A schedule and the spans of time in which it is looked at.
private struct ScheduleCase: CustomStringConvertible {
  let peer: String
  let expression: String
  let zone: String
  let windows: [[Int64]]
  /// How many times are looked at in a window.
  let most: Int

  init(
    _ peer: String, _ expression: String, _ zone: String, _ windows: [[Int64]],
    most: Int = 100_000
  ) {
    (self.peer, self.expression, self.zone) = (peer, expression, zone)
    (self.windows, self.most) = (windows, most)
  }

  var description: String { "\(peer) \"\(expression)\" \(zone)" }

  func json() throws -> Data {
    try JSONSerialization.data(withJSONObject: [
      "peer": peer, "expression": expression, "zone": zone, "windows": windows, "most": most,
    ])
  }

  func times() throws -> [[Int64]] {
    let schedule = try schedule(expression, zone)
    return windows.map { window in
      var times: [Int64] = []
      var time = schedule.next(after: Timestamp(seconds: window[0]))
      while let found = time?.instant, found.seconds <= window[1], times.count < most {
        times.append(found.seconds)
        time = schedule.next(after: found)
      }
      return times
    }
  }
}

/// Writes an expression as people do, and as they should not.
private func randomExpression(_ generator: inout SeededGenerator) -> String {
  let fields = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)].enumerated().map { index, range in
    func value() -> String {
      if index > 2, Int.random(in: 0..<4, using: &generator) == 0 {
        let names = index == 3 ? ["JAN", "feb", "Mar", "DEC"] : ["SUN", "mon", "Wed", "SAT"]
        return names.randomElement(using: &generator) ?? "JAN"
      }
      return String(Int.random(in: range.0...range.1, using: &generator))
    }
    let items = (0...Int.random(in: 0...1, using: &generator)).map { _ -> String in
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<9: "*"
      case 9: "*/\(Int.random(in: 1...range.1 + 2, using: &generator))"
      case 10: "\(value())-\(value())/\(Int.random(in: 1...6, using: &generator))"
      case 11..<14: "\(value())-\(value())"
      default: value()
      }
    }
    return items.first == "*" ? "*" : items.joined(separator: ",")
  }
  return fields.joined(separator: " ")
}
