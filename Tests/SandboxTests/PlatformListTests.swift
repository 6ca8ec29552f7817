import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct PlatformListTests {
  private typealias P = PlatformFamily

  private func fixture(_ collection: String, _ objects: [JSON]) async throws -> SandboxFixture {
    var options = SandboxOptions()
    var seed = P.seed
    seed[JSONPointer(["genesys", collection])] = .array(objects)
    options.seed = seed
    return try await SandboxFixture(options)
  }

  private func named(_ count: Int, _ prefix: String = "q") -> [JSON] {
    (0..<count).map {
      let number = String(1000 + $0)
      return ["id": .string("id-\(number)"), "name": .string("\(prefix)\(number)")]
    }
  }

  private func names(_ answer: LoopbackClient.Answer?) -> [String] {
    (answer?.json["entities"]?.array ?? []).compactMap { $0["name"]?.string }.sorted()
  }

  @Test func `numbered pages hold 25 objects, at most 100, and say where the others are`()
    async throws
  {
    let fixture = try await fixture("queues", named(120))
    let first = await fixture.call("GET", "\(P.queues)?name=q*")?.json
    #expect(first?["entities"]?.array?.count == 25)
    #expect(first?["pageSize"] == 25)
    #expect(first?["pageNumber"] == 1)
    #expect(first?["total"] == 120)
    #expect(first?["pageCount"] == 5)
    #expect(first?["previousUri"] == nil)
    #expect(first?["nextUri"]?.string == "\(P.queues)?name=q%2A&pageSize=25&pageNumber=2")
    let large = await fixture.call("GET", "\(P.queues)?pageSize=500&pageNumber=2")?.json
    #expect(large?["entities"]?.array?.count == 20)
    #expect(large?["pageSize"] == 100)
    #expect(large?["nextUri"] == nil)
    #expect(large?["previousUri"]?.string == "\(P.queues)?pageSize=100&pageNumber=1")
    #expect(large?["lastUri"] == large?["selfUri"])
  }

  @Test func `a page past the end is empty and no error`() async throws {
    let fixture = try await fixture("queues", named(3))
    for query in ["pageNumber=2", "pageNumber=2000000000&pageSize=100", "name=nobody"] {
      let answer = await fixture.call("GET", "\(P.queues)?\(query)")
      #expect(answer?.status == 200)
      #expect(answer?.json["entities"] == [])
    }
    for query in ["pageNumber=0", "pageSize=x", "pageSize=-1"] {
      #expect(await fixture.call("GET", "\(P.queues)?\(query)")?.status == 400)
    }
  }

  @Test func `cursors lead through a list that does not say how long it is`() async throws {
    let triggers = named(5).map { $0.mergePatched(with: P.trigger) }
    let fixture = try await fixture("triggers", triggers)
    var next: String? = "\(P.triggers)?pageSize=2&enabled=true"
    var seen: [String] = []
    var pages = 0
    while let target = next {
      let page = await fixture.call("GET", target)?.json
      #expect(page?["total"] == nil)
      seen += page?["entities"]?.array?.compactMap { $0["id"]?.string } ?? []
      next = page?["nextUri"]?.string
      if let next { #expect(next.contains("after=") && next.contains("enabled=true")) }
      pages += 1
    }
    #expect(pages == 3)
    #expect(seen == (0..<5).map { "id-\(1000 + $0)" })
    #expect(
      await fixture.call("GET", "\(P.triggers)?after=id-1003")?.json["entities"]?.array?.count == 1)
    let before = await fixture.call("GET", "\(P.triggers)?before=id-1002&pageSize=1")?.json
    #expect(before?["entities"]?.array?.first?["id"] == "id-1001")
  }

  @Test func `clients and key configurations have no pages`() async throws {
    let clients = named(120).map {
      $0.mergePatched(with: ["authorizedGrantType": "CLIENT-CREDENTIALS", "secret": "planted"])
    }
    let fixture = try await fixture("oauthClients", clients)
    let answer = await fixture.call("GET", "/api/v2/oauth/clients?pageSize=5")
    #expect(answer?.json["entities"]?.array?.count == 120)
    #expect(answer?.json["total"] == nil)
    #expect(answer?.text.contains("planted") == false)
  }

  private static let filters: [(String, String, String, [String])] = [
    ("queues", P.queues, "name=Sales", ["Sales"]),
    ("queues", P.queues, "name=Sal*", ["Sales", "Sales North"]),
    ("queues", P.queues, "id=a&id=c", ["Sales", "Support"]),
    ("queues", P.queues, "divisionId=\(P.home)", ["Sales", "Sales North", "Support"]),
    ("mediaRetentionPolicies", P.policies, "name=sales", ["Sales", "Sales North"]),
    ("mediaRetentionPolicies", P.policies, "enabled=false", ["Support"]),
    (
      "mediaRetentionPolicies", P.policies, "hasErrors=false",
      ["Sales", "Sales North", "Support"]
    ),
    ("mediaRetentionPolicies", P.policies, "hasErrors=true", []),
    ("mediaRetentionPolicies", P.policies, "deleteDaysThreshold=0", []),
    (
      "flows", "/api/v2/flows", "type=WORKFLOW,BOT",
      ["Follow up", "Sales", "Sales North", "Support"]
    ),
    ("flows", "/api/v2/flows", "nameOrDescription=NORTH", ["Sales North"]),
    ("wrapupCodes", "/api/v2/routing/wrapupcodes", "name=north", ["Sales North"]),
  ]

  @Test(arguments: filters)
  func `a list's filters filter`(
    collection: String, path: String, query: String, expected: [String]
  ) async throws {
    let fixture = try await fixture(
      collection,
      [
        ["id": "a", "name": "Sales"], ["id": "b", "name": "Sales North"],
        ["id": "c", "name": "Support", "enabled": false],
      ] + (collection == "flows" ? P.seed["genesys"]?["flows"]?.array ?? [] : []))
    let answer = await fixture.call("GET", "\(path)?\(query)")
    #expect(names(answer) == expected)
  }

  @Test func `a deleted user stays and is listed only on demand`() async throws {
    let users: [JSON] = [["id": "u", "name": "Ada", "email": "ada@example.com"]]
    let fixture = try await fixture("users", users)
    #expect(await fixture.call("DELETE", "/api/v2/users/u")?.status == 200)
    #expect(await names(fixture.call("GET", "/api/v2/users")) == ["Org Administrator"])
    #expect(await names(fixture.call("GET", "/api/v2/users?state=deleted")) == ["Ada"])
    #expect(await names(fixture.call("GET", "/api/v2/users?state=any")).count == 2)
    #expect(await fixture.call("GET", "/api/v2/users/u")?.json["state"] == "deleted")
  }

  @Test func `a summary of policies leaves out what they do`() async throws {
    let fixture = try await fixture("mediaRetentionPolicies", [P.policy])
    let full = await fixture.call("GET", P.policies)?.json["entities"]?.array?.first
    #expect(full?["mediaPolicies"] != nil)
    let brief = await fixture.call("GET", "\(P.policies)?summary=true")?.json["entities"]?.array
    #expect(brief?.first?["mediaPolicies"] == nil)
    #expect(brief?.first?["name"] == "voice")
  }
}
