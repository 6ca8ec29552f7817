import HTTP
import JSON
import Server
import Synchronization
import TestSupport
import Testing
import World

/// The loop of a custom runtime, in front of a Runtime API that keeps to AWS's contract.
@Suite struct LambdaRuntimeTests {
  /// Hands out calls one after another, and an error of its own once there are no more.
  private func api(_ calls: [HTTPResponse], refusing status: Int = 202) -> ScriptedTransport {
    let next = Mutex(0)
    return ScriptedTransport { request, _ in
      guard request.method == .get else { return .success(HTTPResponse(status: status)) }
      let number = next.withLock { number in
        defer { number += 1 }
        return number
      }
      return .success(number < calls.count ? calls[number] : HTTPResponse(status: 500))
    }
  }

  private func call(_ id: String, _ body: String) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      headers: [
        "Lambda-Runtime-Aws-Request-Id": id, "Lambda-Runtime-Deadline-Ms": "1795225830000",
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
      ], body: Array(body.utf8))
  }

  private func runtime(_ api: ScriptedTransport) throws -> LambdaRuntime {
    let world = VirtualWorld(environment: [LambdaRuntime.variable: "127.0.0.1:9001"]).world
    return try #require(LambdaRuntime(transport: api, world: world))
  }

  @Test func `each call is answered under its id, with what its handler returns`() async throws {
    let api = api([call("one", "1"), call("two", "2")])
    let seen = Mutex<[LambdaInvocation]>([])
    try await runtime(api).run(calls: 2) { invocation in
      seen.withLock { $0.append(invocation) }
      return Array("[".utf8) + invocation.body + Array("]".utf8)
    }
    let base = "http://127.0.0.1:9001/2018-06-01/runtime/invocation"
    #expect(
      api.requests.map { "\($0.method.rawValue) \($0.url.text)" } == [
        "GET \(base)/next", "POST \(base)/one/response", "GET \(base)/next",
        "POST \(base)/two/response",
      ])
    #expect(api.requests[1].body == Array("[1]".utf8))
    let first = try #require(seen.withLock { $0.first })
    #expect(first.deadline == Timestamp(milliseconds: 1_795_225_830_000))
    #expect(first.remaining(at: Timestamp(milliseconds: 1_795_225_800_000)) == .seconds(30))
    #expect(first.traceID == "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
    #expect(first.functionARN?.hasSuffix(":f") == true)
  }

  @Test func `an error has the type that a state machine can name, and the loop goes on`()
    async throws
  {
    let api = api([call("one", "1"), call("two", "2")])
    try await runtime(api).run(calls: 2) { (invocation) async throws(LambdaError) in
      if invocation.requestID == "one" {
        throw LambdaError(type: "Genesys.RateLimited", message: "too many")
      }
      return []
    }
    let report = api.requests[1]
    #expect(report.url.path.hasSuffix("/invocation/one/error"))
    #expect(report.headers["Lambda-Runtime-Function-Error-Type"] == "Genesys.RateLimited")
    let body = try JSON.parse(report.body)
    #expect(body["errorType"] == "Genesys.RateLimited" && body["errorMessage"] == "too many")
    #expect(body["stackTrace"] == [])
    #expect(api.requests.last?.url.path.hasSuffix("/invocation/two/response") == true)
  }

  @Test func `a function that cannot start says so once`() async throws {
    let api = api([])
    try await runtime(api).failToStart(LambdaError(type: "Function.NotConfigured", message: "no"))
    #expect(api.requests.map(\.url.path) == ["/2018-06-01/runtime/init/error"])
    #expect(
      api.requests[0].headers["Lambda-Runtime-Function-Error-Type"] == "Function.NotConfigured")
  }

  @Test func `an answer that is too large becomes the error of its call`() async throws {
    let api = api([call("one", "1")], refusing: 413)
    try await runtime(api).run(calls: 1) { _ in [] }
    #expect(
      api.requests.dropFirst().map { $0.url.path.split(separator: "/").last } == [
        "response", "error",
      ])
  }

  @Test func `a Runtime API that is gone or makes no sense ends the loop`() async throws {
    for calls in [[], [HTTPResponse(status: 200)]] {
      let api = api(calls)
      await #expect(throws: LambdaRuntime.Failure.self) {
        try await runtime(api).run { _ in [] }
      }
    }
  }

  @Test func `outside of Lambda there is no runtime`() {
    #expect(LambdaRuntime(transport: api([]), world: VirtualWorld().world) == nil)
  }
}
