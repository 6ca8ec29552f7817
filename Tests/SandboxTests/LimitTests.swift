import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct LimitTests {
  @Test func `a fixed window begins with the first request and is told in every answer`()
    async throws
  {
    let clock = VirtualWorld()
    var options = SandboxOptions()
    options.rateLimit = try #require(RateLimit("2/10s"))
    let fixture = try await SandboxFixture(options, world: clock.world)
    clock.advance(by: .seconds(100))
    let first = await fixture.call("GET", SandboxFixture.webhooks)
    #expect(first?.headers["inin-ratelimit-count"] == "1")
    #expect(first?.headers["inin-ratelimit-allowed"] == "2")
    #expect(first?.headers["inin-ratelimit-reset"] == "10")
    clock.advance(by: .milliseconds(5500))
    #expect(
      await fixture.call("GET", "/nothing")?.headers["inin-ratelimit-reset"] == "5")
    let refused = await fixture.call("PUT", "\(SandboxFixture.webhooks)/x", SandboxFixture.webhook)
    #expect(refused?.status == 429)
    #expect(refused?.headers["Retry-After"] == "5")
    #expect(refused?.json["code"] == "too.many.requests")
    #expect(fixture.sandbox.stored("webhooks", "x") == nil)
    #expect(try await !fixture.genesys.token().isEmpty)
    clock.advance(by: .milliseconds(4500))
    let next = await fixture.call("GET", SandboxFixture.webhooks)
    #expect(next?.status == 200)
    #expect(next?.headers["inin-ratelimit-count"] == "1")
  }

  @Test func `correlation ids never repeat`() async throws {
    let fixture = try await SandboxFixture()
    var ids: Set<String> = []
    for _ in 0..<5 {
      let answer = await fixture.call("GET", SandboxFixture.webhooks)
      ids.insert(answer?.headers["ININ-Correlation-Id"] ?? "")
    }
    #expect(ids.count == 5 && !ids.contains(""))
  }

  @Test(arguments: [
    ("300", 300, 60), ("5/1s", 5, 1), ("0", nil, nil), ("x", nil, nil), ("5/1", nil, nil),
    ("5/0s", nil, nil), ("5/1s/2s", nil, nil), ("", nil, nil),
  ])
  func `a rate limit is read`(text: String, allowed: Int?, seconds: Int?) {
    let limit = RateLimit(text)
    #expect(limit?.allowed == allowed)
    #expect(limit?.window == seconds.map { .seconds($0) })
  }

  @Test func `a missing permission is named`() async throws {
    let fixture = try await SandboxFixture()
    _ = await fixture.control("mutate", ["deny": ["recording:write"]])
    #expect(await fixture.call("GET", SandboxFixture.targets)?.status == 200)
    let answer = await fixture.call("PUT", "\(SandboxFixture.targets)/t", SandboxFixture.target)
    #expect(answer?.status == 403)
    #expect(answer?.json["code"] == "missing.permissions")
    #expect(answer?.json["message"]?.string?.contains("recording:write") == true)
    #expect(
      await fixture.call("PUT", "\(SandboxFixture.webhooks)/w", SandboxFixture.webhook)?.status
        == 201
    )
    _ = await fixture.control("mutate", ["deny": []])
    #expect(
      await fixture.call("PUT", "\(SandboxFixture.targets)/t", SandboxFixture.target)?.status == 201
    )
  }

  @Test func `every answer is held back by the latency`() async throws {
    let clock = VirtualWorld()
    var options = SandboxOptions()
    options.latency = .milliseconds(20)
    let fixture = try await SandboxFixture(options, world: clock.world)
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 200)
    #expect(await fixture.s3.send("GET", "/")?.status == 403)
    #expect(clock.slept == [.milliseconds(20), .milliseconds(20), .milliseconds(20)])
  }
}
