import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

struct ProblemTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answer: ScriptedTransport.Answer
    let code: String
    let words: String
  }

  static let cases = [
    Case(
      testDescription: "401", answer: .status(401, body: #"{"message": "Bad token."}"#),
      code: "authentication-failed", words: "Bad token."),
    Case(
      testDescription: "403 that names a permission",
      answer: .status(
        403,
        body:
          #"{"message": "You are missing the following permission(s): a:b:view", "code": "missing.permissions"}"#
      ), code: "permission-denied", words: "the client lacks the permission a:b:view"),
    Case(
      testDescription: "403 without a body", answer: .status(403), code: "permission-denied",
      words: "Webhook needs webhook:read, webhook:write"),
    Case(
      testDescription: "429 for good", answer: .status(429), code: "rate-limited",
      words: "Max retries exceeded for Genesys Cloud API call."),
    Case(
      testDescription: "429 that asks for a wait nobody sits through",
      answer: .status(
        429, headers: ["Retry-After": "600"],
        body: #"{"message": "Rate limit exceeded", "code": "too.many.requests"}"#),
      code: "rate-limited", words: "asks to wait 600 s (10 min), and gcsync waits for at most 180 s"
    ),
    Case(
      testDescription: "429 with a date far away",
      answer: .status(
        429,
        headers: [
          "Retry-After": "Sat, 21 Nov 2026 10:00:00 GMT", "Date": "Sat, 21 Nov 2026 09:00:00 GMT",
        ]), code: "rate-limited", words: "run the command again after 3600 s (60 min)"),
    Case(
      testDescription: "503 that asks for a wait nobody sits through",
      answer: .status(503, headers: ["Retry-After": "1800"]), code: "unreachable",
      words: "not available, status 503, and asks to wait 1800 s (30 min)"),
    Case(
      testDescription: "no TLS",
      answer: .failure(TransportError(.tls, "self-signed certificate", mayHaveBeenSent: false)),
      code: "tls-failure", words: "self-signed certificate"),
    Case(
      testDescription: "no host",
      answer: .failure(TransportError(.unresolvedHost, "no such host", mayHaveBeenSent: false)),
      code: "unreachable", words: "no such host"),
    Case(
      testDescription: "a page for people", answer: .status(200, body: "\n <html>"),
      code: "not-the-api", words: "check the domain or apiURL"),
    Case(
      testDescription: "a 500 that is no ErrorBody", answer: .status(500, body: "oops"),
      code: "not-the-api", words: "status 500"),
    Case(
      testDescription: "a 500 of the API",
      answer: .status(500, body: #"{"message": "try later", "code": "internal.error"}"#),
      code: "request-failed", words: "(internal.error): try later"),
    Case(
      testDescription: "a 400 with details",
      answer: .status(
        400,
        body:
          #"{"message": "invalid", "code": "bad.request", "details": [{"fieldName": "pageSize", "errorCode": "max"}]}"#
      ), code: "request-failed", words: "pageSize: max"),
  ]

  @Test(arguments: cases)
  func `a failed request says what it was and what to do`(_ test: Case) async throws {
    let org = try ScriptedOrg(ScriptedTransport { _, _ in test.answer })
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    let problem = try #require(found.problem)
    #expect(problem.code == test.code)
    #expect(problem.everything.contains(test.words))
    #expect(problem.everything.contains("request: GET http://127.0.0.1:9/api/v2/webhooks"))
    #expect(!problem.everything.contains("pageSize=50"))
  }

  /// An answer with everything that the API may say of a refusal.
  private static let whole: JSON = [
    "message": "it is said", "messageWithParams": "it is {said}", "code": "some.code",
    "contextId": "c-body", "details": [["errorCode": "too.long", "fieldName": "name"]],
    "errors": [["messageWithParams": "in {part}", "entityId": "e-1"]],
  ]

  @Test(arguments: [400, 401, 403, 409, 412, 415, 429, 500, 502, 503, 504])
  func `whatever the status, the message, its code, the details and the id are told`(
    status: Int
  ) async throws {
    let org = try ScriptedOrg(ScriptedTransport { _, _ in .status(status, body: Self.whole.text) })
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    let text = try #require(found.problem?.everything)
    let words = [
      "it is said", "some.code", "name: too.long", "e-1: in {part}", "correlation id: c-body",
    ]
    for word in words { #expect(text.contains(word), "\(status): \(text)") }
    #expect(!text.contains("it is {said}"))
  }

  @Test(
    arguments: [
      (#"{"messageWithParams": "no {thing}", "code": "a.b"}"#, "status 400 (a.b): no {thing}"),
      (#"{"message": "", "messageWithParams": "no {thing}"}"#, "status 400: no {thing}"),
      (#"{"code": "a.b"}"#, "status 400 (a.b)"), (#"{"code": 7}"#, "status 400"),
      (#"{"message": null, "details": "none"}"#, "status 400"),
    ])
  func `where the message is missing, what else is said stands in`(
    body: String, words: String
  ) async throws {
    let org = try ScriptedOrg(ScriptedTransport { _, _ in .status(400, body: body) })
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    #expect(found.problem?.message.hasSuffix("Genesys Cloud answered with \(words)") == true)
  }

  @Test func `the header's correlation id counts before the body's`() async throws {
    let answer = ScriptedTransport.Answer.status(
      400, headers: ["ININ-Correlation-Id": "c-head"], body: Self.whole.text)
    let org = try ScriptedOrg(ScriptedTransport { _, _ in answer })
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    let text = try #require(found.problem?.everything)
    #expect(text.contains("correlation id: c-head") && !text.contains("c-body"))
  }

  @Test func `the correlation id is told, and no secret that a server repeats`() async throws {
    let secret = "s3cr3t/val"
    let message = "no \(secret) s3cr3t%2Fval \u{1B}[31m " + String(repeating: "x", count: 400)
    let body: JSON = ["message": .string(message), "code": .string(secret)]
    let org = try ScriptedOrg(
      ScriptedTransport { _, _ in
        .status(400, headers: ["ININ-Correlation-Id": "c-1"], body: body.text)
      }, secrets: [Secret(secret), Secret("no")])
    let found = await org.reader.observe(try sampleKind(), declaredIDs: [])
    let text = try #require(found.problem?.everything)
    #expect(text.contains("correlation id: c-1"))
    #expect(text.contains("no ••• ••• "))
    #expect(!text.contains("s3cr3t") && !text.contains("\u{1B}"))
    #expect(text.utf8.count < 900)
  }
}
