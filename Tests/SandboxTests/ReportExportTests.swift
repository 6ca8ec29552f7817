import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

/// The exports of reports as both APIs of the simulated org have them.
@Suite struct ReportExportTests {
  private static let report = "/api/v2/reporting/reports/daily"
  private static let list = "/api/v2/analytics/reporting/exports"
  private static let guideBody: JSON = [
    "format": "CSV", "dateRange": ["type": "relative", "value": -1, "unit": "days"], "filters": [],
  ]
  private static let platformBody: JSON = [
    "name": "daily", "timeZone": "UTC", "exportFormat": "CSV",
    "interval": "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", "period": "P1D",
    "viewType": "QUEUE_PERFORMANCE_SUMMARY_VIEW", "filter": [:], "locale": "en-US",
  ]

  private func fixture(_ rule: JSON? = nil) async throws -> SandboxFixture {
    var options = SandboxOptions()
    if let rule { options.seed = ["genesys": ["exportRules": [rule]]] }
    return try await SandboxFixture(options)
  }

  /// Begins an export of the guide's API and asks until its state is another one than at first.
  private func finished(_ fixture: SandboxFixture, polls: Int = 2) async throws -> JSON {
    let begun = try #require(await fixture.call("POST", "\(Self.report)/export", Self.guideBody))
    #expect(begun.status == 202)
    let item = "\(Self.report)/exports/\(begun.json["exportId"]?.string ?? "")"
    for _ in 0..<polls {
      #expect(await fixture.call("GET", item)?.json["status"] == "IN_PROGRESS")
    }
    return try #require(await fixture.call("GET", item)).json
  }

  private func file(_ url: String, _ fixture: SandboxFixture, headers: HTTPHeaders = [:]) async
    -> LoopbackClient.Answer?
  {
    #expect(url.hasPrefix(fixture.sandbox.s3URL))
    return await fixture.s3.send(
      "GET", String(url.dropFirst(fixture.sandbox.s3URL.count)), headers: headers)
  }

  @Test func `an export of a report is asked for until it is done, and its file needs no token`()
    async throws
  {
    let fixture = try await fixture()
    let done = try await finished(fixture)
    #expect(done["status"] == "COMPLETED" && done["percentageComplete"] == 100)
    #expect(done["asked"] == nil && done["selfUri"] == nil)
    let url = try #require(done["downloadUrl"]?.string)
    let file = try #require(await file(url, fixture))
    #expect(file.headers["Content-Type"] == "text/csv; charset=UTF-8")
    #expect(file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''daily.csv")
    let lines = file.text.split(separator: "\r\n")
    #expect(lines.count == 241)
    #expect(lines[0].hasPrefix("Interval Start,Interval End,") && lines[0].hasSuffix("Cost €"))
    #expect(file.text.contains("Kundenservice Zürich") && file.text.contains("サポート"))
    #expect(await self.file(url, fixture)?.body == file.body)
    let token: HTTPHeaders = ["Authorization": "Bearer \(fixture.token)"]
    #expect(await self.file(url, fixture, headers: token)?.status == 400)
    #expect(await self.file(url + "0", fixture)?.status == 403)
    #expect(await self.file(String(url.prefix { $0 != "?" }), fixture)?.status == 403)
  }

  @Test(
    arguments: [
      (["outcome": "failed"], "FAILED"),
      (["outcome": "failed", "reason": "no such column"], "FAILED"),
      (["outcome": "cancelled"], "CANCELLED"), (["outcome": "expired"], "EXPIRED"),
      (["outcome": "unknown"], "HIBERNATING"), (["outcome": "stuck"], "IN_PROGRESS"),
      (["polls": 5, "report": "d*"], "COMPLETED"),
      (["outcome": "failed", "report": "weekly"], "COMPLETED"),
    ] as [(JSON, String)])
  func `a rule decides how an export ends`(rule: JSON, status: String) async throws {
    let done = try await finished(fixture(rule), polls: rule["polls"]?.int ?? 2)
    #expect(done["status"]?.string == status)
    #expect((done["downloadUrl"] != nil) == (status == "COMPLETED"))
    #expect(
      done["errorMessage"] == nil
        || done["errorMessage"] == rule["reason"] ?? "FAILED_GETTING_DATA_FROM_SERVICE")
  }

  @Test func `a rule decides what the file is`() async throws {
    let fixture = try await fixture()
    func lines(_ rule: JSON) async throws -> LoopbackClient.Answer {
      let put: JSON = ["op": "put", "collection": "exportRules", "id": "rule", "value": rule]
      #expect(await fixture.control("mutate", put)?.status == 200)
      let url = try await finished(fixture)["downloadUrl"]?.string ?? ""
      return try #require(await file(url, fixture))
    }
    #expect(try await lines(["rows": 0]).text.split(separator: "\r\n").count == 1)
    #expect(try await lines(["rows": 1000]).text.split(separator: "\r\n").count == 1001)
    let invalid = try await lines(["content": "invalidUTF8"])
    #expect(String(validating: invalid.body, as: UTF8.self) == nil)
    #expect(try await lines(["content": "longCell"]).body.count > 100_000)
    #expect(try await lines(["content": "markup"]).text.contains("<script>alert(\"\"1\"\")"))
    #expect(try await lines(["download": "expired"]).status == 403)
  }

  @Test func `the file follows from the interval and the filter`() async throws {
    let fixture = try await fixture()
    var files: [String] = []
    for (interval, queues) in [
      ("2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", ["q-1", "q-2"]),
      ("2026-01-01T00:00:00Z/2026-01-01T03:00:00Z", ["q-1"]),
      ("2026-01-01T00:00:00.000Z/2026-01-01T03:00:00.000Z", ["q-2"]),
    ] as [(JSON, JSON)] {
      var body = Self.platformBody
      (body["interval"], body["filter"]) = (interval, ["queueIds": queues])
      let id = await fixture.call("POST", Self.list, body)?.json["id"]?.string ?? ""
      for _ in 0..<2 { _ = await fixture.call("GET", Self.list) }
      let place = await fixture.call("GET", "/api/v2/downloads/\(id)?issueRedirect=false")?.json
      files.append(try #require(await file(place?["url"]?.string ?? "", fixture)).text)
    }
    #expect(files.map { $0.split(separator: "\r\n").count } == [49, 4, 4])
    #expect(files[1].contains(",q-1,Kundenservice Zürich,") && !files[1].contains("q-2"))
    #expect(Set(files).count == 3)
  }

  @Test func `an export that is not named, or whose connection breaks, can be played`() async throws
  {
    let fixture = try await fixture(["nameless": true])
    let begun = await fixture.call("POST", "\(Self.report)/export", Self.guideBody)
    #expect(begun?.status == 202 && begun?.json["exportId"] == nil)
    let platform = await fixture.call("POST", Self.list, Self.platformBody)
    #expect(platform?.status == 200 && platform?.json["id"] == nil)
    let dropping = try await self.fixture(["download": "dropped"])
    let url = try await finished(dropping)["downloadUrl"]?.string ?? ""
    #expect(await file(url, dropping) == nil)
  }

  @Test(
    arguments: [
      ["format": "PDF"], ["format": "EXCEL"], ["dateRange": ["type": "absolute"]],
      ["dateRange": ["type": "relative", "value": -1, "unit": "months"]],
      ["dateRange": ["type": "relative", "value": "x", "unit": "days"]], ["filters": "none"],
    ] as [JSON])
  func `a request the guide does not describe is refused`(change: JSON) async throws {
    var body = Self.guideBody
    for member in change.object ?? [:] { body[member.key] = member.value }
    let fixture = try await fixture()
    #expect(await fixture.call("POST", "\(Self.report)/export", body)?.status == 400)
  }

  @Test func `a report or an export that is not there is a 404, and a right may be missing`()
    async throws
  {
    var options = SandboxOptions()
    options.seed = ["genesys": ["reports": [["id": "weekly", "name": "Weekly"]]]]
    let fixture = try await SandboxFixture(options)
    #expect(await fixture.call("POST", "\(Self.report)/export", Self.guideBody)?.status == 404)
    #expect(await fixture.call("GET", "\(Self.report)/exports/none")?.status == 404)
    let weekly = "/api/v2/reporting/reports/weekly/export"
    #expect(await fixture.call("POST", weekly, Self.guideBody)?.status == 202)
    #expect(await fixture.control("mutate", ["deny": ["reporting:export"]])?.status == 200)
    let denied = await fixture.call("POST", weekly, Self.guideBody)
    #expect(denied?.status == 403 && denied?.text.contains("reporting:export") == true)
  }

  @Test(arguments: [
    ("partial", "COMPLETED_WITH_PARTIAL_RESULTS"), ("failed", "FAILED"), ("cancelled", "CANCELLED"),
  ])
  func `the platform's exports go by the same rules`(outcome: String, status: String) async throws {
    let fixture = try await fixture(["outcome": .string(outcome), "report": "QUEUE_*"])
    _ = await fixture.call("POST", Self.list, Self.platformBody)
    var last: JSON?
    for _ in 0..<3 {
      last = await fixture.call("GET", Self.list)?.json["entities"]?.array?.first
    }
    #expect(last?["status"]?.string == status)
    let isThere = last?["downloadUrl"]?.string != nil
    #expect(isThere == (outcome == "partial"))
    let id = last?["id"]?.string ?? ""
    #expect(
      await fixture.call("GET", "/api/v2/downloads/\(id)")?.status == (isThere ? 303 : 404))
  }
}
