import Reports
import Testing
import World

@Suite struct CrowdTests {
  @Test func `reports that are due together are told, the largest crowd first`() throws {
    let schedules = [
      ("a", try schedule("0 6 * * *", "Europe/Berlin")), ("b", try schedule("0 5 * * *")),
      ("c", try schedule("*/15 * * * *")), ("d", try schedule("0 5 * * MON")),
      ("e", try schedule("0 7 * * *")),
    ]
    let crowds = Crowd.find(
      among: schedules.map { (report: $0.0, schedule: $0.1) }, moreThan: 2,
      from: try at("2026-01-05T00:00:00Z"), to: try at("2026-01-12T00:00:00Z"))
    #expect(crowds.map { $0.reports.joined() } == ["abcd", "abc"])
    #expect(crowds.map(\.times) == [1, 6])
    #expect(crowds.map { text($0.first) } == ["2026-01-05T05:00", "2026-01-06T05:00"])
  }

  @Test func `as many as wanted are no crowd`() throws {
    let schedules = try (1...3).map { (report: "\($0)", schedule: try schedule("0 6 * * *")) }
    let (start, end) = (try at("2026-01-05T06:00:00Z"), try at("2026-01-05T06:01:00Z"))
    #expect(Crowd.find(among: schedules, moreThan: 3, from: start, to: end).isEmpty)
    #expect(Crowd.find(among: schedules, moreThan: 2, from: start, to: end).count == 1)
    #expect(Crowd.find(among: schedules, moreThan: 2, from: end, to: end).isEmpty)
    #expect(Crowd.find(among: [], moreThan: 0, from: start, to: end).isEmpty)
  }
}
