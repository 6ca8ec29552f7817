import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct ListTests {
  private static func seed(_ count: Int) -> SandboxOptions {
    let hooks = (0..<count).map { index -> JSON in
      [
        "id": .string("id-\(1000 + index * 7 % count)"), "name": .string("hook \(index)"),
        "targetUrl": "https://example.com", "events": ["a"],
      ]
    }
    var options = SandboxOptions()
    options.seed = ["genesys": ["webhooks": .array(hooks)]]
    return options
  }

  @Test(arguments: [(0, 10), (1, 10), (10, 10), (11, 10), (100, 7), (101, 100), (30, 500)])
  func `pages give every object once, in pages of the size asked for`(
    count: Int, size: Int
  ) async throws {
    let fixture = try await SandboxFixture(Self.seed(count))
    var (ids, token, pages): ([String], String?, Int) = ([], nil, 0)
    repeat {
      let query = "?pageSize=\(size)" + (token.map { "&pageToken=\($0)" } ?? "")
      let page = await fixture.call("GET", SandboxFixture.webhooks + query)?.json
      let entities = page?["entities"]?.array ?? []
      #expect(entities.count <= min(size, 100))
      ids += entities.compactMap { $0["id"]?.string }
      token = page?["nextPageToken"]?.string
      pages += 1
    } while token != nil
    #expect(ids.count == count)
    #expect(Set(ids).count == count)
    #expect(pages == max(1, (count + min(size, 100) - 1) / min(size, 100)))
  }

  @Test func `a page holds 25 objects unless told otherwise`() async throws {
    let fixture = try await SandboxFixture(Self.seed(30))
    let page = await fixture.call("GET", SandboxFixture.webhooks)?.json
    #expect(page?["entities"]?.array?.count == 25)
  }

  @Test func `a list goes on behind an object that was deleted meanwhile`() async throws {
    let fixture = try await SandboxFixture(Self.seed(20))
    let first = await fixture.call("GET", SandboxFixture.webhooks + "?pageSize=10")?.json
    let last = first?["entities"]?.array?.last?["id"]?.string ?? ""
    _ = await fixture.call("DELETE", "\(SandboxFixture.webhooks)/\(last)")
    let token = first?["nextPageToken"]?.string ?? ""
    let second = await fixture.call(
      "GET", SandboxFixture.webhooks + "?pageSize=10&pageToken=\(token)")
    #expect(second?.json["entities"]?.array?.count == 10)
  }

  @Test func `a token of another list or of nobody is refused`() async throws {
    let fixture = try await SandboxFixture(Self.seed(20))
    let first = await fixture.call("GET", SandboxFixture.webhooks + "?pageSize=10")?.json
    let token = first?["nextPageToken"]?.string ?? ""
    for query in [
      "\(SandboxFixture.policies)?pageToken=\(token)",
      "\(SandboxFixture.webhooks)?pageToken=x", "\(SandboxFixture.webhooks)?pageToken=00\(token)",
      "\(SandboxFixture.webhooks)?pageSize=0", "\(SandboxFixture.webhooks)?pageSize=ten",
    ] {
      #expect(await fixture.call("GET", query)?.status == 400)
    }
  }
}
