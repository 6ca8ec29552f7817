import HTTP
import TestSupport
import Testing
import World

@Suite struct RetryQuotaTests {
  private let refused = Result<HTTPResponse, TransportError>.success(HTTPResponse(status: 503))
  private let late = Result<HTTPResponse, TransportError>.failure(
    TransportError(.timeout, "late", mayHaveBeenSent: true))

  @Test func `a further attempt costs five, after a timeout ten, and an empty quota gives none`() {
    var quota = RetryQuota(capacity: 17)
    #expect(quota.take(after: refused) == 5)
    #expect(quota.take(after: late) == 10)
    #expect(quota.take(after: refused) == nil)
    #expect(quota.tokens == 2)
  }

  @Test func `success gives back what the last attempt cost, one at least, and never too much`() {
    var quota = RetryQuota(capacity: 20)
    let cost = quota.take(after: late) ?? 0
    quota.succeed(afterPaying: cost)
    #expect(quota.tokens == 20)
    _ = quota.take(after: refused)
    quota.succeed(afterPaying: 0)
    #expect(quota.tokens == 16)
    for _ in 0..<9 { quota.succeed(afterPaying: 0) }
    #expect(quota.tokens == 20)
  }

  @Test func `a service in trouble is asked once for each request once the quota is used up`()
    async throws
  {
    let transport = ScriptedTransport { _, _ in .status(500) }
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: VirtualWorld().world,
      allowedHosts: AllowedHosts(), policy: RetryPolicy(retries: 2),
      breaker: CircuitBreaker(threshold: 1000), quota: RetryQuota(capacity: 25))
    for _ in 0..<10 { _ = try await client.send(HTTPRequest(.get, somewhere)) }
    #expect(transport.requests.count == 10 + 5)
  }

  @Test func `what a service calls throttling is tried again whatever its status and method`()
    async throws
  {
    let transport = ScriptedTransport([.status(400, body: "slow"), .status(200)])
    let world = VirtualWorld()
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: world.world, allowedHosts: AllowedHosts(),
      reader: Words())
    let exchange = try await client.send(HTTPRequest(.post, somewhere))
    #expect(exchange.response.status == 200 && exchange.attempts.count == 2)
    #expect(world.events.contains { $0.name == "rate_limit_encountered" })
  }

  @Test func `a post that says it may go twice is tried again after a lost answer`() async throws {
    let lost = TransportError(.connectionLost, "lost", mayHaveBeenSent: true)
    let transport = ScriptedTransport([.failure(lost), .status(500), .status(200)])
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: VirtualWorld().world,
      allowedHosts: AllowedHosts())
    let request = HTTPRequest(.post, somewhere, isRepeatable: true)
    #expect(try await client.send(request).attempts.count == 3)
  }
}

private let somewhere = URL(scheme: "https", host: "h.amazonaws.com", port: nil, path: "/")

/// A family of services that says `slow` where others say 429.
private struct Words: AnswerReader {
  func verdict(on response: HTTPResponse) -> Verdict? {
    response.body == Array("slow".utf8) ? .throttled : nil
  }
}
