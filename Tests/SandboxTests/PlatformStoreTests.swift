import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct PlatformStoreTests {
  private typealias P = PlatformFamily

  @Test func `a state file keeps the platform's objects with versions and secrets`() async throws {
    let path = NSTemporaryDirectory() + "gcsync-platform-\(Foundation.UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = SandboxOptions()
    options.stateFile = path
    let first = try await SandboxFixture(options)
    let group = await first.call("POST", "/api/v2/groups", P.group)?.json
    let item = "/api/v2/groups/\(group?["id"]?.string ?? "")"
    let updated = await first.call("PUT", item, P.group.mergePatched(with: ["version": 1]))
    let credential = await first.call(
      "POST", "/api/v2/integrations/credentials",
      [
        "type": ["name": "basicAuth"],
        "credentialFields": ["userName": "u", "password": "planted"],
      ])?.json
    _ = await first.call(
      "PUT", "/api/v2/recording/settings", ["recordingPlaybackUrlTtl": 12])
    try await first.sandbox.stop()
    let second = try await SandboxFixture(options)
    #expect(await second.call("GET", item)?.json == updated?.json)
    #expect(
      await second.call("GET", "/api/v2/recording/settings")?.json["recordingPlaybackUrlTtl"] == 12)
    let id = credential?["id"]?.string ?? ""
    #expect(
      second.sandbox.stored("credentials", id)?["credentialFields"]?["password"] == "planted")
    try await second.sandbox.stop()
  }

  @Test func `a change behind the clients' backs makes their version a former one`() async throws {
    let fixture = try await SandboxFixture()
    let group = await fixture.call("POST", "/api/v2/groups", P.group)?.json
    let id = group?["id"]?.string ?? ""
    let patch: JSON = [
      "op": "patch", "collection": "groups", "id": .string(id), "value": ["description": "x"],
    ]
    #expect(await fixture.control("mutate", patch)?.status == 200)
    let stale = P.group.mergePatched(with: ["version": 1])
    #expect(await fixture.call("PUT", "/api/v2/groups/\(id)", stale)?.status == 409)
    #expect(await fixture.call("GET", "/api/v2/groups/\(id)")?.json["version"] == 2)
    let settings: JSON = [
      "op": "patch", "collection": "recordingSettings", "value": ["recordingPlaybackUrlTtl": 5],
    ]
    #expect(await fixture.control("mutate", settings)?.status == 200)
    #expect(
      await fixture.call("GET", "/api/v2/recording/settings")?.json["recordingPlaybackUrlTtl"] == 5)
  }

  @Test func `an integration's configuration that was changed by hand has another version`()
    async throws
  {
    var options = SandboxOptions()
    options.seed = [
      "genesys": ["platformIntegrations": [["id": "i", "integrationType": ["id": "webhook"]]]]
    ]
    let fixture = try await SandboxFixture(options)
    let patch: JSON = [
      "op": "patch", "collection": "platformIntegrations", "id": "i",
      "value": ["config": ["current": ["notes": "by hand"]]],
    ]
    _ = await fixture.control("mutate", patch)
    let config = await fixture.call("GET", "/api/v2/integrations/i/config/current")?.json
    #expect(config?["version"] == 2)
    #expect(config?["notes"] == "by hand")
  }

  @Test func `what the control interface lists can be a seed`() async throws {
    let first = try await SandboxFixture()
    for family in P.all where !family.body.text.contains("flow-1") {
      _ = await first.call("POST", family.path, family.body)
    }
    let objects = first.sandbox.objects
    var options = SandboxOptions()
    options.seed = ["genesys": objects["genesys"] ?? [:]]
    let second = try await SandboxFixture(options)
    #expect(second.sandbox.objects["genesys"] == objects["genesys"])
    for collection in ["roles", "divisions", "queues", "users", "groups", "teams", "flows"] {
      let isListed = objects["genesys"]?[collection] != nil
      #expect(isListed == (collection != "flows"))
    }
  }
}
