import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct DataActionTests {
  private static let path = "/api/v2/integrations/actions"
  private static let schema: JSON = [
    "type": "object", "required": ["id"], "properties": ["id": ["type": "string"]],
  ]
  private static let body: JSON = [
    "category": "CRM", "name": "Look up", "integrationId": "i",
    "config": [
      "timeoutSeconds": 5,
      "request": [
        "requestUrlTemplate": "https://example.com/${input.id}", "requestType": "GET",
        "requestTemplate": "${input.rawRequest}",
      ],
      "response": ["translationMap": ["name": "$.name"], "successTemplate": "{\"name\": ${name}}"],
    ],
    "contract": [
      "input": ["inputSchema": schema],
      "output": [
        "successSchema": ["type": "object", "properties": ["name": ["type": "string"]]]
      ],
    ],
  ]

  private func start() async throws -> (fixture: SandboxFixture, item: String) {
    var options = SandboxOptions()
    options.seed = [
      "genesys": [
        "platformIntegrations": [["id": "i", "integrationType": ["id": "custom-rest-actions"]]]
      ]
    ]
    let fixture = try await SandboxFixture(options)
    let created = await fixture.call("POST", Self.path, Self.body)
    #expect(created?.status == 200, "\(created?.text ?? "")")
    return (fixture, "\(Self.path)/\(created?.json["id"]?.string ?? "")")
  }

  @Test func `lists and reads show contract and configuration only on demand`() async throws {
    let (fixture, item) = try await start()
    #expect(item.contains("custom_-_"))
    let list = await fixture.call("GET", Self.path)?.json["entities"]?.array?.first
    #expect(list?["name"] == "Look up" && list?["config"] == nil && list?["contract"] == nil)
    let wide = await fixture.call("GET", "\(Self.path)?includeConfig=true")?.json
    #expect(wide?["entities"]?.array?.first?["config"]?["timeoutSeconds"] == 5)
    #expect(await fixture.call("GET", item)?.json["contract"] == nil)
    let full = await fixture.call("GET", "\(item)?expand=contract&includeConfig=true")?.json
    #expect(full?["contract"]?["input"]?["inputSchema"] == Self.schema)
    let request = full?["config"]?["request"]
    #expect(request?["requestTemplate"] == nil)
    let uri = request?["requestTemplateUri"]?.string ?? ""
    #expect(await fixture.call("GET", uri)?.text == "${input.rawRequest}")
    #expect(
      await fixture.call("GET", "\(item)/templates/successtemplate.vm")?.text
        == "{\"name\": ${name}}")
    #expect(await fixture.call("GET", "\(item)/templates/other.vm")?.status == 404)
    let flat = await fixture.call("GET", "\(item)?expand=contract&flatten=true")?.json
    #expect(flat?["contract"]?["input"]?["inputSchemaFlattened"] == Self.schema)
  }

  @Test func `a published action changes under its version, but for its contract`() async throws {
    let (fixture, item) = try await start()
    #expect(await fixture.call("PATCH", item, ["name": "x"])?.status == 400)
    #expect(await fixture.call("PATCH", item, ["name": "x", "version": 9])?.status == 409)
    let changed = await fixture.call("PATCH", item, ["name": "x", "version": 1])?.json
    #expect(changed?["name"] == "x")
    #expect(changed?["version"] == 2)
    for change in [
      ["secure": true], ["integrationId": "other"], ["contract": ["input": [:]]],
    ] as [JSON] {
      let answer = await fixture.call(
        "PATCH", item, change.mergePatched(with: ["version": 2]))
      #expect(answer?.status == 400)
    }
  }

  @Test func `a contract changes through a draft that is published`() async throws {
    let (fixture, item) = try await start()
    #expect(await fixture.call("GET", "\(item)/draft")?.status == 404)
    #expect(await fixture.call("POST", "\(item)/draft")?.json["version"] == 1)
    #expect(await fixture.call("POST", "\(item)/draft")?.status == 409)
    let change: JSON = [
      "version": 1, "secure": true,
      "contract": [
        "input": ["inputSchema": ["type": "object"]], "output": ["successSchema": Self.schema],
      ],
    ]
    #expect(await fixture.call("PATCH", "\(item)/draft", change)?.json["version"] == 2)
    #expect(await fixture.call("GET", item)?.json["secure"] == false)
    #expect(await fixture.call("GET", "\(item)/draft/validation")?.json["valid"] == true)
    let stale = await fixture.call("POST", "\(item)/draft/publish", ["version": 1])
    #expect(stale?.status == 400)
    #expect(
      stale?.json["message"] == "Supplied version 1 does not match latest draft version 2")
    let published = await fixture.call("POST", "\(item)/draft/publish", ["version": 2])?.json
    #expect(published?["secure"] == true)
    #expect(published?["version"] == 2)
    #expect(await fixture.call("GET", "\(item)/draft")?.status == 404)
    let full = await fixture.call("GET", "\(item)?expand=contract")?.json
    #expect(full?["contract"]?["output"]?["successSchema"] == Self.schema)
  }

  @Test func `a draft alone is no action until it is published`() async throws {
    let (fixture, _) = try await start()
    var body = Self.body.mergePatched(with: ["name": "New"])
    body[JSONPointer(["config", "request"])] = [:]
    let draft = await fixture.call("POST", "\(Self.path)/drafts", body)?.json
    let item = "\(Self.path)/\(draft?["id"]?.string ?? "")"
    #expect(await fixture.call("GET", item)?.status == 404)
    #expect(await fixture.call("GET", "\(Self.path)/drafts")?.json["total"] == 1)
    #expect(await fixture.call("GET", "\(item)/draft/validation")?.json["valid"] == false)
    #expect(await fixture.call("POST", "\(item)/draft/publish", ["version": 1])?.status == 400)
    #expect(await fixture.call("DELETE", "\(item)/draft")?.status == 204)
    #expect(await fixture.call("GET", "\(Self.path)/drafts")?.json["total"] == 0)
  }

  @Test func `a test says how far it came, and succeeds as a request`() async throws {
    let (fixture, item) = try await start()
    let good = await fixture.call("POST", "\(item)/test", ["id": "7"])?.json
    #expect(good?["success"] == true)
    #expect(good?["finalResult"] == ["name": ""])
    #expect(good?["operations"]?.array?.count == 4)
    let bad = await fixture.call("POST", "\(item)/test", [:])
    #expect(bad?.status == 200)
    #expect(bad?.json["success"] == false)
    #expect(bad?.json["error"]?["code"] == "invalid.schema")
    #expect(await fixture.call("POST", "\(item)/execute", ["id": "7"])?.json == ["name": ""])
    #expect(
      await fixture.call("POST", "\(item)/execute", ["id": 7])?.json["code"] == "invalid.schema")
  }

  @Test func `actions are found by parts of their names, and categories are plain texts`()
    async throws
  {
    let (fixture, _) = try await start()
    for (query, total) in [
      ("name=look", 1), ("name=nothing", 0), ("category=CRM", 1), ("secure=true", 0),
    ] as [(String, JSON)] {
      #expect(await fixture.call("GET", "\(Self.path)?\(query)")?.json["total"] == total)
    }
    let categories = await fixture.call("GET", "\(Self.path)/categories")?.json
    #expect(categories?["entities"]?.array?.map { $0["name"] } == ["CRM"])
    #expect(
      await fixture.call("GET", "\(Self.path)/categories?pageNumber=2")?.json["entities"] == [])
  }

  @Test func `what Genesys brings cannot be changed, and goes with its integration`() async throws {
    let (fixture, _) = try await start()
    let type: JSON = ["integrationType": ["id": "purecloud-data-actions"]]
    let id = await fixture.call("POST", "/api/v2/integrations", type)?.json["id"]?.string ?? ""
    let actions = await fixture.call("GET", Self.path)?.json["entities"]?.array ?? []
    let builtIn = actions.compactMap { $0["id"]?.string }.filter { $0.hasPrefix("static") }
    #expect(builtIn.count == 2)
    let item = "\(Self.path)/\(builtIn.first ?? "")"
    #expect(await fixture.call("PATCH", item, ["name": "x", "version": 1])?.status == 400)
    #expect(await fixture.call("DELETE", item)?.status == 400)
    #expect(await fixture.call("DELETE", "/api/v2/integrations/\(id)")?.status == 200)
    #expect(await fixture.call("GET", item)?.status == 404)
    #expect(await fixture.call("GET", Self.path)?.json["total"] == 1)
  }

  @Test func `own credentials bring an action that gets tokens, listed only on demand`()
    async throws
  {
    let (fixture, _) = try await start()
    let credential =
      await fixture.call(
        "POST", "/api/v2/integrations/credentials",
        ["type": ["name": "userDefinedOAuth"], "credentialFields": [:]])?.json["id"] ?? ""
    let config: JSON = [
      "name": "x", "version": 1, "notes": "n", "properties": [:], "advanced": [:],
      "credentials": ["basicAuth": ["id": credential]],
    ]
    let stored = await fixture.call("PUT", "/api/v2/integrations/i/config/current", config)
    #expect(stored?.json["credentials"]?["basicAuth"]?["id"] == credential)
    #expect(await fixture.call("GET", Self.path)?.json["total"] == 1)
    let all = await fixture.call("GET", "\(Self.path)?includeAuthActions=true")?.json
    #expect(all?["total"] == 2)
    #expect(await fixture.call("DELETE", "\(Self.path)/customAuth_-_i")?.status == 400)
  }
}
