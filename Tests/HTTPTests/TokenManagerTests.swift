import Crypto
import HTTP
import Synchronization
import TestSupport
import Testing
import World

@Suite struct TokenManagerTests {
  @Test func `the client proves who it is with Basic and never in the body too`() async throws {
    let transport = ScriptedTransport([granted("t1")])
    let token = try await manager(transport, VirtualWorld()).token()
    #expect(token.reveal { $0 } == "t1")
    let request = try #require(transport.requests.first)
    #expect(request.method == .post)
    #expect(request.headers["Authorization"] == "Basic aWQ6aHVudGVyMg==")
    #expect(String(decoding: request.body, as: UTF8.self) == "grant_type=client_credentials")
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(request.timeout == .seconds(10))
  }

  @Test func `in the form style the credentials are in the body alone`() async throws {
    let transport = ScriptedTransport([granted("t1")])
    _ = try await manager(transport, VirtualWorld(), secret: "a&b=c", style: .form).token()
    let request = try #require(transport.requests.first)
    #expect(request.headers["Authorization"] == nil)
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "grant_type=client_credentials&client_id=id&client_secret=a%26b%3Dc")
  }

  @Test func `a server that does not take Basic is asked once more with the form, for good`()
    async throws
  {
    let transport = ScriptedTransport([
      .status(400, body: #"{"error":"invalid_request"}"#), granted("t1", expiresIn: 0),
      granted("t2"),
    ])
    let manager = manager(transport, VirtualWorld())
    _ = try await manager.token()
    _ = try await manager.token()
    #expect(transport.requests.map { $0.headers["Authorization"] != nil } == [true, false, false])
  }

  @Test func `a server that takes neither is not asked a third time`() async {
    let refusal = ScriptedTransport.Answer.status(400, body: #"{"error":"invalid_request"}"#)
    let transport = ScriptedTransport([refusal, refusal, granted("t1")])
    await #expect(throws: AuthenticationError.self) {
      try await manager(transport, VirtualWorld()).token()
    }
    #expect(transport.requests.count == 2)
  }

  @Test func `any number of callers share one request`() async throws {
    let transport = ScriptedTransport { _, index in
      for _ in 0..<50 { await Task.yield() }
      return granted("t\(index)")
    }
    let manager = manager(transport, VirtualWorld())
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<40 { group.addTask { try await manager.token().reveal { $0 } } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(tokens == ["t0"])
    #expect(transport.requests.count == 1)
  }

  /// `validUntil = now + expires_in − min(buffer, expires_in / 2)`.
  @Test(arguments: [
    (86_400, 300, 86_100), (3600, 300, 3300), (600, 300, 300), (300, 300, 150), (60, 300, 30),
    (60, 10, 50), (1, 300, 0),
  ])
  func `a token is used until shortly before its end`(
    expiresIn: Int, buffer: Int, seconds: Int
  ) async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport { _, index in granted("t\(index)", expiresIn: expiresIn) }
    let manager = manager(transport, virtual, buffer: .seconds(buffer))
    _ = try await manager.token()
    virtual.advance(by: .seconds(seconds) + .milliseconds(expiresIn == 1 ? 499 : -1))
    _ = try await manager.token()
    #expect(transport.requests.count == 1)
    virtual.advance(by: .milliseconds(1))
    _ = try await manager.token()
    #expect(transport.requests.count == 2)
  }

  @Test(arguments: ["", #","expires_in":0"#, #","expires_in":-5"#, #","expires_in":"soon""#])
  func `a token without a lifetime that makes sense serves once`(lifetime: String) async throws {
    let transport = ScriptedTransport { _, index in
      .status(200, body: #"{"access_token":"t\#(index)"\#(lifetime)}"#)
    }
    let manager = manager(transport, VirtualWorld())
    #expect(try await manager.token().reveal { $0 } == "t0")
    #expect(try await manager.token().reveal { $0 } == "t1")
  }

  @Test func `only the token that was refused is forgotten`() async throws {
    let transport = ScriptedTransport { _, index in granted("t\(index)") }
    let manager = manager(transport, VirtualWorld())
    _ = try await manager.token()
    #expect(await manager.invalidate(bearing: "Bearer older"))
    #expect(try await manager.token().reveal { $0 } == "t0")
    #expect(await manager.invalidate(bearing: "Bearer t0"))
    #expect(try await manager.token().reveal { $0 } == "t1")
  }

  @Test func `a token from outside is used as it is and cannot be renewed`() async throws {
    let transport = ScriptedTransport([])
    let manager = TokenManager(
      .fixed(Secret("given")), endpoint: endpoint, transport: transport,
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    #expect(try await manager.token().reveal { $0 } == "given")
    #expect(await manager.invalidate(bearing: "Bearer given") == false)
    #expect(transport.requests.isEmpty)
  }

  @Test func `minting too many tokens is waited for, though it is answered with a 400`()
    async throws
  {
    let virtual = VirtualWorld()
    let throttled = ScriptedTransport.Answer.status(
      400, body: #"{"error":"invalid_request","description":"rate limit exceeded; try later"}"#)
    let transport = ScriptedTransport([throttled, throttled, granted("t1")])
    _ = try await manager(transport, virtual).token()
    #expect(virtual.slept.count == 2)
    #expect(transport.requests.allSatisfy { $0.headers["Authorization"] != nil })
    let limits = virtual.events.filter { $0.name == "rate_limit_encountered" }
    #expect(limits == virtual.slept.map { .rateLimitEncountered(status: 400, wait: $0) })
  }

  @Test func `minting too many tokens for good is told apart from a wrong secret`() async throws {
    let transport = ScriptedTransport { _, _ in
      .status(
        400, headers: ["ININ-Correlation-Id": "c-9"],
        body: #"{"error":"invalid_request","description":"rate limit exceeded; try later"}"#)
    }
    let error = await #expect(throws: AuthenticationError.self) {
      try await manager(transport, VirtualWorld()).token()
    }
    #expect(error?.status == 429)
    #expect(
      error?.message == "https://login.mypurecloud.com gives out no more tokens for now, with "
        + "status 400 (invalid_request), correlation id c-9")
  }

  @Test func `a token endpoint that is not well for a moment is asked again`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport([
      .status(503, headers: ["Retry-After": "4"]),
      .failure(TransportError(.timeout, "no answer in 10 s", mayHaveBeenSent: true)),
      granted("t1"),
    ])
    _ = try await manager(transport, virtual).token()
    #expect(virtual.slept.first == .seconds(4))
    #expect(transport.requests.count == 3)
  }

  @Test func `a refusal names status and code, and nothing of the body or the secret`() async {
    let body = #"{"error":"invalid_client","error_description":"hunter2 is wrong"}"#
    let transport = ScriptedTransport([.status(401, body: body)])
    let error = await #expect(throws: AuthenticationError.self) {
      try await manager(transport, VirtualWorld()).token()
    }
    #expect(error?.status == 401)
    #expect(error?.message.contains("invalid_client") == true)
    #expect(error?.message.contains("hunter2") == false)
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: ["", "{}", "[]", "<html>", #"{"access_token":""}"#, #"{"access_token":7}"#])
  func `an answer without a token is an error`(body: String) async {
    let transport = ScriptedTransport([.status(200, body: body)])
    await #expect(throws: AuthenticationError.self) {
      try await manager(transport, VirtualWorld()).token()
    }
  }

  @Test func `a failed refresh does not keep the next caller from trying`() async throws {
    let transport = ScriptedTransport([.status(401), granted("t1")])
    let manager = manager(transport, VirtualWorld())
    _ = try? await manager.token()
    #expect(try await manager.token().reveal { $0 } == "t1")
  }

  @Test func `the credentials are not sent to a host that is not allowed`() async throws {
    let transport = ScriptedTransport([granted("t1")])
    let manager = TokenManager(
      .clientCredentials(id: Secret("id"), secret: Secret("hunter2")),
      endpoint: URL(scheme: "https", host: "evil.com", port: nil, path: "/oauth/token"),
      transport: transport, world: VirtualWorld().world, allowedHosts: AllowedHosts())
    await #expect(throws: AuthenticationError.self) { try await manager.token() }
    #expect(transport.requests.isEmpty)
  }

  @Test func `a new token is an event, and the token is not in it`() async throws {
    let virtual = VirtualWorld()
    _ = try await manager(ScriptedTransport([granted("t1", expiresIn: 77)]), virtual).token()
    #expect(virtual.events.contains(.tokenRefreshed(expiresIn: 77)))
    #expect(!"\(virtual.events)".contains("t1"))
    #expect(!"\(virtual.events)".contains("hunter2"))
  }
}

private let endpoint = URL(
  scheme: "https", host: "login.mypurecloud.com", port: nil, path: "/oauth/token")

private func manager(
  _ transport: ScriptedTransport, _ virtual: VirtualWorld, secret: String = "hunter2",
  buffer: Duration = .seconds(300), style: TokenManager.Style = .basic
) -> TokenManager {
  TokenManager(
    .clientCredentials(id: Secret("id"), secret: Secret(secret)), endpoint: endpoint,
    transport: transport, world: virtual.world, allowedHosts: AllowedHosts(), buffer: buffer,
    style: style)
}

private func granted(_ token: String, expiresIn: Int = 3600) -> ScriptedTransport.Answer {
  .status(
    200, body: #"{"access_token":"\#(token)","token_type":"bearer","expires_in":\#(expiresIn)}"#)
}
