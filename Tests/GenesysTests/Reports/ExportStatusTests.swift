import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing

@Suite struct ExportStatusTests {
  private static let guideID = ExportID(report: "r 1", id: "e-1")
  private static let url = "https://files.example.com/x.csv?sig=1"

  private static func page(_ ids: [String], _ number: Int, of count: Int) -> JSON {
    [
      "entities": .array(ids.map { ["id": .string($0), "status": "RUNNING"] }),
      "pageNumber": .number(.init(number)), "pageCount": .number(.init(count)),
    ]
  }

  @Test(
    arguments: [
      (["status": "IN_PROGRESS"], "running"),
      (["status": "SUBMITTED", "percentageComplete": 0], "running 0"),
      (["status": "RUNNING", "percentageComplete": 40], "running 40"),
      (
        ["status": "RUNNING", "percentageComplete": .number(JSONNumber(validated: "66.67"))],
        "running 66"
      ),
      (["status": "COMPLETED", "downloadUrl": .string(url)], "finished \(url)"),
      (
        ["status": "COMPLETED_WITH_PARTIAL_RESULTS", "downloadUrl": .string(url)],
        "partial \(url)"
      ),
      (
        ["status": "COMPLETED", "downloadUrl": "/api/v2/downloads/1"],
        "finished https://api.mypurecloud.com/api/v2/downloads/1"
      ),
      (["status": "COMPLETED"], "export-url-missing again"),
      (["status": "COMPLETED", "downloadUrl": "ftp://x/y"], "export-url-refused"),
      (["status": "FAILED"], "export-failed again"),
      (
        [
          "status": "FAILED",
          "exportErrorMessagesType": "FAILED_AS_EXPORT_FILE_SIZE_IS_GREATER_THAN_10MB",
        ], "export-failed"
      ),
      (
        ["status": "FAILED", "exportErrorMessagesType": "TOO_MANY_REQUESTS_FROM_AN_ORGANIZATION"],
        "export-failed again"
      ),
      (["status": "CANCELLED"], "export-cancelled"),
      (["status": "CANCELLING"], "export-cancelled"),
      (["status": "EXPIRED"], "export-expired again"),
      (["status": "completed"], "export-status-unknown"),
      (["status": "PAUSED"], "export-status-unknown"),
      ([:], "export-status-unknown"),
    ] as [(JSON, String)])
  func `each state is what it is, and one that nobody knows is a failure at once`(
    body: JSON, expected: String
  ) async throws {
    let scripted = try ScriptedExports(.guide, [answer(body)])
    let words: String =
      switch try await scripted.exports.status(of: Self.guideID) {
      case .running(let percent): "running" + (percent.map { " \($0)" } ?? "")
      case .finished(let url, let isPartial): "\(isPartial ? "partial" : "finished") \(url.text)"
      case .failed(let failure): failure.code.rawValue + (failure.canRetry ? " again" : "")
      }
    #expect(words == expected)
    #expect(scripted.lines == ["GET /api/v2/reporting/reports/r%201/exports/e-1"])
  }

  @Test func `the platform's list is read from both its ends, because it has no promised order`()
    async throws
  {
    let scripted = try ScriptedExports(
      .platform,
      ScriptedTransport { request, _ in
        let number = request.url.query.last.flatMap { Int($0.value) } ?? 0
        return answer(Self.page(["e-\(number)"], number, of: 4))
      })
    for (id, count) in [("e-1", 1), ("e-4", 2), ("e-3", 3), ("e-2", 4), ("e-9", 4)] {
      let before = scripted.org.requests.count
      let failure = await exportFailure {
        let status = try await scripted.exports.status(of: ExportID(id: id))
        #expect(status == .running(percent: nil))
      }
      #expect((failure?.code == .notFound) == (id == "e-9"))
      #expect(scripted.org.requests.count - before == count, "\(id)")
    }
    #expect(scripted.lines[0].hasSuffix("exports?pageSize=100&pageNumber=1"))
  }

  @Test(
    arguments: [
      (.guide, .status(404, body: "{\"message\": \"no\"}"), "export-not-found"),
      (.guide, .status(404, body: "<html>"), "not-the-api"),
      (.guide, .status(403, body: "{\"message\": \"no\"}"), "permission-denied"),
      (.platform, .status(200, body: "{}"), "not-the-api"),
      (.platform, .status(200, body: "{\"entities\": []}"), "export-not-found"),
      (.guide, .status(200, body: "[]"), "not-the-api"),
    ] as [(Profile, ScriptedTransport.Answer, String)])
  func `what is no export is told from one that is gone`(
    profile: Profile, answer: ScriptedTransport.Answer, code: String
  ) async throws {
    let scripted = try ScriptedExports(profile, [answer])
    let id = profile == .guide ? Self.guideID : ExportID(id: "e-1")
    let failure = await exportFailure { _ = try await scripted.exports.status(of: id) }
    #expect(failure?.code.rawValue == code)
  }

  // MARK: - Waiting

  @Test func `waiting ends with the file`() async throws {
    let running = answer(["status": "IN_PROGRESS"])
    let scripted = try ScriptedExports(
      .guide,
      [
        running, running, running,
        answer(["status": "COMPLETED", "downloadUrl": .string(Self.url)]),
      ])
    let outcome = try await scripted.exports.wait(
      for: Self.guideID, mode: .wait(budget: .seconds(60)))
    #expect(
      outcome == .finished(try #require(URL(parsing: Self.url)), isPartial: false))
    #expect(scripted.virtual.slept == [1, 2, 4, 8].map { .seconds($0) })
  }

  @Test func `an export that is not done within the budget is a failure that says how to go on`()
    async throws
  {
    let scripted = try ScriptedExports(
      .guide, ScriptedTransport { _, _ in answer(["status": "IN_PROGRESS"]) })
    let failure = await exportFailure {
      _ = try await scripted.exports.wait(for: Self.guideID, mode: .wait(budget: .seconds(60)))
    }
    #expect(failure?.code == .timeout && failure?.canRetry == true)
    #expect(failure?.hint?.contains("report resume") == true)
    #expect(failure?.notes == ["export: r%201/e-1"])
    #expect(scripted.virtual.elapsed <= .seconds(60))
  }

  @Test func `deferred waiting asks twice and then leaves the export to another run`() async throws
  {
    let scripted = try ScriptedExports(
      .platform,
      ScriptedTransport { _, _ in
        answer(["entities": [["id": "e-1", "status": "RUNNING", "percentageComplete": 7]]])
      })
    let outcome = try await scripted.exports.wait(
      for: ExportID(id: "e-1"), mode: .deferred(polls: 2))
    #expect(outcome == .deferred(percent: 7))
    #expect(scripted.org.requests.count == 2)
    #expect(scripted.virtual.slept == [.seconds(1), .seconds(2)])
  }

  @Test(arguments: ["FAILED", "CANCELLED", "EXPIRED", "PAUSED"])
  func `a failure ends the wait at once`(status: String) async throws {
    let scripted = try ScriptedExports(
      .guide, ScriptedTransport { _, _ in answer(["status": .string(status)]) })
    let failure = await exportFailure {
      _ = try await scripted.exports.wait(for: Self.guideID, mode: .wait(budget: .seconds(60)))
    }
    #expect(failure != nil && scripted.org.requests.count == 1)
  }

  @Test func `an export may appear late, and the org be away for a while`() async throws {
    let gone = ScriptedTransport.Answer.status(404, body: "{\"message\": \"no\"}")
    let refused = ScriptedTransport.Answer.failure(
      TransportError(.refused, "refused", mayHaveBeenSent: false))
    let done = answer(["status": "COMPLETED", "downloadUrl": .string(Self.url)])
    let away = Array(repeating: refused, count: 4)
    let patient = try ScriptedExports(.guide, [gone, gone] + away + [done])
    let outcome = try await patient.exports.wait(
      for: Self.guideID, mode: .wait(budget: .seconds(60)))
    guard case .finished = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let absent = try ScriptedExports(.guide, [gone, gone, gone, done])
    let failure = await exportFailure {
      _ = try await absent.exports.wait(for: Self.guideID, mode: .wait(budget: .seconds(60)))
    }
    #expect(failure?.code == .notFound)
  }

  @Test func `a wait the org asks for does not take a budget beyond its end`() async throws {
    let scripted = try ScriptedExports(
      .guide, ScriptedTransport { _, _ in .status(429, headers: ["Retry-After": "50"]) })
    let failure = await exportFailure {
      _ = try await scripted.exports.wait(for: Self.guideID, mode: .wait(budget: .seconds(60)))
    }
    #expect(failure?.code == .timeout)
    #expect(failure?.notes.contains { $0.contains("the last answer") } == true)
    #expect(scripted.virtual.elapsed <= .seconds(60))
  }
}
