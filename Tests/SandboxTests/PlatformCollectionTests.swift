import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct PlatformCollectionTests {
  private typealias P = PlatformFamily

  private func fixture() async throws -> SandboxFixture {
    var options = SandboxOptions()
    options.seed = P.seed
    return try await SandboxFixture(options)
  }

  @Test(arguments: PlatformFamily.all)
  func `an object is created, listed, read, updated and deleted`(family: PlatformFamily)
    async throws
  {
    let fixture = try await fixture()
    let created = await fixture.call("POST", family.path, family.body)
    #expect(created?.status == 200)
    let id = created?.json["id"]?.string ?? ""
    #expect(id.count == 36)
    #expect(created?.json["selfUri"] == .string("\(family.path)/\(id)"))
    let listed = await fixture.call("GET", family.path)?.json["entities"]?.array ?? []
    #expect(listed.filter { $0["id"]?.string == id }.count == 1)
    var update = created?.json ?? [:]
    update = update.mergePatched(with: family.change)
    let updated = await fixture.call(family.updates, "\(family.path)/\(id)", update)
    #expect(updated?.status == 200, "\(updated?.text ?? "")")
    for member in family.change.object ?? [:] {
      #expect(updated?.json[member.key] == member.value)
    }
    #expect(await fixture.call("GET", "\(family.path)/\(id)")?.body == updated?.body)
    #expect(await fixture.call("DELETE", "\(family.path)/\(id)")?.status == family.deleted)
    let after = await fixture.call("GET", family.path)?.json["entities"]?.array ?? []
    #expect(!after.contains { $0["id"]?.string == id })
  }

  @Test(arguments: PlatformFamily.all)
  func `PUT never creates, and what names nothing is not found`(family: PlatformFamily)
    async throws
  {
    let fixture = try await fixture()
    let answer = await fixture.call(family.updates, "\(family.path)/nothing", family.body)
    #expect(answer?.status == 404)
    #expect(answer?.json["code"] == "not.found")
    #expect(answer?.json["contextId"]?.string == answer?.headers["ININ-Correlation-Id"])
    #expect(answer?.json["messageWithParams"] == answer?.json["message"])
    #expect(answer?.json["errors"] == [])
    #expect(await fixture.call("DELETE", "\(family.path)/nothing")?.status == 404)
  }

  @Test(arguments: PlatformFamily.all)
  func `a body without its name is refused in an ErrorBody`(family: PlatformFamily) async throws {
    let fixture = try await fixture()
    var body = family.body
    body[JSONPointer(["name"])] = nil
    let answer = await fixture.call("POST", family.path, body)
    #expect(answer?.status == 400)
    #expect(answer?.json["status"] == 400)
    #expect(answer?.json["details"]?.array?.first?["fieldName"] == "name")
    #expect(await fixture.call("POST", family.path, [])?.status == 400)
  }

  @Test func `what only the server writes is ignored on the way in`() async throws {
    let fixture = try await fixture()
    var body = P.policy
    for (name, value) in [
      ("id", "mine"), ("selfUri", "/x"), ("createdDate", "2001-01-01T00:00:00Z"), ("extra", "x"),
    ] as [(String, JSON)] {
      body[JSONPointer([name])] = value
    }
    let created = await fixture.call("POST", P.policies, body)?.json
    #expect(created?["id"] != "mine")
    #expect(created?["selfUri"] != "/x")
    #expect(created?["createdDate"] != "2001-01-01T00:00:00Z")
    #expect(created?["extra"] == nil)
  }

  @Test func `defaults are filled in, deep ones too, and some absent members are null`()
    async throws
  {
    let fixture = try await fixture()
    let created = await fixture.call(
      "POST", P.policies,
      ["name": "x", "mediaPolicies": ["callPolicy": ["actions": ["alwaysDelete": true]]]])?.json
    let actions = created?["mediaPolicies"]?["callPolicy"]?["actions"]
    #expect(actions?["retainRecording"] == true)
    #expect(actions?["alwaysDelete"] == true)
    #expect(actions?["assignEvaluations"] == [])
    #expect(created?["order"] == 1)
    #expect(created?["description"] == .null)
    #expect(created?["policyErrors"] == .null)
  }

  private static let invalid: [(String, JSON)] = [
    (P.policies, ["mediaPolicies": ["callPolicy": ["actions": ["retainRecording": "yes"]]]]),
    (P.policies, ["conditions": ["customerParticipation": "MAYBE"]]),
    (P.policies, ["actions": ["integrationExport": [:]]]),
    (P.triggers, ["matchCriteria": [["jsonPath": "x", "operator": "Like", "value": 1]]]),
    (P.triggers, ["matchCriteria": [["jsonPath": "x", "operator": "In"]]]),
    (P.triggers, ["eventTTLSeconds": 60, "delayBySeconds": 60]),
    (P.triggers, ["delayBySeconds": 59]), (P.triggers, ["target": ["id": .null]]),
  ]

  @Test(arguments: invalid)
  func `an invalid member is refused`(path: String, change: JSON) async throws {
    let fixture = try await fixture()
    let body = (path == P.triggers ? P.trigger : P.policy).mergePatched(with: change)
    #expect(await fixture.call("POST", path, body)?.status == 400)
  }

  @Test func `a policy's PATCH switches it on and off and nothing else, and ids delete many`()
    async throws
  {
    let fixture = try await fixture()
    var ids: [String] = []
    for _ in 0..<3 {
      ids.append(await fixture.call("POST", P.policies, P.policy)?.json["id"]?.string ?? "")
    }
    let patched = await fixture.call(
      "PATCH", "\(P.policies)/\(ids[0])", ["enabled": false, "name": "other"])?.json
    #expect(patched?["enabled"] == false)
    #expect(patched?["name"] == "voice")
    #expect(await fixture.call("DELETE", P.policies)?.status == 400)
    let bulk = await fixture.call("DELETE", "\(P.policies)?ids=\(ids[1]),\(ids[2])")
    #expect(bulk?.status == 200)
    #expect(await fixture.call("GET", P.policies)?.json["total"] == 1)
  }
}
