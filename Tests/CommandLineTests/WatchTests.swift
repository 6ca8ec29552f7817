import CommandLine
import Curl
import HTTP
import JSON
import Reconciler
import Sandbox
import Synchronization
import Testing
import World

@Suite(.timeLimit(.minutes(20))) struct WatchTests {
  private let client = CurlTransport(CurlConfiguration(userAgent: "test", proxy: .direct))

  /// Runs a watch until something is printed so often, and then asks it to stop.
  private func watch(
    _ project: TestProject, _ words: String..., environment: [String: String] = [:],
    until mark: String, times: Int = 1,
    then act: @escaping @Sendable (String) async -> Void = { _ in }
  ) async -> TestProject.Outcome {
    let interruption = Interruption()
    let seen = Mutex((text: "", isOver: false))
    let hear: @Sendable (String) -> Void = { text in
      let isDone = seen.withLock { seen in
        seen.text += text
        let isDone = !seen.isOver && seen.text.ranges(of: mark).count >= times
        seen.isOver = seen.isOver || isDone
        return isDone
      }
      guard isDone else { return }
      let all = seen.withLock { $0.text }
      Task {
        await act(all)
        interruption.request()
      }
    }
    return await project.run(
      words: ["watch", "--interval", "1s", "--jitter", "0%"] + words, environment: environment,
      interruption: interruption, hearing: hear, seeing: hear)
  }

  private func get(_ text: String) async -> (status: Int, body: String) {
    guard let url = URL(parsing: text),
      case .success(let response) = await client.finish(HTTPRequest(.get, url))
    else { return (0, "") }
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  @Test func `it looks until it is asked to stop, and writes nothing`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let writes = project.writes
    let outcome = await watch(project, until: "in sync", times: 2)
    #expect(outcome.code == .done)
    #expect(outcome.out.split(separator: "\n").count >= 2)
    #expect(project.writes == writes)
    try await project.end()
  }

  @Test func `its server tells that it is well, and what it counted`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let answers = Mutex<[(status: Int, body: String)]>([])
    // So long that the look counts as recent however busy the machine is.
    let outcome = await watch(
      project, "--interval", "10m", "--health-port", "0", until: "in sync"
    ) { text in
      let line = text.split(separator: "\n").first { $0.hasPrefix("health and metrics: ") }
      let url = String(line?.dropFirst("health and metrics: ".count) ?? "")
      for path in ["/healthz", "/metrics", "/other"] {
        let answer = await self.get(url + path)
        answers.withLock { $0.append(answer) }
      }
    }
    #expect(outcome.code == .done)
    let found = answers.withLock { $0 }
    #expect(found.map(\.status) == [200, 200, 404])
    #expect(found.first?.body.contains("\"status\":\"ok\"") == true)
    #expect(found.last { $0.status == 200 }?.body.contains("gcsync_requests_total{") == true)
    try await project.end()
  }

  @Test func `a look that fails is told, and the next one is made`() async throws {
    let receiver = try Receiver()
    let project = try await TestProject()
    try project.configure("notify:\n  - {name: hook, type: webhook, url: \"\(receiver.url)\"}")
    _ = await project.run("apply", "--yes")
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400],
        "times": 1,
      ]
    ])
    let outcome = await watch(project, "--notify", "all", until: "in sync")
    #expect(outcome.code == .done)
    #expect(outcome.err.contains("incomplete read"))
    #expect(receiver.documents.compactMap { $0["news"]?.string } == ["error", "recovered"])
    try await project.end()
  }

  @Test func `manifests that cannot be read are told, at the start and while it watches`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await TestProject()
    try project.configure("notify:\n  - {name: hook, type: webhook, url: \"\(receiver.url)\"}")
    _ = await project.run("apply", "--yes")
    let broken = "kind: ["
    let outcome = await watch(
      project, "--notify", "all", "--looks", "3", until: "in sync"
    ) { _ in
      try? project.write(broken, to: "manifests/broken.yaml")
    }
    #expect(outcome.code == .done)
    let start = await project.run("watch", "--notify", "all", "--looks", "1")
    #expect(start.code == .invalid)
    #expect(receiver.documents.compactMap { $0["news"]?.string } == ["error"])
    try await project.end()
  }

  @Test func `a look that read part tells the drift it saw, in figures too`() async throws {
    let receiver = try Receiver()
    let project = try await TestProject()
    try project.configure("notify:\n  - {name: hook, type: webhook, url: \"\(receiver.url)\"}")
    _ = await project.run("apply", "--yes")
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 99)
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400],
        "times": 1000,
      ]
    ])
    let file = project.path("metrics.prom")
    let outcome = await project.run(
      "watch", "--notify", "all", "--looks", "1", "--metrics", file)
    #expect(outcome.out.contains("1 difference  d-"))
    #expect(outcome.out.contains("as far as could be read"))
    #expect(receiver.documents.map { $0["news"] } == ["drift"])
    let metrics = try project.text(of: "metrics.prom")
    let drifted = metrics.split(separator: "\n").filter { $0.hasPrefix("gcsync_drift_objects{") }
    #expect(
      drifted.contains {
        $0.contains(#"kind="RecordingPolicy""#) && $0.contains(#"direction="org""#)
          && $0.hasSuffix(" 1")
      }, "\(metrics)")
    #expect(!drifted.contains { $0.contains(#"kind="Webhook""#) })
    try await project.end()
  }

  @Test func `credentials that are refused again and again end it with exit 3`() async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      [
        "match": ["method": "POST", "path": "/oauth/token"], "then": ["status": 401],
        "times": 1000,
      ]
    ])
    let outcome = await project.run("watch", "--interval", "1s", "--refusals", "2")
    #expect(outcome.code == .authentication)
    try await project.end()
  }

  @Test(arguments: [
    ["--jitter", "60%"], ["--jitter", "x"], ["--interval", "0s"], ["--health-port", "x"],
    ["--listen", "0.0.0.0"], ["--health-port", "0", "--listen", "here"], ["--prune"],
  ])
  func `what it cannot do is refused before anything is contacted`(words: [String]) async throws {
    let project = try await TestProject()
    #expect(await project.run(words: ["watch"] + words).code == .error)
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }
}
