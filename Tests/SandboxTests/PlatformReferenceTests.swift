import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct PlatformReferenceTests {
  private typealias P = PlatformFamily

  private func fixture() async throws -> SandboxFixture {
    var options = SandboxOptions()
    options.seed = [
      "genesys": [
        "queues": [["id": "q1", "name": "One"], ["id": "q2", "name": "Two"]],
        "flows": P.seed["genesys"]?["flows"] ?? [],
      ]
    ]
    return try await SandboxFixture(options)
  }

  @Test func `references come back as fuller entities in another order`() async throws {
    let fixture = try await fixture()
    let sent: JSON = [["id": "q1"], ["id": "q2"]]
    let body = P.policy.mergePatched(with: ["conditions": ["forQueues": sent]])
    let queues = await fixture.call("POST", P.policies, body)?.json["conditions"]?["forQueues"]
    #expect(queues?.array?.compactMap { $0["id"]?.string } == ["q2", "q1"])
    #expect(
      queues?.array?.last == [
        "id": "q1", "name": "One", "selfUri": "/api/v2/routing/queues/q1",
        "division": [
          "id": .string(P.home), "name": "Home",
          "selfUri": .string("/api/v2/authorization/divisions/\(P.home)"),
        ],
      ])
  }

  private static let dangling: [(String, JSON, JSON)] = [
    (P.policies, P.policy, ["conditions": ["forQueues": [["id": "none"]]]]),
    (P.policies, P.policy, ["conditions": ["forUsers": ["bare"]]]),
    (
      P.policies, P.policy,
      ["mediaPolicies": ["callPolicy": ["conditions": ["teams": [["id": "none"]]]]]]
    ),
    (P.policies, P.policy, ["actions": ["integrationExport": ["integration": ["id": "none"]]]]),
    (P.triggers, P.trigger, ["target": ["id": "none"]]),
    (P.queues, ["name": "x"], ["division": ["id": "none"]]),
    (
      "/api/v2/oauth/clients", ["name": "x", "authorizedGrantType": "CLIENT-CREDENTIALS"],
      ["roleDivisions": [["roleId": "none", "divisionId": .string(P.home)]]]
    ),
  ]

  @Test(arguments: dangling)
  func `a reference to nothing is refused`(path: String, body: JSON, change: JSON) async throws {
    let fixture = try await fixture()
    let answer = await fixture.call("POST", path, body.mergePatched(with: change))
    #expect(answer?.status == 400)
    #expect(answer?.json["details"]?.array?.count == 1)
  }

  @Test func `names that must differ must differ`() async throws {
    let fixture = try await fixture()
    let user: JSON = ["name": "Admin", "email": "Admin@Example.com"]
    #expect(await fixture.call("POST", "/api/v2/users", user)?.status == 409)
    #expect(await fixture.call("POST", P.queues, ["name": "one"])?.status == 409)
    #expect(await fixture.call("PUT", "\(P.queues)/q1", ["name": "One"])?.status == 200)
    for _ in 0..<2 { #expect(await fixture.call("POST", P.policies, P.policy)?.status == 200) }
  }

  private static let locked: [(String, String, JSON, Int, Int)] = [
    (P.triggers, "PUT", P.trigger, 400, 409),
    ("/api/v2/processautomation/scheduledtriggers", "PUT", P.schedule, 400, 400),
    ("/api/v2/groups", "PUT", P.group, 409, 409),
    ("/api/v2/users", "PATCH", ["name": "Ada", "email": "ada@example.com"], 409, 409),
  ]

  @Test(arguments: locked)
  func `an update names the version it was made from`(
    path: String, method: String, body: JSON, without: Int, wrong: Int
  ) async throws {
    let fixture = try await fixture()
    let created = await fixture.call("POST", path, body)?.json
    #expect(created?["version"] == 1)
    let item = "\(path)/\(created?["id"]?.string ?? "")"
    #expect(await fixture.call(method, item, body)?.status == without)
    let stale = await fixture.call(method, item, body.mergePatched(with: ["version": 7]))
    #expect(stale?.status == wrong)
    if wrong == 409 { #expect(stale?.json["code"] == "general.conflict") }
    #expect(stale?.json["message"]?.string?.contains("does not match the current version") == true)
    let right = await fixture.call(method, item, body.mergePatched(with: ["version": 1]))
    #expect(right?.json["version"] == 2)
  }

  @Test func `a trigger's topic is for ever`() async throws {
    let fixture = try await fixture()
    let created = await fixture.call("POST", P.triggers, P.trigger)?.json
    let answer = await fixture.call(
      "PUT", "\(P.triggers)/\(created?["id"]?.string ?? "")",
      P.trigger.mergePatched(with: ["version": 1, "topicName": "v2.users.{id}.presence"]))
    #expect(answer?.status == 400)
  }

  @Test func `a client's secret is told when it is made and when it is made anew`() async throws {
    let fixture = try await fixture()
    let body: JSON = ["name": "ci", "authorizedGrantType": "CLIENT-CREDENTIALS"]
    let created = await fixture.call("POST", "/api/v2/oauth/clients", body)?.json
    let secret = created?["secret"]?.string ?? ""
    #expect(!secret.isEmpty)
    let item = "/api/v2/oauth/clients/\(created?["id"]?.string ?? "")"
    #expect(await fixture.call("GET", item)?.json["secret"] == nil)
    #expect(await fixture.call("PUT", item, body)?.json["secret"] == nil)
    let renewed = await fixture.call("POST", "\(item)/secret")?.json["secret"]?.string
    #expect(renewed != nil && renewed != secret)
    #expect(fixture.sandbox.objects.text.contains(renewed ?? "") == false)
    let id = created?["id"]?.string ?? ""
    let token = try await fixture.genesys.token("client_id=\(id)&client_secret=\(renewed ?? "")")
    #expect(!token.isEmpty)
  }

  private static let singletons: [(String, String, JSON, JSON)] = [
    ("/api/v2/recording/settings", "PUT", ["recordingPlaybackUrlTtl": 30], 61),
    ("/api/v2/analytics/dataretention/settings", "PUT", ["retentionDays": 30], 0),
    ("/api/v2/analytics/reporting/settings", "PATCH", ["piiMaskingEnabled": true], 1),
    ("/api/v2/recording/recordingkeys/rotationschedule", "PUT", ["period": "DAILY"], 1),
  ]

  @Test(arguments: singletons)
  func `what there is once is read and changed`(
    path: String, method: String, change: JSON, wrong: JSON
  ) async throws {
    let fixture = try await fixture()
    let before = await fixture.call("GET", path)
    #expect(before?.status == 200)
    let after = await fixture.call(method, path, change)?.json
    let name = change.object?.keys.first ?? ""
    #expect(after?[name] == change[name] && before?.json[name] != change[name])
    #expect(await fixture.call("GET", path)?.json == after)
    #expect(await fixture.call(method, path, .object([name: wrong]))?.status == 400)
    #expect(await fixture.call("DELETE", path)?.status == 405)
    #expect(await fixture.call("POST", path, change)?.status == 405)
  }

  @Test func `a journey view has one schedule`() async throws {
    let fixture = try await fixture()
    let path = "/api/v2/journey/views/view-1/schedules"
    #expect(await fixture.call("GET", path)?.status == 404)
    #expect(await fixture.call("POST", path, ["frequency": "Daily"])?.json["id"] == "view-1")
    #expect(await fixture.call("POST", path, ["frequency": "Daily"])?.status == 409)
    #expect(await fixture.call("PUT", path, ["frequency": "Hourly"])?.status == 400)
    let changed = await fixture.call("PUT", path, ["frequency": "Weekly"])?.json
    #expect(changed?["frequency"] == "Weekly")
    #expect(changed?["selfUri"]?.string == path)
    #expect(await fixture.call("GET", "/api/v2/journey/views/schedules")?.json["total"] == 1)
    #expect(await fixture.call("DELETE", path)?.status == 200)
    #expect(await fixture.call("GET", path)?.status == 404)
  }

  @Test func `the home division is there and stays, by both lists`() async throws {
    let fixture = try await fixture()
    let base = "/api/v2/authorization/divisions"
    #expect(await fixture.call("GET", "\(base)/home")?.json["homeDivision"] == true)
    #expect(await fixture.call("DELETE", "\(base)/\(P.home)")?.status == 409)
    let north = await fixture.call("POST", base, ["name": "North"])?.json["id"] ?? ""
    let item = "\(base)/\(north.string ?? "")"
    let queue: JSON = ["name": "Far", "division": ["id": north]]
    #expect(await fixture.call("POST", P.queues, queue)?.json["division"]?["name"] == "North")
    #expect(await fixture.call("DELETE", item)?.status == 409)
    #expect(await fixture.call("DELETE", "\(item)?force=true")?.status == 204)
    #expect(await fixture.call("GET", "\(base)/query?pageSize=200")?.json["total"] == nil)
    #expect(await fixture.call("GET", "\(base)?name=hom")?.json["total"] == 1)
  }
}
