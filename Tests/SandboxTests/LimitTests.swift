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

  @Test func `an endpoint's own limit is told and kept beside the client's`() async throws {
    let clock = VirtualWorld()
    var options = SandboxOptions()
    options.limits = [
      ["method": "PUT", "path": "/api/v2/webhooks/*", "allowed": 1, "seconds": 20]
    ]
    let fixture = try await SandboxFixture(options, world: clock.world)
    let item = "\(SandboxFixture.webhooks)/w"
    let first = await fixture.call("PUT", item, SandboxFixture.webhook)
    #expect(first?.headers["inin-ratelimit-allowed"] == "1")
    clock.advance(by: .seconds(5))
    let refused = await fixture.call("PUT", item, SandboxFixture.webhook)
    #expect(refused?.status == 429)
    #expect(refused?.headers["Retry-After"] == "15")
    #expect(refused?.json["limit"]?["value"] == 1)
    #expect(await fixture.call("GET", item)?.headers["inin-ratelimit-allowed"] == "300")
    clock.advance(by: .seconds(15))
    #expect(await fixture.call("PUT", item, SandboxFixture.webhook)?.status == 200)
  }

  @Test func `limits of endpoints can be set while it runs and end with a reset`() async throws {
    let fixture = try await SandboxFixture()
    let limits: JSON = ["limits": [["path": "*", "allowed": 1]]]
    #expect(await fixture.control("limits", limits)?.status == 200)
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 200)
    #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 429)
    _ = await fixture.control("reset", ["only": ["limits"]])
    for _ in 0..<2 { #expect(await fixture.call("GET", SandboxFixture.webhooks)?.status == 200) }
    for wrong in [["limits": [["path": "*"]]], ["limits": [["allowed": 1]]], [:]] as [JSON] {
      #expect(await fixture.control("limits", wrong)?.status == 400)
    }
  }

  @Test func `too many tokens are refused by the token endpoint in its own words`() async throws {
    let clock = VirtualWorld()
    var options = SandboxOptions()
    options.tokenRateLimit = 1
    let fixture = try await SandboxFixture(options, world: clock.world)
    let ask = {
      await fixture.genesys.send(
        "POST", "/oauth/token", headers: ["Content-Type": "application/x-www-form-urlencoded"],
        body: Array("grant_type=client_credentials&client_id=any&client_secret=thing".utf8))
    }
    let refused = await ask()
    #expect(refused?.status == 400)
    #expect(refused?.json["error"] == "invalid_request")
    #expect(refused?.json["description"]?.string?.hasPrefix("rate limit exceeded;") == true)
    clock.advance(by: .seconds(60))
    #expect(await ask()?.status == 200)
  }
}
