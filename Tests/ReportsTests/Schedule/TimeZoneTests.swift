import Foundation
import Reports
import TestSupport
import Testing
import World

@Suite struct TimeZoneTests {
  @Test(arguments: [
    ("2025-03-30T01:59:59", "once 2025-03-30T00:59:59Z"),
    ("2025-03-30T02:00:00", "skipped 2025-03-30T01:00:00Z"),
    ("2025-03-30T02:59:59", "skipped 2025-03-30T01:00:00Z"),
    ("2025-03-30T03:00:00", "once 2025-03-30T01:00:00Z"),
    ("2025-10-26T01:59:59", "once 2025-10-25T23:59:59Z"),
    ("2025-10-26T02:00:00", "repeated 2025-10-26T00:00:00Z 2025-10-26T01:00:00Z"),
    ("2025-10-26T02:59:59", "repeated 2025-10-26T00:59:59Z 2025-10-26T01:59:59Z"),
    ("2025-10-26T03:00:00", "once 2025-10-26T02:00:00Z"),
    ("1893-04-01T00:05:00", "skipped 1893-03-31T23:06:32Z"),
    ("2999-07-01T12:00:00", "once 2999-07-01T10:00:00Z"),
  ])
  func `a reading of the clocks is met once, never or twice`(
    local: String, expected: String
  ) throws {
    let rules = try database.rules(of: "Europe/Berlin")
    let meaning = rules.meaning(of: LocalTime(seconds: try at(local + "Z").seconds))
    let text =
      switch meaning {
      case .once(let instant): "once \(instant.rfc3339)"
      case .skipped(let instant): "skipped \(instant.rfc3339)"
      case .repeated(let first, let last): "repeated \(first.rfc3339) \(last.rfc3339)"
      }
    #expect(text == expected)
  }

  /// The second half of each is the first change of clocks in 2040, which is beyond every table here.
  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2040-03-25T01:00:00Z CEST 7200"),
    ("EST5EDT,M3.2.0,M11.1.0", "2040-03-11T07:00:00Z EDT -14400"),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2040-03-25T01:00:00Z IST 3600"),
    ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2040-03-25T01:00:00Z -02 -7200"),
    ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2040-04-26T22:00:00Z EEST 10800"),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2040-03-31T15:00:00Z +1030 37800"),
    ("AAA-1BBB,J60,J300", "2040-03-01T01:00:00Z BBB 7200"),
    ("AAA-1BBB,59/0,J300", "2040-02-28T23:00:00Z BBB 7200"),
    ("XXX-2:30:30YYY,M3.5.0/-167,M10.1.0", "2040-03-17T22:29:30Z YYY 12630"),
  ])
  func `the rule at the end of the file goes on for ever`(rule: String, expected: String) throws {
    let rules = try zone(TZifBytes(footer: "\n\(rule)\n"))
    let segment = rules.segment(at: try at("2040-01-01T00:00:00Z").seconds)
    let next = rules.segment(at: segment.end)
    let change = Timestamp(seconds: segment.end).rfc3339
    #expect("\(change) \(next.abbreviation) \(next.offset)" == expected)
    #expect(next.start == segment.end)
    #expect(rules.segment(at: segment.end - 1) == segment)
  }

  @Test func `summer time may last all year`() throws {
    let rules = try zone(TZifBytes(footer: "\nXXX3EDT4,0/0,J365/23\n"))
    for day in ["2040-01-01T03:59:59Z", "2040-01-01T04:00:00Z", "2040-12-31T23:00:00Z"] {
      #expect(rules.segment(at: try at(day).seconds).abbreviation == "EDT")
    }
  }

  @Test func `the table counts before the rule, and without a rule its last line goes on`() throws {
    var file = TZifBytes(
      times: [0, 1000], kinds: [1, 0], clocks: [(3600, 0), (7200, 4)], footer: "\n\n")
    for (footer, later) in [("\n\n", "ABC 3600"), ("\nGHI5\n", "GHI -18000")] {
      file.footer = footer
      let rules = try zone(file)
      let readings = [-1, 0, 999, 1000].map { (second: Int64) in
        let segment = rules.segment(at: second)
        return "\(segment.abbreviation) \(segment.offset)"
      }
      #expect(readings == ["ABC 3600", "DEF 7200", "DEF 7200", later])
    }
  }

  @Test(arguments: [
    (TZifBytes(version: 0), "it is of version 1, which ends in 2037"),
    (TZifBytes(times: [5, 5], kinds: [0, 0]), "its changes are in no order"),
    (TZifBytes(times: [5], kinds: [1]), "a change leads to an offset that there is not"),
    (TZifBytes(times: [.max], kinds: [0]), "a change lies beyond all time"),
    (TZifBytes(clocks: []), "it has no offset"),
    (TZifBytes(clocks: [(.min, 0)]), "an offset is longer than a day"),
    (TZifBytes(clocks: [(0, 200)]), "an offset has no name"),
    (TZifBytes(leaps: 1), "it counts leap seconds"),
    (TZifBytes(footer: ""), "it ends without its last line"),
    (TZifBytes(footer: "\nABC0"), "it ends without its last line"),
  ])
  func `a file that is damaged is refused`(file: TZifBytes, reason: String) throws {
    let error = #expect(throws: TimeZoneError.self) { try zone(file) }
    #expect(error?.kind == .malformed)
    #expect(error?.message.hasSuffix("/Test/Zone cannot be read: \(reason)") == true)
  }

  @Test(arguments: [
    "ABC", "AB1", "ABC25", "ABC0DEF", "ABC0DEF,M13.1.0,M3.1.0", "ABC0DEF,M3.1.0,M4.6.0",
    "ABC0DEF,M3.1.0/168,M4.1.0", "ABC0DEF,J0,J4", "ABC0DEF,M3.1.0", "ABC0 ", "<+00-0", "ABC0:60",
  ])
  func `a rule that is none is refused`(rule: String) throws {
    let error = #expect(throws: TimeZoneError.self) { try zone(TZifBytes(footer: "\n\(rule)\n")) }
    #expect(error?.message.hasSuffix("its last line is no rule: \(rule)") == true)
  }

  @Test func `a file that ends early is refused wherever it ends`() throws {
    let bytes = TZifBytes(times: [0, 1000], kinds: [0, 0]).bytes
    for count in 0..<bytes.count {
      let error = #expect(throws: TimeZoneError.self) { try zone(Array(bytes.prefix(count))) }
      #expect(error?.kind == (count < 4 ? .unknown : .malformed))
    }
    #expect(try zone(bytes).name == "Test/Zone")
  }

  @Test func `whatever stands in a file, it is refused or answers`() throws {
    var generator = SeededGenerator(seed: 9636)
    let file = TZifBytes(
      times: [0, 1000], kinds: [1, 0], clocks: [(3600, 0), (7200, 4)],
      footer: "\nCET-1CEST,M3.5.0,M10.5.0/3\n")
    let expressions = try ["30 2 * * *", "*/15 2 29 2 *"].map { try CronExpression($0) }
    var answers = 0
    for _ in 0..<2000 {
      var bytes = file.bytes
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 51..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      }
      guard let rules = try? zone(bytes) else { continue }
      answers += 1
      for expression in expressions {
        let schedule = Schedule(expression, in: rules)
        for second: Int64 in [-86_400, 500, 1_800_000_000] {
          let timestamp = Timestamp(seconds: second)
          if let next = schedule.next(after: timestamp) { #expect(next.instant > timestamp) }
          if let last = schedule.previous(before: timestamp) { #expect(last.instant < timestamp) }
        }
      }
    }
    #expect(answers > 200 && answers < 1900)
  }

  @Test(arguments: [
    ("Europe/Berln", "there is no time zone \"Europe/Berln\"; did you mean Europe/Berlin"),
    ("Berlin", "there is no time zone \"Berlin\"; did you mean Europe/Berlin?"),
    ("europe/berlin", "\"europe/berlin\" is no name of a time zone; did you mean Europe/Berlin?"),
    ("new york", "\"new york\" is no name of a time zone; did you mean America/New_York?"),
    ("Europe", "there is no time zone \"Europe\"; did you mean Europe/Amsterdam or"),
    ("", "the machine's own time zone is not taken; name the time zone, as Europe/Berlin"),
    ("localtime", "the machine's own time zone is not taken; name the time zone, as Europe/Berlin"),
    ("../../etc/passwd", "\"../../etc/passwd\" is no name of a time zone; "),
    ("Europe/../Europe/Berlin", "\"Europe/../Europe/Berlin\" is no name of a time zone; "),
    ("/usr/share/zoneinfo/UTC", "\"/usr/share/zoneinfo/UTC\" is no name of a time zone; "),
    ("Europe//Berlin", "\"Europe//Berlin\" is no name of a time zone; "),
    ("Europe/Berlin\0", "\"Europe/Berlin\0\" is no name of a time zone; "),
    ("posixrules", "\"posixrules\" is no name of a time zone; "),
    ("right/UTC", "\"right/UTC\" is no name of a time zone; "),
    ("Zürich", "\"Z?rich\" is no name of a time zone; did you mean Europe/Zurich?"),
    ("W. Europe Standard Time", "\"W. Europe Standard Time\" is no name of a time zone; write a"),
  ])
  func `a name that is none is refused with those that are near`(name: String, begin: String) {
    let error = #expect(throws: TimeZoneError.self) { try database.rules(of: name) }
    #expect(error?.description.hasPrefix(begin) == true, "\(error?.description ?? "")")
  }

  @Test func `a machine without time zones still knows UTC and says what to install`() throws {
    let empty = TimeZoneDatabase(path: "/nonexistent")
    #expect(try empty.rules(of: "UTC").segment(at: 0).offset == 0)
    let error = #expect(throws: TimeZoneError.self) { try empty.rules(of: "Europe/Berlin") }
    #expect(
      error?.description == "there are no time zones in /nonexistent; install the package tzdata")
    #expect(error?.kind == .unreadable)
  }

  @Test func `every name of the machine can be read and is a zone of its own`() throws {
    let names = database.names()
    #expect(names.count > 300 && names == names.sorted() && Set(names).count == names.count)
    for name in names { #expect(try database.rules(of: name).name == name) }
  }

  private func zone(_ file: TZifBytes) throws -> TimeZoneRules { try zone(file.bytes) }

  private func zone(_ bytes: [UInt8]) throws -> TimeZoneRules {
    let folder = NSTemporaryDirectory() + "gcsync-zones-\(UUID().uuidString)"
    try Files.createDirectory(folder + "/Test")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.write(bytes, to: folder + "/Test/Zone", durable: false)
    return try TimeZoneDatabase(path: folder).rules(of: "Test/Zone")
  }
}
