import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import Synchronization
import TestSupport
import Testing
import World

struct WriterTests {
  private static let header = Plan.Header(
    version: "1", owner: "o", environment: "e", target: [:], manifestHash: "", schemaHashes: [:])

  /// Applies one operation on an object named `x`, whose id is `a/1` in the guide profile.
  private func apply(
    _ action: Reconciler.Operation.Action, on org: ScriptedOrg, profile: Profile = .guide,
    after: JSON = ["name": "x"]
  ) async throws -> OperationResult {
    let kind = try sampleKind()
    let operation = Reconciler.Operation(
      address: Address(kind: "Webhook", name: "x"), action: action,
      id: action == .create && profile == .platform ? nil : "a/1", name: "x", fields: [],
      before: action == .create ? nil : ["name": "old"],
      after: action == .delete ? nil : after, reasons: [], precondition: nil,
      dependencies: [])
    let applier = Applier(
      writer: org.writer,
      journal: RunJournal(store: MemoryState(), run: "r", world: org.virtual.world),
      scribe: Scribe(owner: "o", run: "r") { _ in nil }, kinds: ["Webhook": kind], profile: profile,
      secrets: ["env:T": Secret("t0ken-value")],
      world: org.virtual.world)
    let results = try await applier.apply(Plan(header: Self.header, operations: [operation]))
    return try #require(results.first)
  }

  private func guideOrg(_ write: ScriptedTransport.Answer, thereAfter: Bool) throws -> ScriptedOrg {
    try ScriptedOrg(
      ScriptedTransport { request, _ in
        guard request.method == .get else { return write }
        let entities: JSON = thereAfter ? [["id": "a/1", "name": "x"]] : []
        return .status(200, body: (["entities": entities] as JSON).text)
      })
  }

  @Test(arguments: [200, 201])
  func `a put succeeds with 200 and 201`(status: Int) async throws {
    let org = try guideOrg(.status(status, body: #"{"id": "a/1"}"#), thereAfter: true)
    let result = try await apply(.update, on: org)
    #expect(result.isApplied)
    #expect(result.attempts.map(\.status) == [status])
    let request = try #require(org.transport.requests.first)
    #expect(request.line == "PUT http://127.0.0.1:9/api/v2/webhooks/a%2F1")
    #expect(request.template == "/api/v2/webhooks/{id}")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"name":"x"}"#)
    #expect(request.headers["Content-Type"] == "application/json")
  }

  @Test func `a write that the org takes and does not keep is a failure`() async throws {
    let org = try guideOrg(.status(200, body: #"{"id": "a/1"}"#), thereAfter: false)
    let result = try await apply(.update, on: org)
    #expect(result.problem?.code == "not-settled")
    #expect(org.virtual.slept.count > 5)
  }

  @Test func `a refusal is known by the id that only its body tells`() async throws {
    let body = #"{"message": "bad", "contextId": "c-body"}"#
    let result = try await apply(
      .update, on: try guideOrg(.status(400, body: body), thereAfter: false))
    #expect(result.correlation == "c-body")
    #expect(result.problem?.everything.contains("correlation id: c-body") == true)
  }

  @Test(arguments: [
    (202, "", "other", "not-the-api"), (200, "<html>", "other", "not-the-api"),
    (400, #"{"message": "bad"}"#, "other", "request-failed"),
    (401, "", "permission", "authentication-failed"),
    (403, "", "permission", "permission-denied"), (404, "{}", "other", "request-failed"),
    (409, "", "conflict", "conflict"), (412, "", "conflict", "conflict"),
    (429, "", "other", "rate-limited"), (503, "", "other", "unreachable"),
  ])
  func `any other status is a failure of its kind`(
    status: Int, body: String, cause: String, code: String
  ) async throws {
    let org = try guideOrg(.status(status, body: body), thereAfter: false)
    let result = try await apply(.update, on: org)
    guard case .failed(let found, let problem) = result.outcome else {
      Issue.record("the write counts as done")
      return
    }
    #expect(found.rawValue == cause)
    #expect(problem.code == code)
    #expect(problem.address == "Webhook/x")
    #expect(problem.everything.contains("request: PUT http://127.0.0.1:9/api/v2/webhooks/a%2F1"))
  }

  @Test func `a secret that the server repeats from the body is covered`() async throws {
    let org = try guideOrg(
      .status(400, body: #"{"message": "token t0ken-value is bad"}"#), thereAfter: false)
    let result = try await apply(
      .update, on: org, after: ["name": "x", "token": ["secretRef": "env:T"]])
    #expect(
      org.transport.requests.first.map { String(decoding: $0.body, as: UTF8.self) }
        == #"{"name":"x","token":"t0ken-value"}"#)
    #expect(result.problem?.message.contains("token ••• is bad") == true)
  }

  @Test(arguments: [(200, true), (204, true), (404, true), (405, false)])
  func `a delete succeeds where the object is gone`(status: Int, isDone: Bool) async throws {
    let org = try guideOrg(.status(status), thereAfter: false)
    #expect(try await apply(.delete, on: org).isApplied == isDone)
  }

  /// An org that loses the answers to its first creates, having carried them out or not.
  private func forgetful(_ lost: ScriptedTransport.Answer, losing count: Int, keeps: Bool) throws
    -> ScriptedOrg
  {
    let made = Mutex(0)
    let posts = Mutex(0)
    return try ScriptedOrg(
      ScriptedTransport { request, _ in
        if request.method == .get {
          let ids = (0..<made.withLock { $0 }).map { "s-\($0 + 1)" }
          let entities = ids.map { ["id": .string($0), "name": "x"] as JSON }
          return .status(200, body: (["entities": .array(entities)] as JSON).text)
        }
        let isLost = posts.withLock { posts in
          posts += 1
          return posts <= count
        }
        if isLost, !keeps { return lost }
        let number = made.withLock { made in
          made += 1
          return made
        }
        return isLost ? lost : .status(201, body: #"{"id": "s-\#(number)"}"#)
      }, profile: .platform)
  }

  static let losses: [ScriptedTransport.Answer] = [
    .failure(TransportError(.connectionLost, "reset", mayHaveBeenSent: true)),
    .failure(TransportError(.timeout, "timeout", mayHaveBeenSent: true)), .status(502),
    .status(500, body: #"{"message": "oops"}"#),
  ]

  @Test(arguments: losses.indices, [true, false])
  func `a create without an answer is looked up before it is sent again`(
    loss: Int, keeps: Bool
  ) async throws {
    let org = try forgetful(Self.losses[loss], losing: 1, keeps: keeps)
    let result = try await apply(.create, on: org, profile: .platform)
    #expect(result.isApplied)
    #expect(result.id == "s-1")
    let methods = org.transport.requests.map(\.method)
    let looks = methods.dropFirst().prefix { $0 == .get }.count
    // What was made may show late, so that only several looks tell that it is not there.
    #expect(keeps ? looks >= 1 : looks == 5)
    #expect(keeps || methods[6] == .post)
    #expect(org.transport.requests.count { $0.method == .post } == (keeps ? 1 : 2))
    #expect(result.attempts.count == (keeps ? 1 : 2))
  }

  @Test func `a create that is refused the second time since the first was done has been done`()
    async throws
  {
    let posts = Mutex(0)
    let reads = Mutex(0)
    let org = try ScriptedOrg(
      ScriptedTransport { request, _ in
        guard request.method == .post else {
          let count = reads.withLock { reads in
            reads += 1
            return reads
          }
          // The list is behind: it shows the object only after the second request.
          return page(count > 6 ? ["x"] : [])
        }
        let count = posts.withLock { posts in
          posts += 1
          return posts
        }
        return count == 1 ? Self.losses[0] : .status(409, body: #"{"message": "exists"}"#)
      }, profile: .platform)
    let result = try await apply(.create, on: org, profile: .platform, after: ["name": "n-x"])
    #expect(result.id == "x")
    #expect(org.transport.requests.count { $0.method == .post } == 2)
  }

  @Test func `a create that never gets an answer ends, and made nothing twice`() async throws {
    let org = try forgetful(Self.losses[0], losing: 99, keeps: false)
    let result = try await apply(.create, on: org, profile: .platform)
    #expect(result.problem?.code == "unreachable")
    #expect(org.transport.requests.count { $0.method == .post } == 3)
  }

  @Test func `a lost create whose fate cannot be read is not sent again`() async throws {
    let org = try ScriptedOrg(
      ScriptedTransport { request, _ in
        request.method == .post ? Self.losses[0] : .status(403)
      }, profile: .platform)
    let result = try await apply(.create, on: org, profile: .platform)
    #expect(result.problem?.code == "outcome-unknown")
    #expect(org.transport.requests.count { $0.method == .post } == 1)
  }

  @Test func `a kind that cannot be deleted sends nothing`() async throws {
    let org = try ScriptedOrg(
      ScriptedTransport { _, _ in .status(200, body: #"{"entities": []}"#) }, profile: .platform)
    let result = try await apply(.delete, on: org, profile: .platform)
    #expect(result.problem?.code == "unsupported-operation")
    #expect(org.transport.requests.allSatisfy { $0.method == .get })
  }
}
