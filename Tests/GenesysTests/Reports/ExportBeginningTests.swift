import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

@Suite struct ExportBeginningTests {
  private static let lost = ScriptedTransport.Answer.failure(
    TransportError(.connectionLost, "gone", mayHaveBeenSent: true))
  private static let list = "/api/v2/analytics/reporting/exports"

  /// An export in the list, made that many seconds after the virtual world began.
  private static func entry(
    _ id: String, at seconds: Int = 0, name: String = "daily", interval: String? = nil,
    view: String = "QUEUE_PERFORMANCE_SUMMARY_VIEW"
  ) -> JSON {
    let made = Timestamp(seconds: 1_795_225_800 + Int64(seconds))
    return [
      "id": .string(id), "name": .string(name), "viewType": .string(view),
      "interval": .string(interval ?? "2026-11-20T00:00:00Z/2026-11-21T00:00:00Z"),
      "createdDateTime": .string(made.rfc3339), "status": "SUBMITTED",
    ]
  }

  private static func page(_ entries: [JSON], count: Int = 1) -> ScriptedTransport.Answer {
    answer(["entities": .array(entries), "pageCount": .number(.init(count))])
  }

  @Test func `an export of the guide's API is begun below its report`() async throws {
    let scripted = try ScriptedExports(.guide, [answer(["exportId": "e-1"], 202)])
    let id = try await scripted.exports.begin(ScriptedExports.request(.guide))
    #expect(id == ExportID(report: "sales/daily", id: "e-1"))
    #expect(scripted.lines == ["POST /api/v2/reporting/reports/sales%2Fdaily/export"])
    let sent = try #require(scripted.org.requests.first)
    #expect(sent.headers["Authorization"] == "Bearer the-token")
    #expect(sent.template == "/api/v2/reporting/reports/{reportId}/export")
    #expect(try JSON.parse(sent.body) == ScriptedExports.request(.guide).body)
  }

  @Test func `an export of the platform is begun in its list`() async throws {
    let scripted = try ScriptedExports(.platform, [answer(["id": "e-1"])])
    let id = try await scripted.exports.begin(ScriptedExports.request(.platform))
    #expect(id == ExportID(id: "e-1"))
    #expect(scripted.lines == ["POST \(Self.list)"])
  }

  @Test(
    arguments: Profile.allCases, [["status": "IN_PROGRESS"], ["id": "", "exportId": ""]] as [JSON])
  func `an answer that names no export is an error`(profile: Profile, body: JSON) async throws {
    let scripted = try ScriptedExports(profile, [answer(body)])
    let failure = await exportFailure {
      _ = try await scripted.exports.begin(ScriptedExports.request(profile))
    }
    #expect(failure?.code == .idMissing && failure?.correlation == "c-1")
    #expect(scripted.org.requests.count == 1)
  }

  @Test(
    arguments: [
      (Profile.guide, 403, "permission-denied", "reporting:export", false),
      (.guide, 403, "permission-denied", "Premium or Enterprise", false),
      (.platform, 403, "permission-denied", "analytics:dataExport:add", false),
      (.platform, 403, "permission-denied", "analytics:dataExport:view", false),
      (.guide, 404, "export-refused", "check reportId", false),
      (.platform, 400, "export-refused", "", false),
      (.guide, 401, "authentication-failed", "client id", false),
    ] as [(Profile, Int, String, String, Bool)])
  func `a refusal says why and what to do`(
    profile: Profile, status: Int, code: String, hint: String, canRetry: Bool
  ) async throws {
    let refusal: JSON = ["message": "no hunter2 here", "code": "x"]
    let scripted = try ScriptedExports(profile, [answer(refusal, status)])
    let failure = try #require(
      await exportFailure {
        _ = try await scripted.exports.begin(ScriptedExports.request(profile))
      })
    #expect(failure.code.rawValue == code && failure.canRetry == canRetry)
    #expect((failure.hint ?? "").contains(hint))
    #expect(failure.correlation == "c-1")
    #expect(!"\(failure)".contains("hunter2") && !failure.notes.joined().contains("hunter2"))
  }

  @Test(arguments: [lost, .status(502), .status(504)])
  func `the guide's API is asked again where an answer was lost, for it has no list`(
    first: ScriptedTransport.Answer
  ) async throws {
    let scripted = try ScriptedExports(.guide, [first, answer(["exportId": "e-2"])])
    let id = try await scripted.exports.begin(ScriptedExports.request(.guide))
    #expect(id.id == "e-2" && scripted.org.requests.count == 2)
  }

  @Test(arguments: [lost, .status(502), .status(500, body: "{}")])
  func `an export whose answer was lost is found in the platform's list`(
    first: ScriptedTransport.Answer
  ) async throws {
    let scripted = try ScriptedExports(
      .platform,
      [
        first, Self.page([]),
        Self.page([
          Self.entry("other name", name: "weekly"), Self.entry("too old", at: -3600),
          Self.entry("other time", interval: "2026-11-19T00:00:00Z/2026-11-20T00:00:00Z"),
          Self.entry("other view", view: "AGENT_STATUS_SUMMARY_VIEW"), Self.entry("e-3", at: 1),
        ]),
      ])
    let id = try await scripted.exports.begin(ScriptedExports.request(.platform))
    #expect(id.id == "e-3")
    #expect(scripted.lines.filter { $0.hasPrefix("POST") }.count == 1)
    #expect(scripted.virtual.slept == [.seconds(1), .seconds(2)])
  }

  @Test func `an export that the list does not show is asked for once more`() async throws {
    let none = Self.page([Self.entry("too old", at: -3600)])
    let scripted = try ScriptedExports(
      .platform, [Self.lost, none, none, none, answer(["id": "e-4"])])
    #expect(try await scripted.exports.begin(ScriptedExports.request(.platform)).id == "e-4")
    let stubborn = try ScriptedExports(
      .platform, [Self.lost, none, none, none, Self.lost, none, none, none])
    let failure = await exportFailure {
      _ = try await stubborn.exports.begin(ScriptedExports.request(.platform))
    }
    #expect(failure?.code == .unreachable && failure?.canRetry == true)
    #expect(stubborn.lines.filter { $0.hasPrefix("POST") }.count == 2)
  }

  @Test func `an export the org mails itself is never asked for twice`() async throws {
    var report = ScriptedExports.platformReport
    report["recipientEmails"] = ["a@example.com"]
    let none = Self.page([])
    let scripted = try ScriptedExports(.platform, [Self.lost, none, none, none])
    let failure = await exportFailure {
      _ = try await scripted.exports.begin(ScriptedExports.request(.platform, report))
    }
    #expect(failure?.code == .outcomeUnknown && failure?.canRetry == false)
    #expect(scripted.lines.filter { $0.hasPrefix("POST") }.count == 1)
  }

  @Test func `a limit is waited out as the org asks, and each one is an event`() async throws {
    let scripted = try ScriptedExports(
      .platform,
      [.status(429, headers: ["Retry-After": "7"]), .status(429), answer(["id": "e-5"])])
    #expect(try await scripted.exports.begin(ScriptedExports.request(.platform)).id == "e-5")
    #expect(scripted.virtual.slept.first == .seconds(7))
    #expect(scripted.virtual.slept.last.map { $0 >= .seconds(1) } == true)
    #expect(scripted.virtual.events.filter { $0.name == "rate_limit_encountered" }.count == 2)
  }

  @Test func `exports at the same time share what the org allows and whether it is asked at all`()
    async throws
  {
    let scripted = try ScriptedExports(
      .guide,
      [
        .status(429, headers: ["Retry-After": "30"]), answer(["exportId": "e-1"]), .status(400),
        .status(501), .status(501),
      ], breaker: CircuitBreaker(threshold: 2, rest: .seconds(60)), budget: RateBudget())
    let other = scripted.another()
    let request = try ScriptedExports.request(.guide)
    #expect(try await scripted.exports.begin(request).id == "e-1")
    for exports in [other, scripted.exports, other] {
      _ = await exportFailure { _ = try await exports.begin(request) }
    }
    let failure = await exportFailure { _ = try await scripted.exports.begin(request) }
    #expect(failure?.message.contains("keeps failing") == true)
    #expect(scripted.org.requests.count == 5)
  }

  @Test func `an open circuit fails at once and sends nothing`() async throws {
    let scripted = try ScriptedExports(
      .platform, ScriptedTransport { _, _ in .status(400) },
      breaker: CircuitBreaker(threshold: 1, rest: .seconds(60)))
    let broken = try ScriptedExports(
      .platform, ScriptedTransport { _, _ in .status(503) },
      breaker: CircuitBreaker(threshold: 1, rest: .seconds(60)))
    for exports in [scripted, broken] {
      _ = await exportFailure {
        _ = try await exports.exports.begin(ScriptedExports.request(.platform))
      }
    }
    let failure = await exportFailure {
      _ = try await broken.exports.begin(ScriptedExports.request(.platform))
    }
    #expect(failure?.code == .unreachable && failure?.message.contains("keeps failing") == true)
    #expect(broken.org.requests.count == 1)
    #expect(broken.virtual.events.contains { $0.name == "circuit_opened" })
    #expect(!scripted.virtual.events.contains { $0.name == "circuit_opened" })
  }
}
