import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

@Suite struct AuditReaderTests {
  private static let recent = "/api/v2/audits/query/realtime"
  private let virtual = VirtualWorld()

  private func questions(
    _ ids: [String], _ interest: AuditInterest, since: Timestamp?
  ) throws -> [AuditReader.Question] {
    let schema: JSON = [
      "title": "Queue", "properties": ["spec": ["type": "object"]],
      "x-gcsync": [
        "wire": [
          "platform": [
            "collection": "/api/v2/queues", "identity": ["/name"],
            "audit": ["service": "ContactCenter", "entityType": "Queue"],
          ]
        ]
      ],
    ]
    let kind = try #require(Kind(schema: schema) { _ in nil })
    let audit = try #require(kind.wires[.platform]?.audit)
    return ids.map {
      AuditReader.Question(audit: audit, id: $0, interest: interest, since: since)
    }
  }

  private func ask(
    _ ids: [String], _ transport: ScriptedTransport,
    _ interest: AuditInterest = .change([["description"]], callsThemOtherwise: false),
    since: Timestamp? = nil
  ) async throws -> (by: [String: String], answer: AuditReader.Answer) {
    let connection = try GenesysConnection(
      profile: .platform, domain: nil, apiURL: "http://127.0.0.1:9", loginURL: nil)
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: virtual.world, allowedHosts: AllowedHosts())
    let reader = AuditReader(
      ReadingClient(client, connection: connection), ownClient: "ours", world: virtual.world)
    let answer = await reader.changes(of: try questions(ids, interest, since: since))
    let pairs = answer.changes.map { ($0.key.id, $0.value.by) }
    return (Dictionary(uniqueKeysWithValues: pairs), answer)
  }

  private func entry(
    _ id: String, by name: String, at minute: Int, action: String = "Update",
    status: String = "SUCCESS", client: String = "browser",
    properties: [String] = ["description"]
  ) -> JSON {
    [
      "client": ["id": .string(client)],
      "propertyChanges": .array(
        properties.map { ["property": .string($0), "oldValues": ["a"], "newValues": ["b"]] }),
      "entity": ["id": .string(id)], "user": ["id": "u", "name": .string(name)],
      "eventDate": .string("2026-11-20T10:\(minute):00Z"), "action": .string(action),
      "status": .string(status),
    ]
  }

  private func page(_ entries: [JSON], pages: Int = 1) -> ScriptedTransport.Answer {
    let body: JSON = ["entities": .array(entries), "pageCount": .number(JSONNumber(pages))]
    return .status(200, body: body.text)
  }

  @Test func `the last change that took effect counts, whatever order they come in`() async throws {
    let transport = ScriptedTransport([
      page([
        entry("a", by: "First", at: 10), entry("a", by: "Last", at: 30),
        entry("a", by: "Looked", at: 40, action: "View"),
        entry("a", by: "Refused", at: 50, status: "FAILURE"), entry("b", by: "Other", at: 55),
      ])
    ])
    #expect(try await ask(["a"], transport).by == ["a": "Last"])
    #expect(transport.requests.count == 1)
  }

  @Test func `pages are read until all are found and no further`() async throws {
    let transport = ScriptedTransport([
      page([entry("a", by: "Ada", at: 10)], pages: 9),
      page([entry("b", by: "Grace", at: 10)], pages: 9),
    ])
    #expect(try await ask(["a", "b"], transport).by == ["a": "Ada", "b": "Grace"])
    #expect(transport.requests.count == 2)
  }

  @Test func `what is not found costs a limited number of requests`() async throws {
    let transport = ScriptedTransport { request, _ in
      if request.url.path == Self.recent { return self.page([], pages: 1000) }
      return .status(200, body: #"{"id": "q", "state": "Running"}"#)
    }
    let result = try await ask(["a"], transport)
    #expect(result.by.isEmpty)
    #expect(result.answer.problem == "the audit query took too long")
    #expect(transport.requests.count <= 15)
    #expect(virtual.elapsed <= .seconds(30))
  }

  @Test func `a client that may not ask asks once`() async throws {
    let transport = ScriptedTransport { _, _ in .status(403) }
    let result = try await ask(["a", "b"], transport)
    #expect(result.answer.isForbidden)
    #expect(transport.requests.count == 1)
  }

  @Test func `an interval ends after now and begins within two weeks`() async throws {
    let transport = ScriptedTransport([page([entry("a", by: "Ada", at: 10)])])
    _ = try await ask(["a"], transport)
    let body = try JSON.parse(try #require(transport.requests.first).body)
    let times = (body["interval"]?.string ?? "").split(separator: "/").map(String.init)
    let start = try #require(times.first.flatMap(Timestamp.init(rfc3339:)))
    let end = try #require(times.last.flatMap(Timestamp.init(rfc3339:)))
    let now = virtual.world.now()
    #expect(end > now && now.duration(since: start) < .seconds(14 * 86_400))
    #expect(body["filters"]?.array?.contains(["property": "EntityId", "value": "a"]) == true)
  }

  @Test(arguments: [
    ("description", "description", true), ("Description", "description", true),
    ("acwSettings.timeoutMs", "acwSettings/timeoutMs", true),
    ("ACW Settings", "acwSettings/timeoutMs", true), ("timeoutMs", "acwSettings/timeoutMs", true),
    ("members[0].id", "members", true), ("name", "description", false),
    ("acwSettings.wrapupPrompt", "acwSettings/timeoutMs", false),
  ])
  func `an entry is about a field that it names in one way or another`(
    property: String, field: String, isMeant: Bool
  ) async throws {
    let path = field.split(separator: "/").map(String.init)
    let transport = ScriptedTransport { _, _ in
      self.page([
        self.entry("a", by: "Last", at: 40, properties: [property]),
        self.entry("a", by: "Earlier", at: 30, properties: [path.joined(separator: ".")]),
      ])
    }
    let result = try await ask(["a"], transport, .change([path], callsThemOtherwise: false))
    #expect(result.by == ["a": isMeant ? "Last" : "Earlier"])
  }

  @Test func `what gcsync's own client did, and changes of other properties, are passed over`()
    async throws
  {
    let entries = [
      entry("a", by: "Us", at: 50, client: "OURS"),
      entry("a", by: "Other", at: 40, properties: ["name"]), entry("a", by: "Who", at: 30),
    ]
    #expect(try await ask(["a"], ScriptedTransport([page(entries)])).by == ["a": "Who"])
  }

  @Test func `an entry that lists nothing counts where no other fits`() async throws {
    let entries = [
      entry("a", by: "Unlisted", at: 50, properties: []), entry("a", by: "Listed", at: 30),
      entry("b", by: "Unlisted", at: 20, properties: []),
      entry("b", by: "Other", at: 10, properties: ["name"]),
    ]
    let transport = ScriptedTransport([page(entries)])
    #expect(try await ask(["a", "b"], transport).by == ["a": "Listed", "b": "Unlisted"])
    #expect(transport.requests.count == 1)
  }

  @Test func `where the service names properties otherwise the last entry counts`() async throws {
    let entries = [entry("a", by: "Last", at: 50, properties: ["conditions"])]
    let interest = AuditInterest.change([["description"]], callsThemOtherwise: true)
    #expect(try await ask(["a"], ScriptedTransport([page(entries)]), interest).by == ["a": "Last"])
  }

  @Test func `who deleted or created an object is not who changed it`() async throws {
    let entries = [
      entry("a", by: "Updater", at: 50, properties: []),
      entry("a", by: "Deleter", at: 40, action: "Delete"),
      entry("a", by: "Creator", at: 30, action: "Create", properties: []),
    ]
    for (interest, name) in [(AuditInterest.deletion, "Deleter"), (.creation, "Creator")] {
      #expect(
        try await ask(["a"], ScriptedTransport([page(entries)]), interest).by == ["a": name])
    }
  }

  @Test func `what happened before the last apply is not what is asked for`() async throws {
    let since = try #require(Timestamp(rfc3339: "2026-11-20T10:45:00Z"))
    let entries = [
      entry("a", by: "Other", at: 50, properties: ["name"]), entry("a", by: "Before", at: 39),
    ]
    let transport = ScriptedTransport { request, _ in
      request.url.path == Self.recent
        ? self.page(entries) : .status(200, body: #"{"id": "q", "state": "Failed"}"#)
    }
    #expect(try await ask(["a"], transport, since: since).by.isEmpty)
  }
}
