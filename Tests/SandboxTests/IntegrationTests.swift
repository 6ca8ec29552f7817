import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct IntegrationTests {
  private static let path = "/api/v2/integrations"

  private func install(
    _ type: String, _ fixture: SandboxFixture, name: String? = nil
  ) async -> String {
    var body: JSON = ["integrationType": ["id": .string(type)]]
    if let name { body[JSONPointer(["name"])] = .string(name) }
    return await fixture.call("POST", Self.path, body)?.json["id"]?.string ?? ""
  }

  @Test func `a new integration is disabled, named like its type, and names may repeat`()
    async throws
  {
    let fixture = try await SandboxFixture()
    let id = await install("custom-rest-actions", fixture)
    let item = await fixture.call("GET", "\(Self.path)/\(id)")?.json
    #expect(item?["name"] == "Web Services Data Actions")
    #expect(item?["intendedState"] == "DISABLED")
    #expect(item?["reportedState"]?["code"] == "INACTIVE")
    #expect(item?["integrationType"]?["name"] == "Web Services Data Actions")
    #expect(item?["notes"] == "node_dynamodb_empty_string")
    for _ in 0..<2 {
      #expect(await install("custom-rest-actions", fixture, name: "Same").isEmpty == false)
    }
    #expect(await install("no-such-type", fixture).isEmpty)
    #expect(await install("imap-server", fixture).isEmpty == false)
    #expect(await install("imap-server", fixture).isEmpty)
  }

  @Test func `lists show a configuration only on demand`() async throws {
    let fixture = try await SandboxFixture()
    _ = await install("custom-rest-actions", fixture)
    let bare = await fixture.call("GET", Self.path)?.json["entities"]?.array?.first
    #expect(bare != nil && bare?["config"] == nil)
    let full = await fixture.call("GET", "\(Self.path)?expand=config.current")?.json
    #expect(full?["entities"]?.array?.first?["config"]?["current"]?["version"] == 1)
  }

  @Test func `a configuration is replaced as a whole under the version it had`() async throws {
    let fixture = try await SandboxFixture()
    let id = await install("amazon-eventbridge-source", fixture)
    let config = "\(Self.path)/\(id)/config/current"
    #expect(
      await fixture.call("GET", config)?.json["notes"] == "node_dynamodb_empty_string")
    var body: JSON = [
      "name": "bus", "version": 1, "notes": "",
      "properties": [
        "awsAccountId": "123456789012", "awsAccountRegion": "us-east-1",
        "eventSourceSuffix": "prod", "eventFilter": ["v2.a", "v2.b"],
      ],
      "advanced": [:], "credentials": [:],
    ]
    let stored = await fixture.call("PUT", config, body)
    #expect(stored?.status == 200)
    #expect(stored?.json["version"] == 2)
    #expect(stored?.json["properties"]?["eventFilter"] == ["v2.b", "v2.a"])
    #expect(await fixture.call("GET", "\(Self.path)/\(id)")?.json["name"] == "bus")
    let stale = await fixture.call("PUT", config, body)
    #expect(stale?.status == 400)
    #expect(stale?.json["message"]?.string?.contains("does not match the current version") == true)
    for member in ["name", "version", "properties", "advanced", "notes", "credentials"] {
      var partial = body.mergePatched(with: ["version": 2])
      partial[JSONPointer([member])] = nil
      #expect(await fixture.call("PUT", config, partial)?.status == 400)
    }
    for (name, value) in [("awsAccountId", 5), ("awsAccountRegion", .null)] as [(String, JSON)] {
      body = body.mergePatched(with: ["version": 2, "properties": .object([name: value])])
      #expect(await fixture.call("PUT", config, body)?.status == 400)
    }
  }

  @Test func `a switched integration reports that it gets there, and then that it is there`()
    async throws
  {
    var options = SandboxOptions()
    options.settleReads = 2
    let fixture = try await SandboxFixture(options)
    let id = await install("custom-rest-actions", fixture)
    let item = "\(Self.path)/\(id)"
    for _ in 0..<2 { #expect(await fixture.call("GET", item)?.status == 404) }
    let patched = await fixture.call(
      "PATCH", item, ["intendedState": "ENABLED", "name": "ignored"])?.json
    #expect(patched?["intendedState"] == "ENABLED")
    #expect(patched?["name"] == "Web Services Data Actions")
    for code in ["ACTIVATING", "ACTIVATING", "ACTIVE"] as [JSON] {
      #expect(await fixture.call("GET", item)?.json["reportedState"]?["code"] == code)
    }
    #expect(await fixture.call("PATCH", item, ["intendedState": "ON"])?.status == 400)
  }

  @Test func `a deleted integration can be restored while only its state says so`() async throws {
    let fixture = try await SandboxFixture()
    let id = await install("custom-rest-actions", fixture)
    let item = "\(Self.path)/\(id)"
    _ = await fixture.call("PATCH", item, ["intendedState": "DELETED"])
    #expect(await fixture.call("GET", Self.path)?.json["total"] == 0)
    let restored = await fixture.call("PATCH", item, ["intendedState": "RESTORED"])?.json
    #expect(restored?["intendedState"] == "DISABLED")
    #expect(await fixture.call("GET", Self.path)?.json["total"] == 1)
    #expect(await fixture.call("DELETE", item)?.json["id"]?.string == id)
    #expect(await fixture.call("GET", item)?.status == 404)
  }

  @Test func `a type tells its schemas and credentials, and a seed can change the properties`()
    async throws
  {
    var options = SandboxOptions()
    let type = "aws-s3-recording-bulk-actions-integration"
    options.seed = [
      "genesys": [
        "integrationTypes": [
          [
            "id": .string(type),
            "propertiesSchema": [
              "type": "object", "required": ["s3Bucket"],
              "properties": ["s3Bucket": ["type": "string"]],
            ],
          ]
        ],
        "platformIntegrations": [
          ["id": "i", "integrationType": ["id": "webhook"], "intendedState": "ENABLED"]
        ],
      ]
    ]
    let fixture = try await SandboxFixture(options)
    let item = await fixture.call("GET", "\(Self.path)/types/\(type)")?.json
    #expect(item?["name"] == "AWS S3 Recording Bulk Actions")
    #expect(item?["propertiesSchema"] == nil)
    let uri = item?["configPropertiesSchemaUri"]?.string ?? ""
    #expect(await fixture.call("GET", uri)?.json["required"] == ["s3Bucket"])
    #expect(await fixture.call("GET", "\(Self.path)/types?pageSize=100")?.json["total"] == 9)
    let seeded = await fixture.call("GET", "\(Self.path)/i?expand=config.current")?.json
    #expect(seeded?["reportedState"]?["code"] == "ACTIVE")
    #expect(seeded?["config"]?["current"]?["properties"] == ["signatureHeader": "X-Signature"])
  }

  @Test func `credentials never show their fields, and need those of their type`() async throws {
    let fixture = try await SandboxFixture()
    let path = "\(Self.path)/credentials"
    let body: JSON = [
      "name": "api", "type": ["name": "basicAuth"],
      "credentialFields": ["userName": "u", "password": "planted-secret"],
    ]
    let created = await fixture.call("POST", path, body)
    let id = created?.json["id"]?.string ?? ""
    #expect(created?.json["type"]?["name"] == "basicAuth")
    for target in ["\(path)/\(id)", path, "\(path)/listing?pageSize=200"] {
      let answer = await fixture.call("GET", target)
      #expect(answer?.text.contains(id) == true)
      #expect(answer?.text.contains("planted-secret") == false)
    }
    #expect(!fixture.sandbox.objects.text.contains("planted-secret"))
    let partial = body.mergePatched(with: ["credentialFields": ["password": .null]])
    #expect(await fixture.call("PUT", "\(path)/\(id)", partial)?.status == 400)
    #expect(
      await fixture.call("POST", path, body.mergePatched(with: ["type": ["name": "x"]]))?.status
        == 400)
    let types = await fixture.call("GET", "\(path)/types")?.json.array ?? []
    #expect(types.contains { $0["name"] == "pureCloudOAuthClient" })
    #expect(await fixture.call("DELETE", "\(path)/\(id)")?.status == 204)
  }
}
