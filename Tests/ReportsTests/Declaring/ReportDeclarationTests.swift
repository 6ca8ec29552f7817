import Diagnostics
import JSON
import Reports
import Testing
import World

@Suite struct ReportDeclarationTests {
  private func problems(
    platform: Bool = false, _ change: (inout JSONObject) -> Void
  ) -> [String] {
    var spec = Rig.standard
    change(&spec)
    return ReportDeclaration.read(.object(spec), isPlatform: platform).problems.map {
      "\($0.severity.rawValue) \($0.code): \($0.message)"
    }
  }

  @Test func `a report that is as it should be has nothing wrong with it`() throws {
    #expect(problems { _ in }.isEmpty)
    #expect(
      problems(platform: true) {
        $0["report"] = [
          "viewType": "QUEUE_PERFORMANCE_SUMMARY_VIEW", "filter": [:], "period": "PT30M",
        ]
        $0["period"] = "last month"
        $0["schedule"] = ["cron": "0 6 1 * *", "timeZone": "Europe/Berlin"]
      }.isEmpty)
  }

  @Test func `each profile says what its report lacks`() {
    #expect(
      problems { $0["report"] = ["viewType": "X_VIEW"] } == [
        "error missing-field: report is missing \"reportId\"",
        "error missing-field: report is missing \"format\"",
      ])
    #expect(problems(platform: true) { $0["report"] = ["reportId": "x"] }.count == 1)
  }

  @Test func `a budget as long as whatever runs it may run is refused`() {
    #expect(
      problems { $0["export"] = ["budgetSeconds": 60, "runtimeSeconds": 30] } == [
        "error budget-beyond-runtime: waiting 60 s for the export takes longer than the 30 s it may run"
      ])
    #expect(problems { $0["export"] = ["mode": "deferred", "runtimeSeconds": 30] }.isEmpty)
  }

  @Test(arguments: [
    ("61 6 * * *", "Europe/Berlin", "invalid-cron"), ("0 6 * *", "Europe/Berlin", "invalid-cron"),
    ("0 0 30 2 *", "Europe/Berlin", "invalid-cron"), ("0 6 * * *", "Berlin", "invalid-time-zone"),
  ])
  func `a schedule that cannot be kept is refused`(cron: String, zone: String, code: String) {
    let found = problems {
      $0["schedule"] = ["cron": .string(cron), "timeZone": .string(zone)]
    }
    #expect(found.contains { $0.hasPrefix("error \(code)") }, "\(found)")
  }

  @Test func `a schedule that fires often for one period is remarked on`() {
    let found = problems {
      $0["schedule"] = ["cron": "0 * * * *", "timeZone": "Europe/Berlin"]
    }
    #expect(found.map { $0.prefix(23) } == ["warning period-repeated"])
  }

  @Test(arguments: ["last week", "month to date", "last month"])
  func `a period that the guide's API cannot say is refused`(period: String) {
    #expect(
      problems { $0["period"] = .string(period) }.first?.hasPrefix("error period-not-relative")
        == true)
  }

  @Test(arguments: [
    ("days", -1, "2026-11-27T23:00:00Z/2026-11-28T23:00:00Z"),
    ("days", -7, "2026-11-21T23:00:00Z/2026-11-28T23:00:00Z"),
    ("weeks", -1, "2026-11-21T23:00:00Z/2026-11-28T23:00:00Z"),
    ("hours", -4, "2026-11-29T01:00:00Z/2026-11-29T05:00:00Z"),
  ])
  func `a range that counts from now is resolved as what it covers`(
    unit: String, value: Int, interval: String
  ) throws {
    var spec = Rig.standard
    spec["report"] = [
      "reportId": "r", "format": "CSV",
      "dateRange": [
        "type": "relative", "value": .number(JSONNumber(value)), "unit": .string(unit),
      ],
    ]
    let declaration = try #require(
      ReportDeclaration.read(.object(spec), isPlatform: false).declaration)
    let before = Rig.morning.advanced(by: .seconds(-600))
    let time = try #require(declaration.schedule.next(after: before))
    #expect(
      declaration.period.resolved(for: time, in: declaration.schedule.zone).interval == interval)
    #expect(declaration.isCountedFromNow)
  }

  @Test(arguments: [
    ("subject", "a\r\nBcc: eve@example.com", "invalid-text"),
    ("subject", "{nothing}", "invalid-text"),
    ("fileName", "a\u{0}b", "invalid-text"), ("from", "no address", "invalid-address"),
    ("replyTo", "a@b\r\nBcc: c@d.example", "invalid-address"),
    ("recipients", "ann@example.com", "invalid-store"), ("tooLarge", "link", "link-without-place"),
  ])
  func `a text that a mail cannot carry is refused`(field: String, text: String, code: String) {
    let found = problems { spec in
      guard case .object(var deliver) = spec["deliver"] ?? [:] else { return }
      deliver[field] = .string(text)
      spec["deliver"] = .object(deliver)
    }
    #expect(found.first?.hasPrefix("error \(code)") == true, "\(found)")
  }

  @Test func `a subject always tells which report it is and of when`() throws {
    var spec = Rig.standard
    spec["deliver"] = ["recipients": "file:a", "subject": "Hello"]
    let declaration = try #require(
      ReportDeclaration.read(.object(spec), isPlatform: false).declaration)
    let subject = declaration.delivery.subject.filled { "<\($0.rawValue)>" }
    #expect(subject == "Hello (<report>) <date>")
  }
}
