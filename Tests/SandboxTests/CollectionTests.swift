import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct CollectionTests {
  private typealias F = SandboxFixture

  @Test func `PUT creates and then replaces, and GET answers what PUT answered`() async throws {
    let fixture = try await F()
    let created = await fixture.call("PUT", "\(F.webhooks)/h%201", F.webhook)
    #expect(created?.status == 201)
    #expect(created?.json["id"] == "h 1")
    #expect(created?.json["version"] == 1)
    #expect(created?.json["enabled"] == true)
    #expect(created?.json["authentication"] == ["type": "none"])
    #expect(created?.json["selfUri"] == "/api/v2/webhooks/h 1")
    let replaced = await fixture.call("PUT", "\(F.webhooks)/h%201", F.webhook)
    #expect(replaced?.status == 200)
    #expect(replaced?.json["version"] == 2)
    #expect(await fixture.call("GET", "\(F.webhooks)/h%201")?.body == replaced?.body)
    #expect(await fixture.call("DELETE", "\(F.webhooks)/h%201")?.status == 204)
    let gone = await fixture.call("GET", "\(F.webhooks)/h%201")
    #expect(gone?.status == 404)
    #expect(gone?.json["code"] == "not.found")
    #expect(await fixture.call("DELETE", "\(F.webhooks)/h%201")?.status == 404)
  }

  @Test func `POST creates under an id of the server's choice, and PUT needs that id`() async throws
  {
    let fixture = try await F()
    let body: JSON = ["name": "lookup", "endpoint": "https://example.com/a"]
    let first = await fixture.call("POST", F.integrations, body)
    let second = await fixture.call("POST", F.integrations, body)
    #expect(first?.status == 201)
    let id = first?.json["id"]?.string ?? ""
    #expect(!id.isEmpty && second?.json["id"]?.string != id)
    #expect(await fixture.call("PUT", "\(F.integrations)/\(id)", body)?.status == 200)
    #expect(await fixture.call("PUT", "\(F.integrations)/other", body)?.status == 404)
    #expect(await fixture.call("POST", F.webhooks, F.webhook)?.status == 405)
  }

  @Test func `numbers come back as they were sent`() async throws {
    let fixture = try await F()
    let text = F.target.text.replacing("365", with: "365.0")
    let answer = await fixture.genesys.send(
      "PUT", "\(F.targets)/t-1", headers: ["Authorization": "Bearer \(fixture.token)"],
      body: Array(text.utf8))
    #expect(answer?.text.contains("\"retentionPeriodDays\":365.0") == true)
  }

  @Test func `secrets are masked in every answer and kept where an update leaves them out`()
    async throws
  {
    let fixture = try await F()
    let answer = await fixture.call("PUT", "\(F.targets)/t-1", F.target)
    #expect(answer?.json["configuration"]?["accessKeyId"] == "****MPLE")
    #expect(answer?.json["configuration"]?["secretAccessKey"] == "**********")
    var update = F.target
    update[JSONPointer(["configuration", "secretAccessKey"])] = nil
    _ = await fixture.call("PUT", "\(F.targets)/t-1", update)
    let stored = fixture.sandbox.stored("targets", "t-1")
    #expect(stored?["configuration"]?["secretAccessKey"] == "planted-secret")
    let list = await fixture.call("GET", F.targets)
    let objects = await fixture.genesys.send("GET", "/_sandbox/objects")
    for answer in [list, objects] {
      #expect(answer?.text.contains("**********") == true)
      #expect(answer?.text.contains("planted-secret") == false)
    }
  }

  @Test(arguments: [["voice", "chat"], ["chat", "voice"], ["Voice", "CHAT"]])
  func `arrays without order come back in another order`(types: [String]) async throws {
    let fixture = try await F()
    _ = await fixture.call("PUT", "\(F.targets)/t-1", F.target)
    var policy = F.policy
    policy[JSONPointer(["recordingTypes"])] = .array(types.map { .string($0) })
    let answer = await fixture.call("PUT", "\(F.policies)/p", policy)
    let shown = answer?.json["recordingTypes"]?.array?.compactMap(\.string) ?? []
    #expect(shown != types)
    #expect(Set(shown) == ["voice", "chat"])
  }

  private static let broken: [(String, JSON, String, JSON, String)] = [
    (F.targets, F.target, "name", JSON.string(""), "name"),
    (F.targets, F.target, "type", "azure", "type"),
    (F.targets, F.target, "retentionPeriodDays", 0, "retentionPeriodDays"),
    (F.targets, F.target, "retentionPeriodDays", "365", "retentionPeriodDays"),
    (F.targets, F.target, "configuration", [:], "configuration.bucket"),
    (F.targets, F.target, "configuration", "x", "configuration"),
    (F.targets, F.target, "enabled", "yes", "enabled"),
    (F.policies, F.policy, "recordingTypes", ["fax"], "recordingTypes"),
    (F.policies, F.policy, "recordingTypes", [], "recordingTypes"),
    (F.policies, F.policy, "storageTargetId", "t-2", "storageTargetId"),
    (F.policies, F.policy, "retentionPeriodDays", 366, "retentionPeriodDays"),
    (F.webhooks, F.webhook, "targetUrl", "http://example.com", "targetUrl"),
    (F.webhooks, F.webhook, "events", ["a", 1], "events"),
    (F.webhooks, F.webhook, "authentication", ["token": "x"], "authentication.type"),
    (F.webhooks, F.webhook, "name", JSON.null, "name"),
  ]

  @Test(arguments: broken)
  func `a body that breaks a rule is refused with the field`(
    path: String, body: JSON, member: String, value: JSON, field: String
  ) async throws {
    let fixture = try await F()
    _ = await fixture.call("PUT", "\(F.targets)/t-1", F.target)
    var broken = body
    broken[JSONPointer([member])] = value
    let answer = await fixture.call("PUT", "\(path)/x", broken)
    #expect(answer?.status == 400)
    #expect(answer?.json["details"]?.array?.first?["fieldName"] == .string(field))
    #expect(await fixture.call("GET", "\(path)/x")?.status == 404)
  }

  @Test(arguments: ["", "{", "[]", "null", "\"x\"", "{\"name\": \"\u{0}\"}"])
  func `a body that is no JSON object is refused`(text: String) async throws {
    let fixture = try await F()
    let answer = await fixture.genesys.send(
      "PUT", "\(F.webhooks)/x", headers: ["Authorization": "Bearer \(fixture.token)"],
      body: Array(text.utf8))
    #expect(answer?.status == 400)
    #expect(answer?.json["status"] == 400)
  }

  @Test func `a target in use cannot be deleted until its policy is gone`() async throws {
    let fixture = try await F()
    _ = await fixture.call("PUT", "\(F.targets)/t-1", F.target)
    _ = await fixture.call("PUT", "\(F.policies)/p", F.policy)
    let answer = await fixture.call("DELETE", "\(F.targets)/t-1")
    #expect(answer?.status == 409)
    #expect(answer?.json["code"] == "general.conflict")
    #expect(await fixture.call("DELETE", "\(F.policies)/p")?.status == 204)
    #expect(await fixture.call("DELETE", "\(F.targets)/t-1")?.status == 204)
  }

  @Test func `a version that is not the current one is a conflict`() async throws {
    let fixture = try await F()
    _ = await fixture.call("PUT", "\(F.webhooks)/h", F.webhook)
    var body = F.webhook
    body[JSONPointer(["version"])] = 1
    #expect(await fixture.call("PUT", "\(F.webhooks)/h", body)?.status == 200)
    #expect(await fixture.call("PUT", "\(F.webhooks)/h", body)?.status == 409)
  }

  @Test(arguments: [
    ("GET", "/api/v2/nothing", 404), ("GET", "/api/v2/webhooks/", 404),
    ("GET", "/api/v2/webhooks/a/b", 404), ("PATCH", "/api/v2/webhooks/a", 405),
    ("DELETE", "/api/v2/webhooks", 405), ("FETCH", "/api/v2/webhooks", 405), ("GET", "/", 404),
  ])
  func `what the API does not have is answered as an error body`(
    method: String, path: String, status: Int
  ) async throws {
    let fixture = try await F()
    let answer = await fixture.call(method, path)
    #expect(answer?.status == status)
    #expect(answer?.json["status"]?.int == status)
  }
}
