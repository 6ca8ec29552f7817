import HTTP
import Synchronization
import TestSupport
import Testing
import World

@Suite struct HTTPClientTests {
  @Test func `an answer comes back with every attempt and the time of the whole`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport([
      .status(503, headers: ["Retry-After": "5"]), .status(200, body: "ok"),
    ])
    let exchange = try await client(transport, virtual).send(HTTPRequest(.get, url))
    #expect(exchange.response.status == 200)
    #expect(exchange.attempts.map(\.status) == [503, 200])
    #expect(exchange.latency == .seconds(5))
  }

  @Test(arguments: [400, 401, 403, 404, 409])
  func `a refusal is an answer and is not asked for again`(status: Int) async throws {
    let transport = ScriptedTransport([.status(status)])
    let exchange = try await client(transport, VirtualWorld()).send(HTTPRequest(.get, url))
    #expect(exchange.response.status == status)
    #expect(transport.requests.count == 1)
  }

  @Test func `after three retries the last answer stands and no wait follows it`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport(
      Array(repeating: .status(429, headers: ["Retry-After": "2"]), count: 9))
    let exchange = try await client(transport, virtual).send(HTTPRequest(.put, url))
    #expect(exchange.response.status == 429)
    #expect(exchange.attempts.count == 4)
    #expect(virtual.slept.count == 3)
    #expect(virtual.slept.allSatisfy { $0 >= .seconds(2) })
    #expect(virtual.elapsed == virtual.slept.reduce(.zero, +))
  }

  @Test func `a POST that may have arrived is not sent again`() async {
    let lost = TransportError(.connectionLost, "connection lost", mayHaveBeenSent: true)
    let transport = ScriptedTransport([.failure(lost), .status(200)])
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client(transport, VirtualWorld()).send(HTTPRequest(.post, url))
    }
    #expect(failure?.kind == .transport(.connectionLost, mayHaveBeenSent: true))
    #expect(transport.requests.count == 1)
  }

  @Test func `a failure is one sentence without query, body or secret`() async throws {
    let secretive = try #require(URL(parsing: "https://api.mypurecloud.com/x?token=hunter2"))
    let lost = TransportError(.timeout, "no answer in 15 s", mayHaveBeenSent: true)
    let transport = ScriptedTransport(Array(repeating: .failure(lost), count: 4))
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client(transport, VirtualWorld())
        .send(HTTPRequest(.put, secretive, body: [UInt8]("hunter2".utf8)))
    }
    #expect(
      failure?.description
        == "PUT https://api.mypurecloud.com/x failed after 4 attempts: no answer in 15 s")
  }

  @Test func `a wait that would pass the deadline is not begun`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport(
      Array(repeating: .status(503, headers: ["Retry-After": "40"]), count: 4))
    let exchange = try await client(transport, virtual, deadline: .seconds(100))
      .send(HTTPRequest(.get, url))
    #expect(exchange.attempts.count == 3)
    #expect(virtual.elapsed == .seconds(80))
  }

  @Test func `a wait of minutes that a server asks for ends every request at once`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport([.status(429, headers: ["Retry-After": "200"])])
    let client = client(transport, virtual, budget: RateBudget(), deadline: .seconds(900))
    let first = try await client.send(HTTPRequest(.get, url))
    #expect(first.response.status == 429)
    let second = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(.get, url))
    }
    #expect(second?.kind == .rateLimited(.seconds(200)))
    #expect(second?.description.contains("asked to wait 200 s") == true)
    #expect(transport.requests.count == 1)
    #expect(virtual.slept.isEmpty)
  }

  @Test func `a refused token is renewed once and the request replayed once`() async throws {
    let transport = ScriptedTransport { request, _ in
      .status(request.headers["Authorization"] == "Bearer t1" ? 200 : 401)
    }
    let (tokens, manager) = tokenSource()
    let exchange = try await client(transport, VirtualWorld(), tokens: manager)
      .send(HTTPRequest(.post, url))
    #expect(exchange.response.status == 200)
    #expect(transport.requests.map { $0.headers["Authorization"] } == ["Bearer t0", "Bearer t1"])
    #expect(tokens.requests.count == 2)
  }

  @Test func `a second refusal stands`() async throws {
    let transport = ScriptedTransport { _, _ in .status(401) }
    let (tokens, manager) = tokenSource()
    let exchange = try await client(transport, VirtualWorld(), tokens: manager)
      .send(HTTPRequest(.get, url))
    #expect(exchange.response.status == 401)
    #expect(transport.requests.count == 2)
    #expect(tokens.requests.count == 2)
  }

  @Test func `many requests refused with one token cost one new token`() async throws {
    let transport = ScriptedTransport { request, _ in
      for _ in 0..<20 { await Task.yield() }
      return .status(request.headers["Authorization"] == "Bearer t0" ? 401 : 200)
    }
    let (tokens, manager) = tokenSource()
    let client = client(transport, VirtualWorld(), tokens: manager)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask { try await client.send(HTTPRequest(.get, url)).response.status }
      }
      for try await status in group { #expect(status == 200) }
    }
    #expect(tokens.requests.count == 2)
  }

  @Test func `no token means that nothing is sent`() async {
    let transport = ScriptedTransport([.status(200)])
    let (_, manager) = tokenSource { _ in .status(401, body: #"{"error":"invalid_client"}"#) }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client(transport, VirtualWorld(), tokens: manager).send(HTTPRequest(.get, url))
    }
    #expect(failure?.kind == .authentication(status: 401))
    #expect(transport.requests.isEmpty)
  }

  @Test func `credentials are not sent to a host that is not allowed`() async {
    let transport = ScriptedTransport([.status(200)])
    let (tokens, manager) = tokenSource()
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client(transport, VirtualWorld(), tokens: manager)
        .send(HTTPRequest(.get, URL(scheme: "https", host: "evil.com", port: nil, path: "/")))
    }
    #expect(failure?.kind == .hostNotAllowed)
    #expect(failure?.description.contains("GCSYNC_ALLOW_HOSTS") == true)
    #expect(transport.requests.isEmpty && tokens.requests.isEmpty)
  }

  @Test func `a server that keeps failing is not asked, and the event says so once`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport { _, _ in .status(500) }
    let client = client(
      transport, virtual, policy: RetryPolicy(retries: 0),
      breaker: CircuitBreaker(threshold: 3, rest: .seconds(25)))
    for _ in 0..<3 { _ = try await client.send(HTTPRequest(.get, url)) }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(.get, url))
    }
    #expect(failure?.kind == .circuitOpen)
    #expect(transport.requests.count == 3)
    let opened = virtual.events.filter { $0.name == "circuit_opened" }
    #expect(opened == [.circuitOpened(host: "api.mypurecloud.com", wait: .seconds(25))])
    virtual.advance(by: .seconds(25))
    _ = try await client.send(HTTPRequest(.get, url))
    #expect(transport.requests.count == 4)
  }

  @Test func `a token endpoint that keeps failing opens the circuit, and then nobody is asked`()
    async throws
  {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport([.status(200), .status(200)])
    let isWell = Mutex(false)
    let (tokens, manager) = tokenSource { _ in
      isWell.withLock { $0 } ? .status(200, body: #"{"access_token":"t"}"#) : .status(501)
    }
    let client = client(
      transport, virtual, tokens: manager, breaker: CircuitBreaker(threshold: 2, rest: .seconds(9)))
    for _ in 0..<2 { _ = try? await client.send(HTTPRequest(.get, url)) }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(.get, url))
    }
    #expect(failure?.kind == .circuitOpen)
    #expect(tokens.requests.count == 2 && transport.requests.isEmpty)
    #expect(virtual.events.filter { $0.name == "circuit_opened" }.count == 1)
    isWell.withLock { $0 = true }
    virtual.advance(by: .seconds(9))
    for _ in 0..<2 { _ = try await client.send(HTTPRequest(.get, url)) }
    #expect(transport.requests.count == 2)
  }

  @Test(arguments: [400, 401])
  func `refused credentials are no failure of the server`(status: Int) async {
    let (tokens, manager) = tokenSource { _ in .status(status) }
    let client = client(
      ScriptedTransport([]), VirtualWorld(), tokens: manager,
      breaker: CircuitBreaker(threshold: 1))
    for _ in 0..<3 { _ = try? await client.send(HTTPRequest(.get, url)) }
    #expect(tokens.requests.count >= 3)
  }

  @Test func `a request with a limit of its own goes beyond it neither in waits nor in attempts`()
    async throws
  {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport { _, _ in
      virtual.advance(by: .seconds(4))
      return .status(503, headers: ["Retry-After": "2"])
    }
    let client = client(transport, virtual)
    let exchange = try await client.send(HTTPRequest(.get, url), within: .seconds(10))
    #expect(exchange.attempts.count == 2)
    #expect(transport.requests.map(\.timeout) == [.seconds(10), .seconds(4)])
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(.get, url), within: .zero)
    }
    #expect(failure?.kind == .deadline && transport.requests.count == 2)
  }

  @Test func `a limit that stands after all attempts is an event as well`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport { _, _ in .status(429, headers: ["Retry-After": "200"]) }
    _ = try await client(transport, virtual).send(HTTPRequest(.post, url))
    let limits = virtual.events.filter { $0.name == "rate_limit_encountered" }
    #expect(limits == [.rateLimitEncountered(status: 429, wait: .seconds(200))])
  }

  @Test func `a request that is not let through gives its place in the budget back`() async throws {
    let virtual = VirtualWorld()
    let transport = ScriptedTransport { _, _ in .status(500) }
    let client = client(
      transport, virtual, policy: RetryPolicy(retries: 0), budget: RateBudget(),
      breaker: CircuitBreaker(threshold: 1, rest: .seconds(1000)))
    _ = try await client.send(HTTPRequest(.get, url))
    for _ in 0..<400 { _ = try? await client.send(HTTPRequest(.get, url)) }
    #expect(transport.requests.count == 1)
    #expect(virtual.elapsed == .zero)
  }

  @Test func `every attempt, wait and limit is an event, without query values`() async throws {
    let virtual = VirtualWorld()
    let request = HTTPRequest(
      .get, url.appending(query: "token", "hunter2"), template: "/api/v2/x/{id}")
    let transport = ScriptedTransport([
      .status(429, headers: ["Retry-After": "3", "ININ-Correlation-Id": "c1"]),
      .status(200, headers: ["x-amz-request-id": "c2"]),
    ])
    _ = try await client(transport, virtual).send(request)
    #expect(
      virtual.events == [
        .request(
          method: "GET", path: "/api/v2/x/{id}", status: 429, attempt: 1, latency: .zero,
          correlation: "c1"),
        .rateLimitEncountered(status: 429, wait: .seconds(3)),
        .retryScheduled(
          method: "GET", path: "/api/v2/x/{id}", attempt: 1, wait: .seconds(3),
          reason: "status 429"),
        .request(
          method: "GET", path: "/api/v2/x/{id}", status: 200, attempt: 2, latency: .zero,
          correlation: "c2"),
      ])
  }

  @Test func `a full window is waited out before the next request`() async throws {
    let virtual = VirtualWorld()
    let full: HTTPHeaders = [
      "inin-ratelimit-count": "300", "inin-ratelimit-allowed": "300", "inin-ratelimit-reset": "9",
    ]
    let transport = ScriptedTransport([.status(200, headers: full), .status(200)])
    let client = client(transport, virtual, budget: RateBudget())
    _ = try await client.send(HTTPRequest(.get, url))
    #expect(virtual.elapsed == .zero)
    _ = try await client.send(HTTPRequest(.get, url))
    #expect(virtual.elapsed >= .seconds(9) && virtual.elapsed <= .seconds(10))
  }

  @Test(arguments: [(7, false), (300, true)])
  func `a refusal although the window has room holds up that endpoint alone`(
    count: Int, holdsAll: Bool
  ) async throws {
    let virtual = VirtualWorld()
    let headers: HTTPHeaders = [
      "inin-ratelimit-count": String(count), "inin-ratelimit-allowed": "300",
      "inin-ratelimit-reset": "50",
    ]
    var refused = headers
    refused["Retry-After"] = "4"
    let hasRefused = Mutex(false)
    let transport = ScriptedTransport { [headers, refused] request, _ in
      let isFirst = hasRefused.withLock { hasRefused in
        defer { hasRefused = true }
        return !hasRefused
      }
      return isFirst
        ? .status(429, headers: refused) : .status(200, headers: headers, body: request.template)
    }
    let patient = client(
      transport, virtual, policy: RetryPolicy(retries: 0), budget: RateBudget())
    _ = try await patient.send(HTTPRequest(.put, url, template: "/a/{id}"))
    _ = try await patient.send(HTTPRequest(.get, url, template: "/b"))
    #expect((virtual.elapsed > .seconds(40)) == holdsAll)
    #expect(holdsAll || virtual.elapsed == .zero)
    _ = try await patient.send(HTTPRequest(.put, url, template: "/a/{id}"))
    #expect(holdsAll || virtual.elapsed == .seconds(4))
  }

  @Test func `cancelling ends a wait but not a request on its way`() async throws {
    let transport = ScriptedTransport { _, _ in
      withUnsafeCurrentTask { $0?.cancel() }
      return .status(503)
    }
    let client = client(transport, VirtualWorld())
    let task = Task { try await client.send(HTTPRequest(.get, url)) }
    task.cancel()
    let failure = await #expect(throws: HTTPFailure.self) { try await task.value }
    #expect(failure?.kind == .cancelled)

    let started = Mutex(false)
    let slow = ScriptedTransport { _, _ in
      started.withLock { $0 = true }
      for _ in 0..<200 { await Task.yield() }
      return .status(Task.isCancelled ? 500 : 200)
    }
    let patient = self.client(slow, VirtualWorld())
    let running = Task { try await patient.send(HTTPRequest(.get, url)).response.status }
    while !started.withLock({ $0 }) { await Task.yield() }
    running.cancel()
    #expect(try await running.value == 200)
  }

  private func client(
    _ transport: ScriptedTransport, _ virtual: VirtualWorld, tokens: TokenManager? = nil,
    policy: RetryPolicy = RetryPolicy(), budget: RateBudget? = nil,
    breaker: CircuitBreaker = CircuitBreaker(), deadline: Duration = .seconds(300)
  ) -> HTTPClient {
    HTTPClient(
      transport: transport, authorizer: tokens.map(BearerAuthorizer.init(tokens:)),
      world: virtual.world, allowedHosts: AllowedHosts(), policy: policy, budget: budget,
      breaker: breaker, deadline: deadline)
  }
}

private let url = URL(
  scheme: "https", host: "api.mypurecloud.com", port: nil, path: "/api/v2/x/1")

/// A token manager whose nth token is `tN`, and the transport it asks.
private func tokenSource(
  _ answer: @escaping @Sendable (Int) -> ScriptedTransport.Answer = {
    .status(200, body: #"{"access_token":"t\#($0)","expires_in":3600}"#)
  }
) -> (ScriptedTransport, TokenManager) {
  let transport = ScriptedTransport { _, index in answer(index) }
  let manager = TokenManager(
    .clientCredentials(id: Secret("id"), secret: Secret("secret")),
    endpoint: URL(scheme: "https", host: "login.mypurecloud.com", port: nil, path: "/oauth/token"),
    transport: transport, world: VirtualWorld().world, allowedHosts: AllowedHosts())
  return (transport, manager)
}
