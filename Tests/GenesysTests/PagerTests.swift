import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import Synchronization
import TestSupport
import Testing

/// How long lists come from the platform: numbered pages, and pages that name what they come before.
struct PagerTests {
  /// A kind whose list comes as its wire's words say.
  private func kind(_ words: JSON) throws -> Kind {
    var wire: JSON = [
      "collection": "/api/v2/things", "pageSize": 2, "identity": ["/name"], "create": "POST",
      "update": "PUT /{id}",
    ]
    for member in words.object ?? [:] { wire[JSONPointer([member.key])] = member.value }
    let schema: JSON = ["title": "Thing", "x-gcsync": ["wire": ["platform": wire]]]
    return try #require(Kind(schema: schema) { _ in nil })
  }

  private func body(
    _ ids: [String], total: Int? = nil, count: Int? = nil, next: String? = nil
  ) -> ScriptedTransport.Answer {
    var body: JSON = ["entities": .array(ids.map { ["id": .string($0), "name": .string($0)] })]
    if let total { body["total"] = .number(JSONNumber(total)) }
    if let count { body["pageCount"] = .number(JSONNumber(count)) }
    if let next { body["nextUri"] = .string(next) }
    return .status(200, body: body.text)
  }

  /// An org that answers each page by its number, in whatever order they are asked for.
  private func numbered(
    _ pages: @escaping @Sendable (_ number: Int, _ reading: Int) -> ScriptedTransport.Answer
  ) throws -> ScriptedOrg {
    let reading = Mutex(0)
    return try ScriptedOrg(
      ScriptedTransport { request, _ in
        let number = request.url.query.first { $0.name == "pageNumber" }.flatMap { Int($0.value) }
        let count = reading.withLock { reading in
          if number == 1 { reading += 1 }
          return reading
        }
        return pages(number ?? 0, count)
      }, profile: .platform, pageCap: nil)
  }

  @Test func `numbered pages are asked for at once and put together in their order`() async throws {
    let org = try numbered { number, _ in
      self.body(["\(number)a"] + (number < 3 ? ["\(number)b"] : []), total: 5, count: 3)
    }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.state == "whole")
    #expect(found.objects.map(\.id) == ["1a", "1b", "2a", "2b", "3a"])
    #expect(found.requests == 3)
    let first = try #require(org.transport.requests.first)
    #expect(first.url.text.hasSuffix("/api/v2/things?pageSize=2&pageNumber=1"))
  }

  @Test(arguments: [1, 2]) func `an empty page before the last makes the read incomplete`(
    empty: Int
  ) async throws {
    let org = try numbered { number, _ in
      self.body(number == empty ? [] : ["\(number)"], total: 3, count: 3)
    }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.state == "incomplete-read")
    #expect(found.problem?.message.contains("page \(empty) of 3 came empty") == true)
  }

  @Test func `a list that moved while it was read is read again`() async throws {
    let org = try numbered { number, reading in
      // In the first reading an object was added in front, so that "b" comes twice.
      reading == 1
        ? self.body(number == 1 ? ["a", "b"] : ["b", "c"], total: number + 2, count: 2)
        : self.body(number == 1 ? ["x", "a"] : ["b", "c"], total: 4, count: 2)
    }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.state == "whole")
    #expect(found.objects.map(\.id) == ["x", "a", "b", "c"])
    #expect(found.requests == 4)
  }

  @Test func `a list that never holds still cannot be had`() async throws {
    let org = try numbered { number, reading in
      self.body(["\(reading)-\(number)", "b"], total: 4, count: 2)
    }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.state == "incomplete-read")
    #expect(found.problem?.message.contains("changed each of the 3 times") == true)
  }

  @Test func `a service that always counts more than it lists is believed the second time`()
    async throws
  {
    let org = try numbered { number, _ in self.body(["\(number)"], total: 9, count: 2) }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.state == "whole")
    #expect(found.objects.count == 2)
    #expect(found.requests == 4)
  }

  @Test(arguments: [1, 3]) func `a count that may be too low is not believed`(
    pages: Int
  ) async throws {
    let org = try numbered { number, _ in
      self.body(number <= pages + 1 ? ["\(number)"] : [], total: pages + 1, count: pages)
    }
    let found = await org.reader.observe(
      try kind(["pager": "page", "readsToEmptyPage": true]), declaredIDs: [])
    #expect(found.state == "whole")
    #expect(found.objects.count == pages + 1)
    #expect(found.requests == pages + 2)
  }

  @Test func `without any count pages are read until one is empty`() async throws {
    let org = try numbered { number, _ in self.body(number < 4 ? ["\(number)"] : []) }
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.objects.map(\.id) == ["1", "2", "3"])
    #expect(found.state == "whole")
  }

  @Test func `a cursor is taken from the next page's address and nothing else of it`() async throws
  {
    let org = try ScriptedOrg(
      ScriptedTransport([
        body(["a"], next: "https://evil.example/steal?after=t%2F1&pageSize=9"),
        body([], next: "/api/v2/things?after=t2"), body(["b"]),
      ]), profile: .platform, pageCap: nil)
    let found = await org.reader.observe(try kind(["pager": "cursor"]), declaredIDs: [])
    #expect(found.state == "whole")
    #expect(found.objects.map(\.id) == ["a", "b"])
    let paths = org.transport.requests.map { $0.url.text.dropFirst("http://127.0.0.1:9".count) }
    #expect(
      paths == [
        "/api/v2/things?pageSize=2", "/api/v2/things?pageSize=2&after=t%2F1",
        "/api/v2/things?pageSize=2&after=t2",
      ])
  }

  @Test(arguments: ["/api/v2/things?pageSize=2", "%%"])
  func `an address that does not say what comes after makes the read incomplete`(
    next: String
  ) async throws {
    let org = try ScriptedOrg(
      ScriptedTransport([body(["a"], next: next)]), profile: .platform, pageCap: nil)
    let found = await org.reader.observe(try kind(["pager": "cursor"]), declaredIDs: [])
    #expect(found.state == "incomplete-read")
  }

  @Test func `a list without pages is asked for without parameters, at its own path`() async throws
  {
    let org = try ScriptedOrg(
      ScriptedTransport([body(["a"])]), profile: .platform, pageCap: nil)
    let found = await org.reader.observe(
      try kind(["pager": "none", "list": "/api/v2/all/things"]), declaredIDs: [])
    #expect(found.objects.count == 1)
    #expect(
      org.transport.requests.map(\.url.text) == ["http://127.0.0.1:9/api/v2/all/things"])
  }

  @Test func `the one object of a singleton is what stands at its path`() async throws {
    let org = try ScriptedOrg(
      ScriptedTransport([.status(200, body: #"{"size": 3}"#)]), profile: .platform, pageCap: nil)
    let found = await org.reader.observe(
      try kind(["pager": "none", "identity": "singleton"]), declaredIDs: [])
    #expect(found.objects.map(\.id) == ["singleton"])
    #expect(found.objects.first?.body == ["size": 3])
  }

  @Test func `a list that is nowhere is no empty list`() async throws {
    let org = try ScriptedOrg(
      ScriptedTransport([.status(404, body: "{}")]), profile: .platform, pageCap: nil)
    let found = await org.reader.observe(try kind(["pager": "page"]), declaredIDs: [])
    #expect(found.problem != nil)
  }
}
