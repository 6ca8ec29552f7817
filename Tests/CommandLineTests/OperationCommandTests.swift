import CommandLine
import Crypto
import JSON
import Sandbox
import Synchronization
import Testing
import World

/// Operations from the command line; the org's answers stand in each test.
@Suite struct OperationCommandTests {
  private static let jobs = "/api/v2/recording/jobs"
  private static let exports = "/api/v2/analytics/reporting/exports"

  private static let export = """
    apiVersion: gcsync/v1
    kind: ReportingExport
    metadata: {name: Queues in January}
    spec:
      timeZone: UTC
      exportFormat: CSV
      interval: ${month}
      period: P1D
      viewType: QUEUE_PERFORMANCE_SUMMARY_VIEW
      filter: {queueIds: [{ref: {kind: Queue, name: Billing}}]}
      locale: en-US

    """

  private static func job(_ action: String) -> String {
    """
    apiVersion: gcsync/v1
    kind: RecordingJob
    metadata: {name: purge}
    spec:
      action: \(action)
      agedConversationInterval: 2019-01-01T00:00:00Z/2019-02-01T00:00:00Z

    """
  }

  private func project(_ operation: String, manifests: String = "# none\n") async throws
    -> (TestProject, file: String)
  {
    let project = try await TestProject(manifests)
    try project.speakPlatform()
    try project.write(
      try project.text(of: "gcsync.yaml")
        + "\n    variables: {month: 2026-01-01T00:00:00Z/2026-02-01T00:00:00Z}\n",
      to: "gcsync.yaml")
    try project.put("/api/v2/routing/queues", "q-4711", ["name": "Billing"])
    try project.write(operation, to: "operation.yaml")
    return (project, project.path("operation.yaml"))
  }

  /// A fault that answers the first requests of a kind: `times` counts those before it, too.
  private func answer(
    _ method: String, _ path: String, _ body: JSON = [:], status: Int = 200, times: Int? = nil
  ) -> JSON {
    var fault: JSON = [
      "match": ["method": .string(method), "path": .string(path)],
      "then": ["status": .number(JSONNumber(status)), "body": body],
    ]
    if let times {
      guard case .object(var members) = fault else { return fault }
      members["times"] = .number(JSONNumber(times))
      fault = .object(members)
    }
    return fault
  }

  @Test func `an export is started once, found again by its name, and told of when it is done`()
    async throws
  {
    let (project, file) = try await project(Self.export)
    try project.sandbox.setFaults([
      answer("POST", Self.exports, ["id": "e1", "status": "SUBMITTED"]),
      answer(
        "GET", Self.exports,
        ["entities": [["id": "e1", "status": "RUNNING", "percentageComplete": 50]]], times: 1),
      answer(
        "GET", Self.exports,
        ["entities": [["id": "e1", "status": "COMPLETED", "downloadUrl": "https://x/e1"]]]),
    ])
    let start = await project.run("operation", "start", file, "--yes", "--output", "json")
    #expect(start.code == .done, "\(start.err)")
    #expect(start.err.contains("sends POST \(Self.exports)") && start.err.contains("\"q-4711\""))
    #expect(start.err.contains("\"2026-01-01T00:00:00Z/2026-02-01T00:00:00Z\""))
    #expect(start.err.contains("\"name\": \"Queues in January\""))
    #expect(start.json["operation"]?["id"] == "e1" && start.json["phase"] == "running")
    let status = await project.run("operation", "status", file)
    #expect(status.code == .done)
    #expect(status.out.contains("COMPLETED") && status.out.contains("https://x/e1"))
    #expect(project.posts(Self.exports) == 1)
    let history = await project.run("history", "--output", "json")
    #expect(history.json["runs"]?.array?.first?["summary"] == ["started": 1])
    let cancel = await project.run("operation", "cancel", file, "--yes")
    #expect(cancel.code == .error && cancel.err.contains("error[cannot-be-cancelled]"))
    try await project.end()
  }

  @Test func `a job is set off when it is ready, not started twice, and cancelled by its name`()
    async throws
  {
    let (project, file) = try await project(Self.job("ARCHIVE"))
    try project.sandbox.setFaults([
      answer("POST", Self.jobs, ["id": "j1", "state": "PENDING"]),
      answer("PUT", "\(Self.jobs)/j1", ["id": "j1"]),
      answer("DELETE", "\(Self.jobs)/j1", status: 204),
      answer("GET", "\(Self.jobs)/j1", ["state": "READY"], times: 1),
      answer("GET", "\(Self.jobs)/j1", ["state": "PROCESSING"], times: 3),
      answer("GET", "\(Self.jobs)/j1", ["state": "CANCELLED"]),
    ])
    let start = await project.run("operation", "start", file, "--yes")
    #expect(start.code == .done, "\(start.err)")
    #expect(start.out.hasPrefix("RecordingJob/purge  PROCESSING  (j1)"))
    let again = await project.run("operation", "start", file, "--yes")
    #expect(again.code == .error && again.err.contains("error[already-running]"), "\(again.err)")
    #expect(project.posts(Self.jobs) == 1)
    let cancel = await project.run("operation", "cancel", file, "--yes", "--output", "json")
    #expect(cancel.code == .done && cancel.json["exitCode"] == 0, "\(cancel.err)")
    #expect(cancel.json["state"] == "CANCELLED")
    let status = await project.run("operation", "status", file, "--wait")
    #expect(status.code == .error)
    try await project.end()
  }

  @Test func `a start that got no further than the creation is gone on with`() async throws {
    let (project, file) = try await project(Self.job("ARCHIVE"))
    try project.sandbox.setFaults([
      answer("POST", Self.jobs, ["id": "j1"]),
      answer("PUT", "\(Self.jobs)/j1", ["message": "not yet"], status: 400, times: 1),
      answer("PUT", "\(Self.jobs)/j1"),
      answer("GET", "\(Self.jobs)/j1", ["state": "READY"], times: 3),
      answer("GET", "\(Self.jobs)/j1", ["state": "FULFILLED", "percentProgress": 100]),
    ])
    let first = await project.run("operation", "start", file, "--yes")
    #expect(first.code == .error && first.err.contains("not yet"))
    let second = await project.run("operation", "start", file, "--yes", "--wait")
    #expect(second.code == .done, "\(second.err)")
    #expect(second.err.contains("goes on with RecordingJob/purge"))
    #expect(second.out.contains("FULFILLED, 100 %"))
    #expect(project.posts(Self.jobs) == 1)
    try await project.end()
  }

  @Test func `a start whose answer was lost is never sent again unasked`() async throws {
    let (project, file) = try await project(Self.export)
    try project.sandbox.setFaults([
      ["match": ["method": "POST", "path": .string(Self.exports)], "then": ["drop": "after"]]
    ])
    let lost = await project.run("operation", "start", file, "--yes")
    #expect(lost.code == .error && lost.err.contains("error[outcome-unknown]"), "\(lost.err)")
    let again = await project.run("operation", "start", file, "--yes")
    #expect(again.code == .error && again.err.contains("in the list at \(Self.exports)"))
    #expect(project.posts(Self.exports) == 1)
    let status = await project.run("operation", "status", file)
    #expect(status.code == .error && status.err.contains("--id ID"))
    try project.sandbox.setFaults([
      answer("POST", Self.exports, ["id": "e2"]),
      answer("GET", Self.exports, ["entities": [["id": "e2", "status": "RUNNING"]]]),
    ])
    let wanted = await project.run("operation", "start", file, "--yes", "--again")
    #expect(wanted.code == .done, "\(wanted.err)")
    #expect(project.posts(Self.exports) == 2)
    try await project.end()
  }

  @Test func `nothing is sent unless somebody agrees, and deleting takes more than a yes`()
    async throws
  {
    let (project, file) = try await project(Self.job("DELETE"))
    try project.sandbox.setFaults([
      answer("POST", Self.jobs, ["id": "j1"]), answer("PUT", "\(Self.jobs)/j1"),
      answer("GET", "\(Self.jobs)/j1", ["state": "PROCESSING"]),
    ])
    for words in [[], ["--yes"], ["--yes-delete"]] {
      let start = await project.run(words: ["operation", "start", file] + words)
      #expect(start.code == .error && start.err.contains("--yes-delete"), "\(start.err)")
    }
    #expect(await project.answering("yes", "operation", "start", file) == .error)
    #expect(project.writes == 0)
    #expect(await project.answering("purge", "operation", "start", file) == .done)
    #expect(project.writes == 1)
    let both = await project.run(
      "operation", "start", file, "--yes", "--yes-delete", "--again")
    #expect(both.code == .done, "\(both.err)")
    #expect(both.err.contains("was started before"))
    try await project.end()
  }

  @Test(arguments: ["RecordingJob", "ReportingExport"])
  func `the example of an operation is valid`(kind: String) async throws {
    let example = try #require(NativeKind.example(of: kind))
    let (project, file) = try await project(example.text)
    let status = await project.run("operation", "status", file)
    #expect(status.code == .error && status.err.contains("error[not-started]"), "\(status.err)")
    try await project.end()
  }

  @Test func `an operation among the manifests is an error, and apply never gets to it`()
    async throws
  {
    let (project, _) = try await project(Self.export, manifests: Self.job("DELETE"))
    for words in [["validate"], ["plan"], ["apply", "--yes"]] {
      let result = await project.run(words: words)
      #expect(result.code == .invalid)
      #expect(result.err.contains("error[operation-manifest]"), "\(result.err)")
      #expect(result.err.contains("gcsync operation start FILE"))
    }
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test(arguments: [
    ("kind: ReportingExport", "kind: Division", "error[not-an-operation]"),
    ("period: P1D", "periode: P1D", "did you mean \"period\""),
    ("${month}", "${moth}", "did you mean"),
    ("kind: Queue, name: Billing", "kind: User, name: Billing", "error[wrong-kind]"),
    ("locale: en-US", "locale: en-US\n---\nkind: x", "holds 2 documents"),
  ])
  func `a file that is no operation is refused with its place, and nothing is contacted`(
    old: String, new: String, message: String
  ) async throws {
    let (project, file) = try await project(Self.export.replacing(old, with: new))
    let start = await project.run("operation", "start", file, "--yes")
    #expect(start.code == .invalid && start.err.contains(message), "\(start.err)")
    #expect(project.sandbox.requests.isEmpty)
    try await project.end()
  }

  @Test func `a name the org lacks, a missing permission and a lost id have words and codes`()
    async throws
  {
    let (project, file) = try await project(
      Self.export.replacing("name: Billing", with: "name: Biling"))
    let unknown = await project.run("operation", "start", file, "--yes")
    #expect(unknown.code == .error && unknown.err.contains("did you mean \"Billing\"?"))
    try project.write(Self.export, to: "operation.yaml")
    let never = await project.run("operation", "status", file)
    #expect(never.code == .error && never.err.contains("error[not-started]"))
    try project.sandbox.setFaults([
      answer("POST", Self.exports, ["message": "no"], status: 403),
      answer("GET", Self.exports, ["entities": []]),
    ])
    let denied = await project.run("operation", "start", file, "--yes")
    #expect(denied.code == .authentication)
    #expect(denied.err.contains("ReportingExport needs analytics:dataExport:add"), "\(denied.err)")
    let gone = await project.run("operation", "status", file, "--id", "e9")
    #expect(gone.code == .error && gone.err.contains("error[not-in-the-org]"))
    try await project.end()
  }

  @Test func `the run of an operation is no apply, and signed plans alone mean no operation`()
    async throws
  {
    let (project, file) = try await project(Self.export)
    try project.sandbox.setFaults([
      answer("POST", Self.exports, ["id": "e1"]),
      answer("GET", Self.exports, ["entities": [["id": "e1", "status": "FAILED"]]]),
    ])
    let start = await project.run("operation", "start", file, "--yes", "--output", "json")
    #expect(start.code == .error && start.json["exitCode"] == 1)
    let run = try #require(start.json["run"]?.string)
    for words in [["apply", "--resume", run], ["undo", run]] {
      let result = await project.run(words: words)
      #expect(result.code == .error, "\(words)")
      #expect(result.err.contains("error[not-an-apply]"), "\(result.err)")
    }
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    try project.write(try SigningKey.generate().verifyingKey.pem, to: "trusted.pem")
    let unsigned = await project.run(
      "operation", "start", file, "--yes",
      environment: ["GCSYNC_TRUSTED_KEYS": project.path("trusted.pem")])
    #expect(unsigned.code == .refused && unsigned.err.contains("error[unsigned-operation]"))
    #expect(project.posts(Self.exports) == 1)
    let explained = await project.run("explain", "ReportingExport")
    #expect(explained.out.contains("an operation of the platform profile: \(Self.exports)"))
    #expect(explained.out.contains("it cannot be cancelled"))
    try await project.end()
  }
}

extension TestProject {
  /// How often something was created at a path.
  fileprivate func posts(_ path: String) -> Int {
    sandbox.requests.count {
      $0["method"]?.string == "POST" && $0["path"]?.string == path
    }
  }

  /// Runs gcsync at a terminal, where somebody types an answer to whatever is asked.
  fileprivate func answering(_ answer: String, _ words: String...) async -> ExitCode {
    let console = Console(
      out: { _ in }, err: { _ in }, errIsTerminal: true, inIsTerminal: true,
      readLine: { answer })
    return await GCSync.run(
      words + ["-C", folder],
      on: Machine(
        environment: ["GENESYS_CLIENT_ID": "client", "GENESYS_CLIENT_SECRET": "secret"],
        console: console))
  }
}
