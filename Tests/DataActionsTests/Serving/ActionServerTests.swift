import Curl
import DataActions
import HTTP
import JSON
import Server
import TestSupport
import Testing
import World

/// The routes of a server of actions, over connections.
@Suite(.timeLimit(.minutes(20))) struct ActionServerTests {
  private let clock = ManualClock()
  private let log = CallLog()

  private func server(
    _ actions: [ServedAction] = [ServedAction(StubAction())],
    authentication: CallAuthentication = .none, style: ReplyStyle = .envelope,
    options: HTTPServer.Options = HTTPServer.Options()
  ) throws -> ActionServer {
    let service = ActionService(
      actions, upstream: Upstream(transport: ScriptedTransport([]), world: clock.world),
      world: clock.world, log: { log.add($0) })
    let routes = ActionRoutes(
      service, authentication: authentication, style: style, world: clock.world)
    return try ActionServer(service, routes, options: options)
  }

  private func send(
    _ server: ActionServer, _ method: String, _ target: String, headers: HTTPHeaders = [:],
    _ body: String = ""
  ) async throws -> (status: Int, headers: HTTPHeaders, body: JSON) {
    let answer = try #require(
      await LoopbackClient(port: server.port).send(
        method, target, headers: headers, body: Array(body.utf8)))
    return (answer.status, answer.headers, try JSON.parse(answer.body))
  }

  private let call = #"{"actionName":"FetchUser","requestId":"req-123456","data":{"userId":1}}"#

  @Test func `a call by the name in its body or in its path is answered`() async throws {
    let server = try server([ServedAction(StubAction()), ServedAction(StubAction("a b/ü"))])
    let byBody = try await send(server, "POST", "/", call)
    #expect(byBody.status == 200)
    #expect(byBody.headers["Content-Type"] == "application/json")
    #expect(byBody.body == ["status": "success", "data": ["got": ["userId": 1]]])
    #expect(try await send(server, "POST", "/actions/FetchUser", call).body == byBody.body)
    let byPath = try await send(server, "POST", "/actions/a%20b%2F%C3%BC", #"{"data":{}}"#)
    #expect(byPath.body == ["status": "success", "data": ["got": [:]]])
    let other = try await send(server, "POST", "/actions/Other", call)
    #expect(
      other.body["error"]?.string?.hasPrefix("Invalid input: 'actionName' is another") == true)
    #expect(await server.stop(grace: {}) == 0)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let method: String
    let target: String
    var body = ""
    var headers: HTTPHeaders = [:]
    /// The status in the style `envelope`, and that in the style `status`.
    let statuses: (Int, Int)
    let error: String

    var testDescription: String { "\(method) \(target) \(error)" }
  }

  static let refusals = [
    Refusal(
      method: "POST", target: "/", statuses: (200, 400),
      error: "Invalid input: 'data' key missing from event."),
    Refusal(
      method: "POST", target: "/", body: "{}", statuses: (200, 400),
      error: "Invalid input: 'data' key missing from event."),
    Refusal(
      method: "POST", target: "/", body: #"{"data":{}}"#, statuses: (200, 400),
      error: "Invalid input: 'actionName' key missing from event."),
    Refusal(
      method: "POST", target: "/", body: #"{"actionName":"Nope","data":{}}"#, statuses: (200, 404),
      error: "Not found: there is no action \"Nope\"."),
    Refusal(
      method: "POST", target: "/actions/Nope", body: #"{"data":{}}"#, statuses: (404, 404),
      error: "Not found: there is no action \"Nope\"."),
    Refusal(
      method: "POST", target: "/actions/FetchUser", body: #"{"data":{}}"#,
      headers: ["X-Gcsync-Deadline-Ms": "soon"], statuses: (200, 400),
      error: "Invalid input: X-Gcsync-Deadline-Ms must be a number of milliseconds above 0."),
    Refusal(
      method: "GET", target: "/", statuses: (405, 405),
      error: "Not allowed: the path does not take this method."),
    Refusal(
      method: "DELETE", target: "/actions/FetchUser", statuses: (405, 405),
      error: "Not allowed: the path does not take this method."),
    Refusal(
      method: "POST", target: "/health", statuses: (405, 405),
      error: "Not allowed: the path does not take this method."),
    Refusal(
      method: "GET", target: "/actions/", statuses: (404, 404),
      error: "Not found: there is no such path."),
    Refusal(
      method: "POST", target: "/actions/a/b", statuses: (404, 404),
      error: "Not found: there is no such path."),
    Refusal(
      method: "PROPFIND", target: "/../etc/passwd", statuses: (404, 404),
      error: "Not found: there is no such path."),
  ]

  @Test(arguments: refusals)
  func `whatever is asked, the answer is as the contract has it`(refusal: Refusal) async throws {
    for style in ReplyStyle.allCases {
      let server = try server(
        [ServedAction(StubAction()), ServedAction(StubAction("Other"))], style: style)
      let answer = try await send(
        server, refusal.method, refusal.target, headers: refusal.headers, refusal.body)
      #expect(
        answer.body == ["status": "error", "error": .string(refusal.error), "data": [:]])
      #expect(
        answer.status == (style == .envelope ? refusal.statuses.0 : refusal.statuses.1))
      #expect((answer.headers["Allow"] != nil) == (answer.status == 405))
      _ = await server.stop(grace: {})
    }
  }

  @Test func `an action that is served alone is meant, whatever a caller calls it`() async throws {
    let server = try server([ServedAction(StubAction("fetch-user"))])
    for event in [call, #"{"data":{}}"#, #"{"actionName":"Fetch User","data":{}}"#] {
      #expect(try await send(server, "POST", "/", event).body["status"] == "success")
    }
    #expect(try await send(server, "POST", "/actions/Nope", #"{"data":{}}"#).status == 404)
    _ = await server.stop(grace: {})
  }

  @Test func `of several an action is known by its name and by what flows call it`() async throws {
    let server = try server([
      ServedAction(StubAction("fetch-user"), aliases: ["FetchUser"]),
      ServedAction(StubAction("other")),
    ])
    #expect(try await send(server, "POST", "/", call).body["status"] == "success")
    #expect(try await send(server, "POST", "/", #"{"data":{}}"#).body["status"] == "error")
    _ = await server.stop(grace: {})
  }

  @Test func `each action tells of failures in its own way`() async throws {
    let server = try server([
      ServedAction(StubAction("guide"), style: .envelope),
      ServedAction(StubAction("platform"), style: .status),
    ])
    let event = #"{"data":[]}"#
    #expect(try await send(server, "POST", "/actions/guide", event).status == 200)
    #expect(try await send(server, "POST", "/actions/platform", event).status == 400)
    _ = await server.stop(grace: {})
  }

  @Test func `a body beyond the limit is answered as the contract has it`() async throws {
    let server = try server()
    let bytes = 256 << 10
    let body = #"{"actionName":"FetchUser","data":{"x":""# + String(repeating: "y", count: bytes)
    let answer = try await send(server, "POST", "/", body)
    #expect(answer.status == 413)
    #expect(answer.body["status"] == "error" && answer.body["data"] == [:])
    #expect(answer.headers["Connection"]?.lowercased() == "close")
    _ = await server.stop(grace: {})
  }

  @Test(arguments: [
    ("Host: x\r\nContent-Length: 2\r\nContent-Length: 3", "two Content-Length fields"),
    (
      "Host: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked",
      "Content-Length beside Transfer-Encoding"
    ), ("Content-Length: 2", "no Host field, or more than one"),
  ])
  func `a request that can be read in two ways is refused as the contract has it`(
    fields: String, said: String
  ) async throws {
    let action = StubAction()
    let server = try server([ServedAction(action)])
    let bytes = await LoopbackClient(port: server.port).exchange(
      Array("POST / HTTP/1.1\r\n\(fields)\r\n\r\n{}".utf8))
    let answer = try #require(LoopbackClient.parse(bytes))
    #expect(answer.status == 400 && answer.headers["Connection"]?.lowercased() == "close")
    #expect(
      try JSON.parse(answer.body)
        == ["status": "error", "error": .string("Invalid request: it has \(said)."), "data": [:]])
    #expect(action.calls.isEmpty)
    _ = await server.stop(grace: {})
  }

  @Test func `who cannot show who they are is refused before the call is read`() async throws {
    let action = StubAction()
    let server = try server(
      [ServedAction(action)], authentication: .bearer([Secret("t0ken")]))
    for headers in [[:], ["Authorization": "Bearer wrong"]] as [HTTPHeaders] {
      let answer = try await send(server, "POST", "/", headers: headers, call)
      #expect(answer.status == 401 && answer.body["status"] == "error")
      #expect(answer.headers["WWW-Authenticate"] == "Bearer")
    }
    #expect(action.calls.isEmpty)
    let open = try await send(
      server, "POST", "/", headers: ["Authorization": "Bearer t0ken"], call)
    #expect(open.body["status"] == "success")
    #expect(try await send(server, "GET", "/health").status == 200)
    _ = await server.stop(grace: {})
  }

  @Test func `a call's deadline is what its caller says`() async throws {
    let action = StubAction()
    let server = try server([ServedAction(action)])
    _ = try await send(server, "POST", "/", call)
    _ = try await send(server, "POST", "/", headers: ["X-Gcsync-Deadline-Ms": "2000"], call)
    #expect(
      action.calls.map { clock.instant.duration(to: $0.deadline) } == [
        .seconds(29), .milliseconds(1800),
      ])
    _ = await server.stop(grace: {})
  }

  @Test func `a call too many is told when to come again, in any style`() async throws {
    let limits = CallLimits(rate: .init(perSecond: 0.1, burst: 1))
    for style in ReplyStyle.allCases {
      let server = try server([ServedAction(StubAction(), limits: limits)], style: style)
      #expect(try await send(server, "POST", "/", call).status == 200)
      let answer = try await send(server, "POST", "/", call)
      #expect(answer.status == 429 && answer.headers["Retry-After"] == "10")
      #expect(answer.body["status"] == "error")
      _ = await server.stop(grace: {})
    }
  }

  @Test func `its health, its readiness and its metrics can be asked for`() async throws {
    let gate = Gate()
    let action = StubAction { _ in
      await gate.wait()
      return .success([:])
    }
    let server = try server([ServedAction(action)])
    let client = LoopbackClient(port: server.port)
    for path in ["/health", "/ready"] {
      #expect(try await send(server, "GET", path).status == 200)
      #expect(await client.send("HEAD", path)?.status == 200)
    }
    async let held = send(server, "POST", "/", call)
    await gate.arrived(1)
    let metrics = try #require(await client.send("GET", "/metrics"))
    #expect(metrics.headers["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    #expect(metrics.text.contains("gcsync_action_in_flight 1\n"))
    // A call in hand is answered while the server stops.
    let never = Gate()
    async let stopped = server.stop {
      gate.open()
      await never.wait()
    }
    #expect(try await held.body == ["status": "success", "data": [:]])
    #expect(await stopped == 0)
    #expect(!client.isListening())
  }

  @Test func `a server that is stopping says that it is not ready`() async throws {
    let service = ActionService(
      [ServedAction(StubAction())],
      upstream: Upstream(transport: ScriptedTransport([]), world: clock.world),
      world: clock.world, log: { log.add($0) })
    let routes = ActionRoutes(service, authentication: .none, world: clock.world)
    service.close()
    let ready = await routes.response(to: ServerRequest(method: "GET", path: "/ready"))
    #expect(ready.status == 503)
    let answer = await routes.response(
      to: ServerRequest(method: "POST", path: "/", body: Array(call.utf8)))
    #expect(answer.status == 503 && answer.headers["Retry-After"] == "1")
    #expect(await routes.response(to: ServerRequest(method: "GET", path: "/health")).status == 200)
  }

  @Test func `nobody listens to the network without asking who calls`() throws {
    var options = HTTPServer.Options()
    for address in ["0.0.0.0", "::", "192.168.1.1"] {
      options.address = try #require(IPAddress(address))
      let error = #expect(throws: ServerError.self) { _ = try server(options: options) }
      #expect(error?.description.contains("set a bearer token or a signing key") == true)
    }
  }
}
