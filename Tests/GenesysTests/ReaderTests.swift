import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

struct ReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answers: [ScriptedTransport.Answer]
    var cap: Int? = 50
    let state: String
    let ids: [String]
    let requests: Int
  }

  static let cases = [
    Case(
      testDescription: "one page", answers: [page(["a", "b"])], state: "whole", ids: ["a", "b"],
      requests: 1),
    Case(testDescription: "no objects", answers: [page([])], state: "whole", ids: [], requests: 1),
    Case(
      testDescription: "an object that moved to the next page counts once",
      answers: [page(["a", "b"], next: "T"), page(["b", "c"])], state: "whole",
      ids: ["a", "b", "c"], requests: 2),
    Case(
      testDescription: "a token comes twice",
      answers: [page(["a"], next: "T"), page(["b"], next: "T"), page(["c"])],
      state: "incomplete-read", ids: ["a", "b"], requests: 2),
    Case(
      testDescription: "a page comes twice under new tokens",
      answers: [page(["a", "b"], next: "T"), page(["b", "a"], next: "U"), page(["c"])],
      state: "incomplete-read", ids: ["a"], requests: 2),
    Case(
      testDescription: "a further page stands behind the limit",
      answers: [page(["a"], next: "T"), page(["b"], next: "U"), page(["c"])], cap: 2,
      state: "incomplete-read", ids: ["a", "b"], requests: 2),
    Case(
      testDescription: "the limit is just enough",
      answers: [page(["a"], next: "T"), page(["b"])], cap: 2, state: "whole", ids: ["a", "b"],
      requests: 2),
    Case(
      testDescription: "a refused attempt is repeated",
      answers: [
        .status(429, headers: ["Retry-After": "2"]), page(["a"], next: "T"),
        .status(503), page(["b"]),
      ], state: "whole", ids: ["a", "b"], requests: 4),
    Case(
      testDescription: "a page in HTML",
      answers: [
        page(["a"], next: "T"),
        .status(200, headers: ["Content-Type": "text/html"], body: "<html>Sign in</html>"),
      ], state: "not-the-api", ids: ["a"], requests: 2),
    Case(
      testDescription: "no entities", answers: [.status(200, body: "{}")],
      state: "incomplete-read", ids: [], requests: 1),
    Case(
      testDescription: "an entity without an id",
      answers: [.status(200, body: #"{"entities": [{"name": "x"}]}"#)], state: "incomplete-read",
      ids: [], requests: 1),
    Case(
      testDescription: "a token that is no text",
      answers: [.status(200, body: #"{"entities": [], "nextPageToken": 7}"#)],
      state: "incomplete-read", ids: [], requests: 1),
    Case(
      testDescription: "a later page is not found",
      answers: [page(["a"], next: "T"), .status(404, body: #"{"message": "gone"}"#)],
      state: "request-failed", ids: ["a"], requests: 2),
    Case(
      testDescription: "no list of that path in a page for people",
      answers: [.status(404, body: "<!doctype html>")], state: "not-the-api", ids: [],
      requests: 1),
    Case(
      testDescription: "the connection breaks for good",
      answers: Array(
        repeating: .failure(TransportError(.connectionLost, "reset", mayHaveBeenSent: true)),
        count: 9), state: "unreachable", ids: [], requests: 4),
  ]

  @Test(arguments: cases)
  func `a list is read as a whole or not at all`(_ test: Case) async throws {
    let org = try ScriptedOrg(test.answers, pageCap: test.cap)
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    #expect(found.state == test.state)
    #expect(found.requests == test.requests)
    #expect(found.requests == org.transport.requests.count)
    let isWhole = test.state == "whole"
    if isWhole { #expect(found.objects.map(\.id) == test.ids) }
    #expect((found.problem?.message.hasPrefix("incomplete read of") ?? false) != isWhole)
    let event = isWhole ? "pagination_complete" : "pagination_incomplete"
    #expect(org.virtual.events.map(\.name).contains(event))
  }

  @Test func `a page is asked for by the size and the token alone`() async throws {
    let org = try ScriptedOrg([page(["a"], next: "T&/"), page(["b"])])
    _ = await org.reader.observe(try sampleKind(), declaredIDs: [])
    let urls = org.transport.requests.map(\.url.text)
    #expect(
      urls == [
        "http://127.0.0.1:9/api/v2/webhooks?pageSize=50",
        "http://127.0.0.1:9/api/v2/webhooks?pageSize=50&pageToken=T%26%2F",
      ])
    #expect(org.transport.requests.allSatisfy { $0.method == .get })
  }

  @Test(arguments: [404, 405])
  func `where there is no list every declared object is asked for`(status: Int) async throws {
    let org = try ScriptedOrg(
      ScriptedTransport { request, _ in
        switch request.url.path {
        case "/api/v2/webhooks": .status(status)
        case "/api/v2/webhooks/a%2Fb": .status(200, body: #"{"id": "a/b"}"#)
        default: .status(404, body: "{}")
        }
      })
    let found = await org.reader.observe(
      try sampleKind(), declaredIDs: ["a/b", "gone", "a/b"])
    #expect(found.state == "declared only")
    #expect(found.objects.map(\.id) == ["a/b"])
    #expect(found.requests == 3)
  }

  @Test(arguments: [
    (403, "", "permission-denied"), (200, "oops", "not-the-api"),
    (404, "<html>", "not-the-api"), (200, #"{"id": "other"}"#, "not-the-api"),
  ])
  func `one object that cannot be read spoils all`(
    status: Int, body: String, code: String
  ) async throws {
    let org = try ScriptedOrg(
      ScriptedTransport { request, _ in
        switch request.url.path {
        case "/api/v2/webhooks": .status(404)
        case "/api/v2/webhooks/good": .status(200, body: #"{"id": "good"}"#)
        default: .status(status, body: body)
        }
      })
    let found = await org.reader.observe(try sampleKind(), declaredIDs: ["bad", "good"])
    #expect(found.state == code)
    #expect(found.objects.map(\.id) == ["good"])
  }

  @Test func `the default limit is the guide's fifty pages, and none elsewhere`() {
    #expect(GenesysReader.standardPageCap(.guide) == 50)
    #expect(GenesysReader.standardPageCap(.platform) == nil)
  }

  @Test func `collections are read side by side and told apart`() async throws {
    let org = try ScriptedOrg([page(["a"])])
    let found = await org.reader.observeAll([(kind: try sampleKind(), declaredIDs: [])])
    #expect(found["Webhook"]?.objects.map(\.id) == ["a"])
  }
}
