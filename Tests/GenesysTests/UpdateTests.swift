import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import Synchronization
import TestSupport
import Testing
import World

/// Updates of objects that are replaced as a whole and carry a version.
struct UpdateTests {
  private static let kind: Kind? = Kind(schema: [
    "title": "Trigger",
    "properties": [
      "spec": [
        "type": "object",
        "properties": [
          "name": ["type": "string"], "enabled": ["type": "boolean"],
          "description": ["type": "string"],
          "target": [
            "type": "object", "properties": ["type": ["type": "string"]],
          ],
        ],
      ]
    ],
    "x-gcsync": [
      "wire": [
        "platform": [
          "collection": "/api/v2/triggers", "pager": "cursor", "identity": ["/name"],
          "create": "POST", "update": "PUT /{id}", "delete": "DELETE /{id}", "unmanaged": "keep",
          "version": "/version", "computed": ["/selfUri"],
        ]
      ]
    ],
  ]) { _ in nil }

  /// One trigger, which somebody else changes just before the first of our writes.
  private final class Service: Sendable {
    struct State {
      var stored: JSON = [
        "id": "t-1", "name": "x", "enabled": true, "description": "old", "version": 4,
        "target": ["type": "Workflow", "id": "f-1"], "future": [1], "selfUri": "/t-1",
      ]
      var meddling: JSON?
      var sent: [JSON] = []
      var isGone = false
    }

    let state = Mutex(State())
    let refusal: ScriptedTransport.Answer

    init(meddling: JSON? = nil, refusal: ScriptedTransport.Answer = .status(409)) {
      self.refusal = refusal
      state.withLock { $0.meddling = meddling }
    }

    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer {
      state.withLock { state in
        guard request.method == .put else {
          let isList = request.url.path == "/api/v2/triggers"
          if state.isGone, !isList { return .status(404, body: "{}") }
          let body: JSON = isList ? ["entities": [state.stored]] : state.stored
          return .status(200, body: body.text)
        }
        var body = (try? JSON.parse(request.body)) ?? .null
        state.sent.append(body)
        if let meddling = state.meddling?.object {
          for member in meddling { state.stored[JSONPointer([member.key])] = member.value }
          state.stored["version"] = 5
          state.meddling = nil
        }
        guard body["version"] == state.stored["version"] else { return refusal }
        body["id"] = "t-1"
        body["version"] = 6
        state.stored = body
        return .status(200, body: body.text)
      }
    }
  }

  private func update(_ service: Service) async throws -> OperationResult {
    let org = try ScriptedOrg(
      ScriptedTransport { request, _ in service.answer(request) }, profile: .platform)
    let kind = try #require(Self.kind)
    let operation = Reconciler.Operation(
      address: Address(kind: "Trigger", name: "x"), action: .update, id: "t-1", name: "x",
      fields: [FieldChange(path: JSONPointer(["spec", "enabled"]), before: true, after: false)],
      before: [
        "name": "x", "enabled": true, "description": "old", "target": ["type": "Workflow"],
      ],
      after: ["name": "x", "enabled": false, "target": ["type": "Workflow"]], reasons: [],
      precondition: nil)
    let applier = Applier(
      writer: org.writer,
      journal: RunJournal(store: MemoryState(), run: "r", world: org.virtual.world),
      scribe: Scribe(owner: "o", run: "r") { _ in nil }, kinds: ["Trigger": kind],
      profile: .platform, secrets: [:], world: org.virtual.world)
    let header = Plan.Header(
      version: "1", owner: "o", environment: "e", target: [:], manifestHash: "", schemaHashes: [:])
    return try #require(
      try await applier.apply(Plan(header: header, operations: [operation])).first)
  }

  @Test func `an update of a whole object keeps what the manifest leaves out`() async throws {
    let service = Service()
    #expect(try await update(service).isApplied)
    let sent = try #require(service.state.withLock { $0.sent.first })
    #expect(
      sent == [
        "name": "x", "enabled": false, "description": "old", "version": 4,
        "target": ["type": "Workflow", "id": "f-1"], "future": [1],
      ])
  }

  @Test(
    arguments: [
      .status(409), .status(412),
      .status(400, body: #"{"message": "version 4 does not match the current version 5"}"#),
      .status(408, body: #"{"message": "Version mismatch"}"#),
    ] as [ScriptedTransport.Answer])
  func `a change of other fields meanwhile is taken up and kept`(
    refusal: ScriptedTransport.Answer
  ) async throws {
    let service = Service(meddling: ["description": "theirs"], refusal: refusal)
    #expect(try await update(service).isApplied)
    let sent = service.state.withLock { $0.sent }
    #expect(sent.map { $0["version"] } == [4, 5])
    #expect(sent.last?["description"] == "theirs")
  }

  @Test func `a change to the very goal meanwhile is no conflict`() async throws {
    let service = Service(meddling: ["enabled": false])
    #expect(try await update(service).isApplied)
  }

  @Test func `a change of our own fields meanwhile is a conflict and stays`() async throws {
    let service = Service()
    service.state.withLock { $0.stored["enabled"] = "maybe" }
    let result = try await update(service)
    guard case .failed(.conflict, let problem) = result.outcome else {
      Issue.record("the update went through")
      return
    }
    #expect(problem.everything.contains("/spec/enabled was true in the plan"))
    #expect(service.state.withLock { $0.sent.isEmpty })
  }

  @Test func `an object that is gone meanwhile is a conflict`() async throws {
    let service = Service()
    service.state.withLock { $0.isGone = true }
    let result = try await update(service)
    #expect(result.problem?.code == "conflict")
    #expect(result.problem?.message == "the object is gone")
  }
}
