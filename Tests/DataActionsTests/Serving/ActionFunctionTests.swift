import DataActions
import HTTP
import JSON
import Server
import TestSupport
import Testing
import World

/// Actions as a function of Lambda, invoked as such and through an API.
@Suite struct ActionFunctionTests {
  private let clock = ManualClock()
  private let action = StubAction()
  private let log = CallLog()

  private func run(
    _ body: String, authentication: CallAuthentication = .none, style: ReplyStyle = .envelope,
    left: Duration = .seconds(30)
  ) async throws -> JSON {
    let service = ActionService(
      [ServedAction(action)],
      upstream: Upstream(transport: ScriptedTransport([]), world: clock.world), world: clock.world,
      log: { log.add($0) })
    let routes = ActionRoutes(
      service, authentication: authentication, style: style, world: clock.world)
    let invocation = LambdaInvocation(
      requestID: "lambda-1", body: Array(body.utf8),
      deadline: clock.world.serverTime().advanced(by: left))
    return try JSON.parse(
      await ActionFunction(service, routes, world: clock.world).run(invocation))
  }

  @Test func `an event is answered with the contract's object`() async throws {
    let answer = try await run(#"{"actionName":"FetchUser","data":{"userId":0}}"#)
    #expect(answer == ["status": "success", "data": ["got": ["userId": 0]]])
    #expect(action.calls.map(\.requestID) == ["lambda-1"])
    #expect(
      action.calls.map(\.deadline) == [clock.instant + .milliseconds(29_500)])
  }

  @Test(arguments: ["", "null", "{}", "[]", "{\"data\"", #"{"actionName":"FetchUser"}"#])
  func `an event that is none is answered, too`(body: String) async throws {
    let answer = try await run(body)
    #expect(answer["status"] == "error" && answer["data"] == [:])
    #expect(answer["error"]?.string?.hasPrefix("Invalid input: ") == true)
  }

  @Test func `a call through a function URL is answered in its shape`() async throws {
    let event = """
      {"version":"2.0","rawPath":"/actions/FetchUser","rawQueryString":"",
       "headers":{"content-type":"application/json","x-gcsync-deadline-ms":"10000"},
       "requestContext":{"http":{"method":"POST","path":"/actions/FetchUser"},"stage":"$default"},
       "body":"eyJkYXRhIjp7InVzZXJJZCI6N319","isBase64Encoded":true}
      """
    let answer = try await run(event)
    #expect(answer["statusCode"] == 200 && answer["isBase64Encoded"] == false)
    #expect(answer["headers"]?["content-type"] == "application/json")
    #expect(
      try JSON.parse(answer["body"]?.string ?? "")
        == ["status": "success", "data": ["got": ["userId": 7]]])
    #expect(action.calls.map(\.deadline) == [clock.instant + .seconds(9)])
  }

  @Test func `a call through an API's stage or the older format is answered as well`() async throws
  {
    let staged = """
      {"rawPath":"/prod/","requestContext":{"http":{"method":"POST"},"stage":"prod"},
       "body":"{\\"actionName\\":\\"FetchUser\\",\\"data\\":{}}"}
      """
    let first = """
      {"httpMethod":"POST","path":"/actions/FetchUser","requestContext":{"stage":"prod"},
       "headers":null,"body":"{\\"data\\":{}}"}
      """
    for event in [staged, first] { #expect(try await run(event)["statusCode"] == 200) }
    #expect(action.calls.count == 2)
  }

  @Test func `through an API the caller must show who it is, and statuses say what is wrong`()
    async throws
  {
    func event(_ path: String, _ token: String) -> String {
      """
      {"rawPath":"\(path)","requestContext":{"http":{"method":"POST"}},
       "headers":{"authorization":"Bearer \(token)"},"body":"{\\"data\\":[]}"}
      """
    }
    let tokens = CallAuthentication.bearer([Secret("t0ken")])
    func status(_ path: String, _ token: String) async throws -> JSON? {
      try await run(event(path, token), authentication: tokens, style: .status)["statusCode"]
    }
    #expect(try await status("/actions/FetchUser", "wrong") == 401)
    #expect(try await status("/actions/FetchUser", "t0ken") == 400)
    #expect(try await status("/elsewhere", "t0ken") == 404)
    #expect(try await status("/health", "t0ken") == 405)
    #expect(action.calls.isEmpty)
  }

  @Test func `a call that comes too late is not begun for nothing`() async throws {
    let gate = Gate()
    let slow = StubAction { _ in
      await gate.wait()
      return .success([:])
    }
    let service = ActionService(
      [ServedAction(slow)],
      upstream: Upstream(transport: ScriptedTransport([]), world: clock.world), world: clock.world,
      log: { log.add($0) })
    let routes = ActionRoutes(service, authentication: .none, world: clock.world)
    let body = await ActionFunction(service, routes, world: clock.world).run(
      LambdaInvocation(
        requestID: "l", body: Array(#"{"actionName":"FetchUser","data":{}}"#.utf8),
        deadline: clock.world.serverTime()))
    #expect(try JSON.parse(body)["error"] == "Request to external API timed out.")
    gate.open()
  }
}
