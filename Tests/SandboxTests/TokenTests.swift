import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct TokenTests {
  struct Case: Sendable {
    var headers: HTTPHeaders = ["Content-Type": "application/x-www-form-urlencoded"]
    var body = "grant_type=client_credentials"
    var status = 200
    var error: String?
  }

  // cGxhbjpzM2M6cmV0 is `plan:s3c:ret`.
  @Test(arguments: [
    Case(headers: [
      "Content-Type": "application/x-www-form-urlencoded",
      "Authorization": "Basic cGxhbjpzM2M6cmV0",
    ]),
    Case(body: "grant_type=client_credentials&client_id=plan&client_secret=s3c%3Aret"),
    Case(
      body: "grant_type=client_credentials&client_id=plan&client_secret=wrong", status: 401,
      error: "invalid_client"),
    Case(body: "grant_type=client_credentials", status: 401, error: "invalid_client"),
    Case(
      headers: [
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": "Basic cGxhbjpzM2M6cmV0",
      ], body: "grant_type=client_credentials&client_id=plan&client_secret=s3c%3Aret", status: 400,
      error: "invalid_request"),
    Case(body: "client_id=plan&client_secret=s3c%3Aret", status: 400, error: "invalid_request"),
    Case(
      body: "grant_type=password&client_id=plan&client_secret=s3c%3Aret", status: 400,
      error: "unsupported_grant_type"),
    Case(
      headers: ["Content-Type": "application/json"], body: "{}", status: 400,
      error: "invalid_request"),
    Case(
      headers: [
        "Content-Type": "application/x-www-form-urlencoded", "Authorization": "Basic ???",
      ], status: 401, error: "invalid_client"),
  ])
  func `a token is given to the configured client alone, by header or form`(
    case example: Case
  ) async throws {
    var options = SandboxOptions()
    options.clients = [.init(id: "plan", secret: "s3c:ret")]
    let fixture = try await SandboxFixture(options)
    let answer = await fixture.genesys.send(
      "POST", "/oauth/token", headers: example.headers, body: Array(example.body.utf8))
    #expect(answer?.status == example.status)
    #expect(answer?.json["error"]?.string == example.error)
    #expect(answer?.json["expires_in"]?.int == (example.status == 200 ? 86_400 : nil))
  }

  @Test func `without configured clients any id and secret get a token`() async throws {
    let fixture = try await SandboxFixture()
    #expect(!fixture.token.isEmpty)
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 200)
  }

  @Test(arguments: [
    (nil, "authentication.required"), ("Bearer nothing", "bad.credentials"),
    ("Basic YTpi", "authentication.required"), ("Bearer", "authentication.required"),
  ])
  func `a call without a valid token is refused`(header: String?, code: String) async throws {
    let fixture = try await SandboxFixture()
    var headers = HTTPHeaders()
    if let header { headers.add("Authorization", header) }
    let answer = await fixture.genesys.send("GET", SandboxFixture.webhooks, headers: headers)
    #expect(answer?.status == 401)
    #expect(answer?.json["code"] == .string(code))
    #expect(answer?.json["contextId"]?.string == answer?.headers["ININ-Correlation-Id"])
  }

  @Test func `a token ends with its lifetime`() async throws {
    let clock = VirtualWorld()
    var options = SandboxOptions()
    options.tokenLifetime = .seconds(300)
    let fixture = try await SandboxFixture(options, world: clock.world)
    clock.advance(by: .seconds(299))
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 200)
    clock.advance(by: .seconds(1))
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.json["code"] == "bad.credentials")
  }

  @Test func `tokens can be revoked while they are in use`() async throws {
    let fixture = try await SandboxFixture()
    _ = await fixture.control("mutate", ["revokeTokens": true])
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 401)
  }
}
