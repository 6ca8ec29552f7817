import Foundation
import Reports
import TestSupport
import Testing
import World

/// Compares all zones of the machine with what Python's zoneinfo makes of them.
@Suite struct TimeZonePeerTests {
  @Test func `Python's zoneinfo reads the same from every clock`() async throws {
    var generator = SeededGenerator(seed: 8536)
    let cases = try database.names().map { try ZoneCase($0, &generator) }
    guard let answers = try await CronPeer.ask(cases.map { try $0.json() }) else { return }
    try #require(answers.count == cases.count)
    var (skipped, repeated) = (0, 0)
    for (example, answer) in zip(cases, answers) {
      let parts = try #require(try JSONSerialization.jsonObject(with: answer) as? [[[Any]]])
      for (second, theirs) in zip(example.seconds, parts[0]) {
        let ours = example.rules.segment(at: second)
        #expect(
          ours.offset == theirs[0] as? Int && ours.abbreviation == theirs[1] as? String,
          "\(example.rules.name) \(Timestamp(seconds: second).rfc3339)")
      }
      for (local, theirs) in zip(example.locals, parts[1]) {
        let meaning = example.rules.meaning(of: LocalTime(seconds: local))
        let ours: [Int64] =
          switch meaning {
          case .once(let instant): [instant.seconds]
          case .skipped: []
          case .repeated(let first, let last): [first.seconds, last.seconds]
          }
        #expect(ours == theirs as? [Int64], "\(example.rules.name) \(local)")
        skipped += ours.isEmpty ? 1 : 0
        repeated += ours.count == 2 ? 1 : 0
      }
    }
    #expect(skipped > 1000 && repeated > 1000)
    print("peer zoneinfo: \(cases.count) zones, \(skipped) skipped and \(repeated) repeated times")
  }
}

/// Points in time and readings of the clocks of one zone, many of them near a change.
private struct ZoneCase {
  let rules: TimeZoneRules
  var seconds: [Int64] = []
  var locals: [Int64] = []

  init(_ name: String, _ generator: inout SeededGenerator) throws {
    rules = try database.rules(of: name)
    let (first, last) = (try at("1880-01-01").seconds, try at("2120-01-01").seconds)
    for _ in 0..<15 {
      let second = Int64.random(in: first...last, using: &generator)
      let change = min(rules.segment(at: second).end, last)
      seconds += [second, change - 1, change]
      let offset = Int64(rules.segment(at: change).offset)
      locals += [
        second, change + offset, change + offset - 1,
        change + offset + Int64.random(in: -7200...7200, using: &generator),
      ]
    }
  }

  func json() throws -> Data {
    try JSONSerialization.data(withJSONObject: [
      "peer": "zoneinfo", "zone": rules.name, "seconds": seconds, "locals": locals,
    ])
  }
}
