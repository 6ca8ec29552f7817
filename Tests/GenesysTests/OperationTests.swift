import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

@Suite struct OperationTests {
  /// A job that is created, set off once it is ready, and read by its id.
  private static let job: JSON = [
    "collection": "/api/v2/jobs", "create": "POST",
    "start": ["call": "PUT /{id}", "body": ["state": "GO"], "when": ["READY"]],
    "cancel": "DELETE /{id}", "status": "GET /{id}", "state": "/state",
    "running": ["PENDING", "READY", "GO"], "done": ["END"], "failed": ["BAD"],
    "progress": "/percent", "detail": "/why", "grave": ["/action": "DELETE"],
    "permissions": ["read": ["job:view"], "write": ["job:add"]],
  ]

  /// An export that is found in its list alone.
  private static let export: JSON = [
    "collection": "/api/v2/exports", "create": "POST", "cancel": "none", "status": "list",
    "pageSize": 2, "state": "/status", "running": ["RUNNING"], "done": ["END"], "failed": [],
    "result": "/url",
  ]

  private func kind(_ operation: JSON) throws -> Kind {
    try #require(
      Kind(schema: ["title": "Job", "x-gcsync": ["operation": ["platform": operation]]]) { _ in
        nil
      })
  }

  private func operations(
    _ operation: JSON = job, _ answers: ScriptedTransport.Answer...
  ) throws -> (OperationClient, ScriptedOrg) {
    let org = try ScriptedOrg(ScriptedTransport(answers), profile: .platform)
    return (try #require(org.writer.operations(of: kind(operation))), org)
  }

  private func codes(_ work: () async throws -> Void) async -> [String] {
    do {
      try await work()
      return []
    } catch let failure as DiagnosticsError {
      return failure.diagnostics.map(\.code)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `an operation is created, set off and cancelled with the calls its kind names`()
    async throws
  {
    let (client, org) = try operations(
      Self.job, .status(200, body: "{\"id\": \"a/1\"}"), .status(200), .status(204))
    let id = try await client.create(["action": "EXPORT"])
    try await client.start(id)
    try await client.cancel(id)
    let lines = org.transport.requests.map { "\($0.method.rawValue) \($0.url.path)" }
    #expect(
      lines == ["POST /api/v2/jobs", "PUT /api/v2/jobs/a%2F1", "DELETE /api/v2/jobs/a%2F1"])
    #expect(
      org.transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
        == ["{\"action\":\"EXPORT\"}", "{\"state\":\"GO\"}", ""])
  }

  @Test(
    arguments: [
      .failure(TransportError(.connectionLost, "gone", mayHaveBeenSent: true)),
      .status(502), .status(500, body: "{}"), .status(200, body: "{}"), .status(202),
    ] as [ScriptedTransport.Answer])
  func `a creation whose outcome is open is not sent again, and says so`(
    answer: ScriptedTransport.Answer
  ) async throws {
    let (client, org) = try operations(Self.job, answer, .status(200, body: "{\"id\": \"2\"}"))
    #expect(await codes { _ = try await client.create([:]) } == ["outcome-unknown"])
    #expect(org.transport.requests.count == 1)
  }

  @Test func `a creation that is refused says why`() async throws {
    let (client, _) = try operations(
      Self.job, .status(403, body: "{\"message\": \"no\"}"),
      .status(400, body: "{\"message\": \"bad interval\"}"))
    #expect(await codes { _ = try await client.create([:]) } == ["permission-denied"])
    #expect(await codes { _ = try await client.create([:]) } == ["request-failed"])
  }

  @Test func `a state is what its kind says it is, and one nobody knows is unknown`() async throws {
    let (client, _) = try operations(
      Self.job, .status(200, body: "{\"state\": \"BAD\", \"percent\": 7, \"why\": \"w\"}"),
      .status(200, body: "{\"state\": \"NEW\"}"), .status(404, body: "{}"))
    let failed = try #require(await client.status("1"))
    #expect(failed.phase == .failed && failed.percent?.int == 7 && failed.detail == "w")
    #expect(try await client.status("1")?.phase == .unknown)
    #expect(try await client.status("1") == nil)
  }

  @Test func `what has no address of its own is looked for on every page of the list`()
    async throws
  {
    func page(_ ids: [String]) -> ScriptedTransport.Answer {
      let entities = ids.map { id -> JSON in
        ["id": .string(id), "status": "END", "url": .string("u-\(id)")]
      }
      let body: JSON = ["entities": .array(entities), "pageCount": 2]
      return .status(200, body: body.text)
    }
    let (client, org) = try operations(
      Self.export, page(["1", "2"]), page(["3"]), page(["1", "2"]), page(["3"]))
    #expect(try await client.status("3")?.result == "u-3")
    #expect(try await client.status("4") == nil)
    #expect(org.transport.requests.count == 4)
    #expect(org.transport.requests[1].url.queryText == "pageSize=2&pageNumber=2")
  }

  @Test func `waiting asks ever more seldom, every half minute at last, and tells what changes`()
    async throws
  {
    let org = try ScriptedOrg(
      ScriptedTransport { _, index in
        .status(200, body: "{\"state\": \"\(index < 7 ? "PENDING" : "END")\"}")
      }, profile: .platform)
    let client = try #require(org.writer.operations(of: kind(Self.job)))
    let status = try await client.wait(for: "1", unless: Interruption()) {
      $0.phase != .running
    } onChange: { _ in
    }
    #expect(status.state == "END")
    #expect(org.virtual.slept == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
  }

  @Test func `an operation that never appears is given up, and a wish to stop ends the wait`()
    async throws
  {
    let (absent, org) = try operations(
      Self.job, .status(404), .status(404), .status(404), .status(404), .status(404),
      .status(404), .status(404))
    let found = await codes {
      _ = try await absent.wait(for: "1", unless: Interruption()) { _ in
        true
      } onChange: { _ in
      }
    }
    #expect(found == ["not-in-the-org"])
    #expect(org.transport.requests.count == 6)
    let (client, _) = try operations(Self.job, .status(200, body: "{\"state\": \"PENDING\"}"))
    let interruption = Interruption()
    interruption.request()
    let status = try await client.wait(for: "1", unless: interruption) {
      $0.phase != .running
    } onChange: { _ in
    }
    #expect(status.state == "PENDING")
  }

  @Test func `what a spec asks for can be grave`() throws {
    let wire = try #require(try kind(Self.job).operations[.platform])
    #expect(wire.isGrave(["action": "DELETE"]) && !wire.isGrave(["action": "EXPORT"]))
  }
}
