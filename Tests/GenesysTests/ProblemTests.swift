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
