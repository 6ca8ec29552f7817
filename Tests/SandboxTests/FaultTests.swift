import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct FaultTests {
  private typealias F = SandboxFixture

  private func statuses(_ fault: JSON, _ count: Int = 5) async throws -> [Int?] {
    let fixture = try await F()
    #expect(await fixture.control("faults", ["faults": [fault]])?.status == 200)
    var result: [Int?] = []
    for _ in 0..<count { result.append(await fixture.call("GET", F.webhooks)?.status) }
    return result
  }

  @Test(arguments: [
    ("{\"then\":{\"status\":503}}", [503, 503, 503, 503, 503]),
    ("{\"then\":{\"status\":503},\"times\":2}", [503, 503, 200, 200, 200]),
    ("{\"match\":{\"nth\":2},\"then\":{\"status\":503}}", [200, 503, 200, 200, 200]),
    ("{\"match\":{\"nth\":2},\"then\":{\"status\":503},\"times\":3}", [200, 503, 503, 503, 200]),
    ("{\"match\":{\"method\":\"PUT\"},\"then\":{\"status\":503}}", [200, 200, 200, 200, 200]),
    (
      "{\"match\":{\"method\":\"get\",\"path\":\"/api/v2/web*\"},\"then\":{\"status\":503},\"times\":1}",
      [503, 200, 200, 200, 200]
    ),
    ("{\"match\":{\"path\":\"*/policies\"},\"then\":{\"status\":503}}", [200, 200, 200, 200, 200]),
    ("{\"then\":{\"drop\":\"before\"},\"times\":1}", [nil, 200, 200, 200, 200]),
  ])
  func `a fault is played on the requests it names`(text: String, expected: [Int?]) async throws {
    #expect(try await statuses(JSON.parse(Array(text.utf8))) == expected)
  }

  @Test(arguments: [("before", false), ("after", true)])
  func `a dropped answer tells nothing of the effect`(drop: String, happens: Bool) async throws {
    let fixture = try await F()
    let fault: JSON = ["match": ["method": "PUT"], "then": ["drop": .string(drop)], "times": 1]
    _ = await fixture.control("faults", [fault])
    #expect(await fixture.call("PUT", "\(F.webhooks)/w", F.webhook)?.status == nil)
    #expect((fixture.sandbox.stored("webhooks", "w") != nil) == happens)
    #expect(
      await fixture.call("PUT", "\(F.webhooks)/w", F.webhook)?.status == (happens ? 200 : 201))
    let statuses = fixture.sandbox.requests.compactMap { $0["status"]?.int }
    #expect(statuses.contains(0))
  }

  @Test func `a fault's answer keeps the server's own fields unless it names them`() async throws {
    let clock = VirtualWorld()
    let fixture = try await F(world: clock.world)
    let fault: JSON = [
      "then": [
        "status": 429, "headers": ["Retry-After": "7", "inin-ratelimit-reset": "9"],
        "body": ["code": "x"], "delay": "1.5s",
      ]
    ]
    _ = await fixture.control("faults", [fault])
    let answer = await fixture.call("GET", F.webhooks)
    #expect(answer?.status == 429)
    #expect(answer?.headers["Retry-After"] == "7")
    #expect(answer?.headers.all("inin-ratelimit-reset") == ["9"])
    #expect(answer?.headers["ININ-Correlation-Id"] != nil)
    #expect(answer?.json == ["code": "x"])
    #expect(clock.slept == [.milliseconds(1500)])
  }

  @Test func `faults reach the token endpoint and S3 too`() async throws {
    let fixture = try await F()
    _ = await fixture.s3.send(
      "POST", "/_sandbox/faults",
      body: JSON.array([["then": ["status": 500, "body": "<html>"]]]).bytes)
    #expect(try await fixture.genesys.token() == "")
    #expect(await fixture.s3.send("GET", "/")?.text == "<html>")
  }

  @Test(arguments: [
    "{}", "[1]", "[{\"when\":{}}]", "[{\"then\":{\"status\":99}}]",
    "[{\"then\":{\"drop\":\"now\"}}]",
    "[{\"then\":{\"delay\":\"soon\"}}]", "[{\"match\":{\"nth\":0}}]", "{",
    "[{\"match\":{\"paht\":\"\"}}]",
  ])
  func `a fault that cannot be understood is refused and changes nothing`(text: String) async throws
  {
    let fixture = try await F()
    _ = await fixture.control("faults", [["then": ["status": 418]]])
    let answer = await fixture.genesys.send("POST", "/_sandbox/faults", body: Array(text.utf8))
    #expect(answer?.status == 400)
    #expect(answer?.json["error"]?.string?.isEmpty == false)
    #expect(await fixture.call("GET", F.webhooks)?.status == 418)
  }
}
