import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct ControlTests {
  private typealias F = SandboxFixture

  @Test func `requests and counts tell what was asked, without values`() async throws {
    let clock = VirtualWorld()
    let fixture = try await F(world: clock.world)
    clock.advance(by: .milliseconds(250))
    _ = await fixture.call("GET", "\(F.webhooks)?pageSize=1&secret=value")
    _ = await fixture.call("GET", "\(F.webhooks)/w")
    _ = await fixture.s3.send("GET", "/bucket/some/key?list-type=2")
    let requests = await fixture.s3.send("GET", "/_sandbox/requests")?.json.array ?? []
    #expect(requests.count == 4)
    #expect(
      requests.dropFirst().first == [
        "method": "GET", "path": "/api/v2/webhooks", "query": ["pageSize", "secret"], "status": 200,
        "offsetMs": 250,
      ])
    #expect(
      await fixture.genesys.send("GET", "/_sandbox/counts")?.json == [
        "POST /oauth/token": 1, "GET /api/v2/webhooks": 1, "GET /api/v2/webhooks/{id}": 1,
        "GET /{bucket}/{key}": 1,
      ])
    #expect(fixture.sandbox.counts["GET /api/v2/webhooks"] == 1)
  }

  @Test func `objects can be changed behind the clients' backs`() async throws {
    let fixture = try await F()
    _ = await fixture.call("PUT", "\(F.webhooks)/w", F.webhook)
    let operations: JSON = [
      [
        "op": "patch", "collection": "webhooks", "id": "w",
        "value": ["enabled": false, "extra": 1],
      ],
      [
        "op": "put", "collection": "/api/v2/recording/policies", "id": "p",
        "value": ["name": "odd"],
      ],
    ]
    #expect(await fixture.control("mutate", operations)?.status == 200)
    let hook = await fixture.call("GET", "\(F.webhooks)/w")?.json
    #expect(hook?["enabled"] == false)
    #expect(hook?["extra"] == 1)
    #expect(hook?["version"] == 2)
    #expect(await fixture.call("GET", "\(F.policies)/p")?.json["name"] == "odd")
    let deletion: JSON = ["op": "delete", "collection": "webhooks", "id": "w"]
    #expect(await fixture.control("mutate", deletion)?.status == 200)
    #expect(await fixture.call("GET", "\(F.webhooks)/w")?.status == 404)
  }

  @Test func `a list of operations with a bad one changes nothing`() async throws {
    let fixture = try await F()
    let operations: JSON = [
      ["op": "put", "collection": "webhooks", "id": "w", "value": ["name": "x"]],
      ["op": "delete", "collection": "webhooks", "id": "missing"],
    ]
    #expect(await fixture.control("mutate", operations)?.status == 400)
    #expect(fixture.sandbox.stored("webhooks", "w") == nil)
  }

  @Test func `a reset goes back to the seed`() async throws {
    var options = SandboxOptions()
    options.seed = ["genesys": ["webhooks": [["id": "s", "name": "seeded"]]]]
    let fixture = try await F(options)
    _ = await fixture.call("PUT", "\(F.webhooks)/w", F.webhook)
    _ = await fixture.call("DELETE", "\(F.webhooks)/s")
    _ = await fixture.control("faults", [["then": ["status": 500]]])
    #expect(await fixture.control("reset", ["only": ["faults"]])?.status == 200)
    #expect(await fixture.call("GET", "\(F.webhooks)/w")?.status == 200)
    #expect(await fixture.control("reset", [:])?.status == 200)
    #expect(fixture.sandbox.counts.isEmpty)
    #expect(await fixture.call("GET", "\(F.webhooks)/w")?.status == 404)
    #expect(await fixture.call("GET", "\(F.webhooks)/s")?.json["name"] == "seeded")
  }

  @Test func `a state file carries the store to the next run`() async throws {
    let path = NSTemporaryDirectory() + "gcsync-sandbox-\(Foundation.UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = SandboxOptions()
    options.stateFile = path
    let first = try await F(options)
    let created = await first.call("PUT", "\(F.targets)/t-1", F.target)
    _ = await first.control(
      "mutate",
      [
        ["op": "bucket", "name": "b", "value": ["region": "eu-west-1", "encryption": "aws:kms"]],
        ["op": "object", "bucket": "b", "key": "k", "value": ["body": "bytes"]],
      ])
    let s3Before = first.sandbox.objects["s3"]
    try await first.sandbox.stop()
    options.seed = ["genesys": ["targets": [["id": "not this"]]]]
    let second = try await F(options)
    #expect(await second.call("GET", F.targets + "/t-1")?.body == created?.body)
    #expect(
      second.sandbox.stored("targets", "t-1")?["configuration"]?["secretAccessKey"]
        == "planted-secret")
    #expect(second.sandbox.objects["s3"] == s3Before)
    #expect(second.sandbox.objects["genesys"]?["targets"]?.array?.count == 1)
    try await second.sandbox.stop()
  }

  @Test(arguments: ["", "{", "[]"])
  func `a state file that holds no store is an error, not an empty org`(text: String) async throws {
    let path = NSTemporaryDirectory() + "gcsync-sandbox-\(Foundation.UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: Foundation.URL(fileURLWithPath: path))
    var options = SandboxOptions()
    options.stateFile = path
    await #expect(throws: SandboxInputError.self) {
      try await Sandbox.start(options, world: VirtualWorld().world)
    }
  }

  @Test(arguments: [
    "{\"genesys\":{\"lines\":[]}}", "{\"genesys\":{\"webhooks\":{}}}", "{\"aws\":{}}",
    "{\"s3\":{\"buckets\":[{}]}}",
    "{\"s3\":{\"buckets\":[{\"name\":\"b\",\"encryption\":\"DES\"}]}}",
  ])
  func `a seed that cannot be understood is refused`(text: String) async throws {
    var options = SandboxOptions()
    options.seed = try JSON.parse(Array(text.utf8))
    await #expect(throws: SandboxInputError.self) {
      try await Sandbox.start(options, world: VirtualWorld().world)
    }
  }
}
