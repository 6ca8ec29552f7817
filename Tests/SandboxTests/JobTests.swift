import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct JobTests {
  private static let jobs = "/api/v2/recording/jobs"
  private static let exports = "/api/v2/analytics/reporting/exports"
  private static let export: JSON = [
    "name": "daily", "timeZone": "UTC", "exportFormat": "CSV",
    "interval": "2026-01-01T00:00:00/2026-01-02T00:00:00", "period": "P1D",
    "viewType": "QUEUE_PERFORMANCE_SUMMARY_VIEW", "filter": [:], "locale": "en-US",
  ]

  @Test func `a job on recordings gets ready, is started and done, read by read`() async throws {
    let fixture = try await SandboxFixture()
    let query: JSON = ["action": "DELETE", "actionAge": 30]
    let created = await fixture.call("POST", Self.jobs, query)?.json
    #expect(created?["state"] == "PENDING")
    #expect(created?["recordingJobsQuery"]?["includeScreenRecordings"] == true)
    let item = "\(Self.jobs)/\(created?["id"]?.string ?? "")"
    let start: JSON = ["state": "PROCESSING"]
    #expect(await fixture.call("PUT", item, start)?.status == 400)
    #expect(await fixture.call("GET", item)?.json["state"] == "PENDING")
    #expect(await fixture.call("GET", item)?.json["state"] == "READY")
    #expect(await fixture.call("PUT", item, start)?.json["state"] == "PROCESSING")
    #expect(await fixture.call("GET", item)?.json["state"] == "PROCESSING")
    let done = await fixture.call("GET", item)?.json
    #expect(done?["state"] == "FULFILLED")
    #expect(done?["percentProgress"] == 100)
    #expect(await fixture.call("DELETE", item)?.status == 400)
    #expect(await fixture.call("GET", "\(item)/failedrecordings")?.json["total"] == 0)
  }

  @Test func `a job that is not done can be called off and stays in the list`() async throws {
    let fixture = try await SandboxFixture()
    let created = await fixture.call("POST", Self.jobs, ["action": "ARCHIVE"])?.json
    let item = "\(Self.jobs)/\(created?["id"]?.string ?? "")"
    #expect(await fixture.call("DELETE", item)?.status == 204)
    for (query, total) in [("state=CANCELLED", 1), ("state=READY", 0), ("jobType=ARCHIVE", 1)]
      as [(String, JSON)]
    {
      #expect(await fixture.call("GET", "\(Self.jobs)?\(query)")?.json["total"] == total)
    }
  }

  @Test func `a job that exports needs an integration`() async throws {
    let fixture = try await SandboxFixture()
    for query in [
      ["action": "EXPORT"], ["action": "EXPORT", "integrationId": "none"], ["action": "COPY"], [:],
    ] as [JSON] {
      #expect(await fixture.call("POST", Self.jobs, query)?.status == 400)
    }
  }

  @Test func `an export is followed by its list and then downloaded`() async throws {
    let fixture = try await SandboxFixture()
    let created = await fixture.call("POST", Self.exports, Self.export)
    #expect(created?.status == 200)
    #expect(created?.json["status"] == "SUBMITTED")
    let id = created?.json["id"]?.string ?? ""
    #expect(await fixture.call("GET", "\(Self.exports)/\(id)")?.status == 404)
    #expect(await fixture.call("GET", "/api/v2/downloads/\(id)")?.status == 404)
    var last: JSON?
    for status in ["SUBMITTED", "RUNNING", "COMPLETED"] as [JSON] {
      last = await fixture.call("GET", Self.exports)?.json["entities"]?.array?.first
      #expect(last?["status"] == status)
    }
    let url = last?["downloadUrl"]?.string ?? ""
    #expect(url.hasPrefix(fixture.sandbox.genesysURL))
    let file = await fixture.call("GET", String(url.dropFirst(fixture.sandbox.genesysURL.count)))
    #expect(file?.status == 303)
    #expect(file?.headers["Location"]?.hasPrefix(fixture.sandbox.s3URL) == true)
  }

  @Test(arguments: [
    "name", "timeZone", "exportFormat", "interval", "period", "viewType", "filter", "locale",
  ])
  func `an export says all it needs`(member: String) async throws {
    let fixture = try await SandboxFixture()
    var body = Self.export
    body[JSONPointer([member])] = nil
    #expect(await fixture.call("POST", Self.exports, body)?.status == 400)
    body[JSONPointer([member])] = member == "filter" ? "x" : 7
    #expect(await fixture.call("POST", Self.exports, body)?.status == 400)
  }
}
