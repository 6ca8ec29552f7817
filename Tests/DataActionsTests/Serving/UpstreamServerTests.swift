import Curl
import DataActions
import HTTP
import JSON
import Server
import Synchronization
import TestSupport
import Testing
import World

/// External APIs that do what none should, asked over real connections through a whole server.
@Suite(.timeLimit(.minutes(20))) struct UpstreamServerTests {
  private let log = CallLog()
  private let details = Lines()

  /// What the operator is told.
  private final class Lines: Sendable {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    func add(_ line: String) { kept.withLock { $0.append(line) } }
  }

  /// The machine's own clock, for what happens on real connections.
  private let world = World(
    now: { VirtualWorld().world.now() }, instant: { .now },
    sleep: { try await Task.sleep(for: $0) }, random: { 0 }, environment: { _ in nil },
    log: .silent)

  /// Sends the action's only request, and answers with what came back.
  private struct Fetch: ActionHandling {
    let name = "FetchUser"
    let url: URL
    let upstream: Upstream
    let addresses: AddressGuard
    var timeout = Duration.seconds(10)

    func answer(_ call: ActionCall) async -> ActionReply {
      let request = HTTPRequest(
        .get, url, headers: ["Authorization": "Bearer s3cr3t-of-the-api"], timeout: timeout,
        responseLimit: 100_000)
      let outcome = await upstream.run(
        UpstreamCall(request, to: url, addresses: addresses, until: call.deadline), of: name)
      switch outcome {
      case .success(let answer):
        return .success([
          "text": .string(String(decoding: answer.body, as: UTF8.self)),
          "attempts": .number(JSONNumber(answer.attempts)),
        ])
      case .failure(let failure): return failure.reply
      }
    }
  }

  /// Asks an API behind a server of actions, and returns the status and the object that comes back.
  private func ask(
    _ upstream: RawServer, allowing: [String] = ["127.0.0.1"], milliseconds: Int = 20_000,
    host: String = "127.0.0.1"
  ) async throws -> (status: Int, body: JSON) {
    let transport = CurlTransport(CurlConfiguration(userAgent: "gcsync/test"))
    let calls = Upstream(
      transport: transport, world: world,
      failed: { [details] action, failure in details.add("\(action): \(failure.detail)") })
    let action = Fetch(
      url: URL(scheme: "http", host: host, port: upstream.port, path: "/users/1"),
      upstream: calls, addresses: try AddressGuard(allowing: allowing))
    let service = ActionService(
      [ServedAction(action)], upstream: calls, world: world, log: { log.add($0) })
    let server = try ActionServer(
      service, ActionRoutes(service, authentication: .none, style: .status, world: world),
      options: HTTPServer.Options())
    let answer = try #require(
      await LoopbackClient(port: server.port).send(
        "POST", "/actions/FetchUser", headers: ["X-Gcsync-Deadline-Ms": "\(milliseconds)"],
        body: Array(#"{"data":{}}"#.utf8)))
    _ = await server.stop(grace: {})
    return (answer.status, try JSON.parse(answer.body))
  }

  private func error(_ text: String) -> JSON {
    ["status": "error", "error": .string(text), "data": [:]]
  }

  private func raw(_ status: String, _ fields: [String] = [], _ body: String = "") -> String {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  @Test func `an API that answers is passed on, also after a failure`() async throws {
    let server = try RawServer { connection in
      var count = 0
      while connection.request() != nil {
        count += 1
        connection.send(raw(count == 1 ? "503 Unavailable" : "200 OK", [], "hello"))
      }
    }
    let answer = try await ask(server)
    #expect(answer.status == 200)
    #expect(answer.body == ["status": "success", "data": ["text": "hello", "attempts": 2]])
  }

  @Test func `an API that hangs costs the caller's time and no more`() async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.waitForClose()
    }
    let answer = try await ask(server, milliseconds: 300)
    #expect(answer.status == 504)
    #expect(answer.body == error("Request to external API timed out."))
    // A busy machine may not have sent it within its time.
    #expect(server.requests.count <= 1)
  }

  @Test func `an API that stops in the middle of its answer is no answer`() async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    }
    let answer = try await ask(server)
    #expect(answer.status == 502)
    #expect(answer.body == error("Internal Server Error: the external API broke off its answer"))
    #expect(server.requests.count == 3)
  }

  @Test func `what an API sends beyond the length it said is not read`() async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nevil")
    }
    #expect(try await ask(server).body["data"]?["text"] == "ok")
  }

  @Test(arguments: ["-1", "99999999999999999999999999", "2, 3", "abc"])
  func `an API that says nonsense of its length gets a reply in the contract's shape`(
    length: String
  ) async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\nok")
    }
    let body = try await ask(server).body
    #expect(body["data"]?.object != nil)
    #expect(body["status"] == "success" || body["error"]?.string?.isEmpty == false)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5368709120\r\n\r\n",
  ])
  func `an API that sends without end is cut off`(head: String) async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send(head)
      let part = String(repeating: "x", count: 65_536)
      while connection.send(part) {}
    }
    let answer = try await ask(server)
    #expect(answer.status == 502)
    #expect(answer.body == error("Internal Server Error: the external API's answer is too large"))
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/", "//169.254.169.254/",
    "http://localhost/", "https://evil.example/",
  ])
  func `an API that redirects elsewhere is not followed`(location: String) async throws {
    let server = try RawServer(answering: raw("302 Found", ["Location: \(location)"]))
    let answer = try await ask(server)
    #expect(answer.status == 502)
    #expect(
      answer.body == error("HTTP Error: 302 - a redirect to another origin is not followed"))
    #expect(server.requests.count == 1)
  }

  @Test func `an API that redirects within itself is followed, with its secret`() async throws {
    let server = try RawServer { connection in
      while let request = connection.request() {
        connection.send(
          request.hasPrefix("GET /users/1 ")
            ? raw("307 Temporary Redirect", ["Location: /v2/1"]) : raw("200 OK", [], "moved"))
      }
    }
    #expect(try await ask(server).body["data"]?["text"] == "moved")
    #expect(server.requests.map { $0.contains("s3cr3t-of-the-api") } == [true, true])
  }

  @Test(arguments: ["127.0.0.1", "localhost", "2130706433"])
  func `an API whose name leads to this machine is not asked unless it may be`(
    host: String
  ) async throws {
    let server = try RawServer(answering: raw("200 OK", [], "internal"))
    let answer = try await ask(server, allowing: [], host: host)
    #expect(answer.status == 500)
    #expect(
      answer.body == error("Internal Server Error: the external API's address is not allowed"))
    #expect(server.connections == 0)
    let detail = try #require(details.all.first)
    #expect(detail.hasPrefix("FetchUser: \(host) leads to "))
    #expect(detail.hasSuffix(", a loopback address"))
    #expect(
      try await ask(server, allowing: ["127.0.0.0/8", "localhost"], host: host).body["status"]
        == "success")
  }

  @Test func `an API that gives back its secret does not give it to the caller`() async throws {
    let server = try RawServer(
      answering: raw("401 No", [], "no such token: Bearer s3cr3t-of-the-api\u{0}\r\n<script>"))
    let answer = try await ask(server)
    #expect(answer.body == error("HTTP Error: 401 - no such token: *** <script>"))
  }
}
