import CommandLine
import Curl
import HTTP
import JSON
import Reconciler
import Server
import TestSupport
import Testing

/// `gcsync action serve`, from its manifests to the answers that Genesys gets.
@Suite(.timeLimit(.minutes(20))) struct ActionServeTests {
  private static func manifests(_ upstream: String) -> String {
    """
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: fetch-user}
    spec:
      name: FetchUser
      endpoint: https://actions.example.com/actions/fetch-user
      contract:
        input:
          inputSchema: {type: object, required: [userId], properties: {userId: {type: string}}}
        output:
          successSchema: {type: object, required: [name], properties: {name: {type: string}}}
      source:
        rest:
          baseUrl: \(upstream)/users
          path: /${input.userId}
          allowPrivate: [127.0.0.1]
          headers: {Authorization: {secretRef: env:DIRECTORY_TOKEN}}
          output: {name: {path: $.name, default: Unknown}}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: strict}
    spec:
      endpoint: https://actions.example.com/actions/strict
      contract:
        input: {inputSchema: {type: object}}
        output: {successSchema: {type: object, properties: {name: {type: string}}}}
      source:
        errors: status
        rest:
          baseUrl: \(upstream)/missing
          allowPrivate: [127.0.0.1]
          headers: {X-Directory-Key: {secretRef: env:DIRECTORY_KEY}}
          output: {name: $.name}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: guarded}
    spec:
      endpoint: https://actions.example.com/actions/guarded
      contract:
        input: {inputSchema: {type: object}}
        output: {successSchema: {type: object, properties: {name: {type: string}}}}
      source: {rest: {baseUrl: "\(upstream)/users", output: {name: $.name}}}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: retired}
    spec:
      name: OldUser
      status: inactive
      endpoint: https://actions.example.com/actions/retired
      contract:
        input: {inputSchema: {type: object}}
        output: {successSchema: {type: object, properties: {name: {type: string}}}}
      source: {rest: {baseUrl: "\(upstream)/users", output: {name: $.name}}}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: twin}
    spec:
      name: FetchUser
      endpoint: https://actions.example.com/actions/twin
      contract:
        input: {inputSchema: {type: object}}
        output: {successSchema: {type: object, properties: {name: {type: integer}}}}
      source:
        rest:
          baseUrl: \(upstream)/users/twin
          allowPrivate: [127.0.0.1]
          headers: {Authorization: {secretRef: env:DIRECTORY_TOKEN}}
          output: {name: $.name}
    """
  }

  private static let environment = [
    "DIRECTORY_TOKEN": "Bearer hush-hush", "DIRECTORY_KEY": "Token sk-live-42",
    "ACTIONS_TOKEN": "t0ken-of-genesys",
  ]

  private static func upstream() throws -> HTTPServer {
    try HTTPServer(HTTPServer.Options()) { request in
      guard request.path.hasPrefix("/users/"),
        request.headers["Authorization"] == "Bearer hush-hush"
      else {
        return .now(
          ServerResponse(status: 404, body: Array("nothing here, sk-live-42 hush".utf8)))
      }
      return .now(
        ServerResponse(status: 200, body: Array(#"{"name": "\#(request.path)"}"#.utf8)))
    }
  }

  /// Serves a project's actions while the body runs, and returns how the command ended.
  private func serving(
    _ project: TestProject, _ words: [String],
    _ body: (LoopbackClient) async throws -> Void
  ) async throws -> TestProject.Outcome {
    let stop = Interruption()
    let (lines, continuation) = AsyncStream.makeStream(of: String.self)
    async let outcome = project.run(
      words: ["action", "serve"] + words, environment: Self.environment, interruption: stop,
      seeing: { continuation.yield($0) })
    var iterator = lines.makeAsyncIterator()
    let line = try #require(await iterator.next())
    let url = try #require(try JSON.parse(line)["actions"]?.string)
    do {
      try await body(LoopbackClient(url: url))
    } catch {
      stop.request()
      _ = await outcome
      throw error
    }
    stop.request()
    return await outcome
  }

  private func call(
    _ client: LoopbackClient, _ target: String, _ body: String, token: String? = nil
  ) async throws -> (status: Int, body: JSON) {
    var headers = HTTPHeaders()
    headers["Authorization"] = token.map { "Bearer \($0)" }
    let answer = try #require(
      await client.send("POST", target, headers: headers, body: Array(body.utf8)))
    return (answer.status, try JSON.parse(answer.body))
  }

  @Test func `the guide's event is answered by what the manifest says, and nothing leaks`()
    async throws
  {
    let upstream = try Self.upstream()
    let project = try await TestProject(Self.manifests(upstream.url))
    let outcome = try await serving(project, ["--token", "env:ACTIONS_TOKEN", "-v"]) { client in
      let token = "t0ken-of-genesys"
      let done = try await call(
        client, "/",
        #"{"actionName": "FetchUser", "requestId": "req-123456", "data": {"userId": "../admin"}}"#,
        token: token)
      #expect(done.status == 200)
      #expect(done.body == ["status": "success", "data": ["name": "/users/..%2Fadmin"]])
      let lacking = try await call(client, "/actions/fetch-user", #"{"data": {}}"#, token: token)
      #expect(lacking.status == 200)
      #expect(lacking.body["error"] == "Missing required parameter: userId")
      let strict = try await call(client, "/actions/strict", #"{"data": {}}"#, token: token)
      #expect(strict.status == 502)
      #expect(strict.body["error"] == "HTTP Error: 404 - nothing here, *** hush")
      #expect(strict.body["data"] == [:])
      let stranger = try await call(client, "/", #"{"data": {}}"#, token: "guess")
      #expect(stranger.status == 401 && stranger.body["status"] == "error")
      let metrics = try #require(await client.send("GET", "/metrics"))
      #expect(
        metrics.text.contains(
          #"gcsync_action_calls_total{action="fetch-user",outcome="success"} 1"#))
    }
    #expect(outcome.code == .done)
    #expect(outcome.err.contains("action_called") && outcome.err.contains("action=strict"))
    for secret in ["hush-hush", "t0ken-of-genesys", "sk-live", "admin"] {
      #expect(!(outcome.out + outcome.err).contains(secret), "\(secret)")
    }
    await upstream.stop {}
    try await project.end()
  }

  @Test func `the operator is told why, and what is not served as it looks`() async throws {
    let upstream = try Self.upstream()
    let project = try await TestProject(Self.manifests(upstream.url))
    let outcome = try await serving(project, ["-v"]) { client in
      let guarded = try await call(client, "/actions/guarded", #"{"data": {}}"#)
      #expect(
        guarded.body["error"]
          == "Internal Server Error: the external API's address is not allowed")
      let twin = try await call(client, "/actions/twin", #"{"data": {}}"#)
      #expect(twin.body["error"]?.string?.contains("/name must be") == true)
      let event = #"{"actionName": "FetchUser", "data": {"userId": "1"}}"#
      #expect(try await call(client, "/", event).body["data"] == ["name": "/users/1"])
      #expect(try await call(client, "/actions/retired", #"{"data": {}}"#).status == 404)
      let old = try await call(client, "/", #"{"actionName": "OldUser", "data": {}}"#)
      #expect(old.body["error"] == "Not found: there is no action \"OldUser\".")
    }
    for said in [
      "name its host or network in allowPrivate", "the result is not as the contract says: /name",
      "warning[action-alias]", "a call of \"FetchUser\" is one of fetch-user and never of twin",
      "note[inactive-action]: the action retired is inactive",
    ] {
      #expect(outcome.err.contains(said), "\(said) in \(outcome.err)")
    }
    await upstream.stop {}
    try await project.end()
  }

  @Test func `hundreds of requests that are there in part keep nobody out`() async throws {
    let upstream = try Self.upstream()
    let project = try await TestProject(Self.manifests(upstream.url))
    let half = Array(
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n".utf8)
    let outcome = try await serving(project, []) { client in
      var held: [LoopbackClient.Held] = []
      for _ in 0..<600 {
        held.append(try #require(await client.hold(half, until: "100 Continue")))
      }
      #expect(await client.send("GET", "/health")?.status == 200)
      withExtendedLifetime(held) {}
    }
    #expect(outcome.code == .done && !outcome.err.contains("connections-full"))
    await upstream.stop {}
    try await project.end()
  }

  /// Calls that cannot be served, and what is said of them.
  static let misuses: [(words: [String], said: String)] = [
    (["--listen", "0.0.0.0"], "set a bearer token or a signing key, or listen on 127.0.0.1"),
    (["--token", "env:NOBODY_SET_THIS"], "NOBODY_SET_THIS"),
    (["--port", "70000"], "--port is a port"), (["--listen", "here"], "--listen is an address"),
    (["--tls-certificate", "chain.pem"], "--tls-certificate and --tls-key go together"),
    (["--rate", "0"], "--rate is a number from 1 on"),
    (
      ["--token", "env:ACTIONS_TOKEN", "--signing-key", "env:ACTIONS_TOKEN"],
      "callers show a --token or sign with a --signing-key, not both"
    ),
    (["strikt"], "did you mean strict?"),
    (["--audit", "/nowhere/at/all.jsonl"], "error[audit-not-written]"),
    (["retired"], "all data actions here that have a source are inactive"),
  ]

  @Test(arguments: misuses)
  func `what cannot be served is said before anything listens`(words: [String], said: String)
    async throws
  {
    let project = try await TestProject(Self.manifests("https://directory.example.com"))
    let outcome = await project.run(
      words: ["action", "serve"] + words, environment: Self.environment)
    #expect(outcome.code != .done && outcome.out.isEmpty)
    #expect(outcome.err.contains(said), "\(outcome.err)")
    try await project.end()
  }

  @Test func `without a source there is nothing to serve, without a secret no start`() async throws
  {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: DataAction
      metadata: {name: elsewhere}
      spec: {endpoint: "https://actions.example.com/elsewhere"}
      """)
    let nothing = await project.run("action", "serve")
    #expect(nothing.code == .invalid && nothing.err.contains("error[nothing-to-serve]"))
    try project.write(Self.manifests("https://directory.example.com"), to: "manifests/all.yaml")
    let secretless = await project.run("action", "serve")
    #expect(secretless.code == .error && secretless.err.contains("DIRECTORY_TOKEN"))
    try await project.end()
  }
}
