import CommandLine
import JSON
import Sandbox
import Testing
import World

/// One run writes a result in as many forms as are asked for.
@Suite struct OutputFormTests {
  @Test func `several forms at once go to their files, each whole`() async throws {
    let project = try await TestProject()
    let names = ["json", "markdown", "ndjson", "junit", "sarif", "github", "gitlab", "json-patch"]
    let words = names.flatMap { ["--output", "\($0)=\(project.path("out.\($0)"))"] }
    let plan = await project.run(words: ["plan", "--output", "text"] + words)
    #expect(plan.code == .changes && plan.out.hasSuffix("under a minute\n"))
    let document = try JSON.parse(project.text(of: "out.json"))
    #expect(document["summary"]?["create"] == 3)
    #expect(try project.text(of: "out.gitlab") == "{\"create\":3,\"update\":0,\"delete\":0}\n")
    #expect(try project.text(of: "out.junit").contains("tests=\"3\" failures=\"0\""))
    #expect(try project.text(of: "out.markdown").hasPrefix("### gcsync plan"))
    let schemas = try OutputSchemas()
    let lines = try project.text(of: "out.ndjson").split(separator: "\n").map {
      try JSON.parse(Array($0.utf8))
    }
    #expect(try lines.flatMap(schemas.violations) == [])
    #expect(lines.first?["event"] == "plan_started")
    #expect(lines.filter { $0["event"] == "change_planned" }.count == 3)
    #expect(lines.last?["exit_code"] == 2 && lines.last?["plan_id"] == document["planId"])
    try await project.end()
  }

  @Test func `a held-up object fails as a test and is an error beside its manifest`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    try Files.createDirectory(project.path(".git"))
    let junit = await project.run("plan", "--output", "junit").out
    #expect(junit.contains("name=\"create StorageTarget/archive\"><failure message=\"Bucket"))
    #expect(junit.contains("name=\"create Webhook/hook\"></testcase>"))
    let github = await project.run("plan", "--output", "github").out
    #expect(github.contains("::error file=manifests/all.yaml,line="))
    #expect(github.contains("title=StorageTarget/archive bucket"))
    let sarif = await project.run("plan", "--output", "sarif").json
    let results = sarif["runs"]?.array?.first?["results"]?.array ?? []
    #expect(!results.isEmpty && results.allSatisfy { $0["locations"]?.array?.count == 1 })
    try await project.end()
  }

  @Test func `paths are those of the repository, wherever in it the project is`() async throws {
    let project = try await TestProject()
    let repository = project.path("../repository-\(project.folder.suffix(8))")
    try Files.createDirectory("\(repository)/.git")
    try Files.createDirectory("\(repository)/infra/manifests")
    for name in ["gcsync.yaml", "manifests/all.yaml"] {
      let text = try project.text(of: name).replacing("retentionPeriodDays: 30", with: "enabled: 7")
      try Files.write(Array(text.utf8), to: "\(repository)/infra/\(name)")
    }
    let found = await TestProject.run([
      "validate", "--output", "github", "-C", "\(repository)/infra",
    ]).out
    #expect(found.contains("::error file=infra/manifests/all.yaml,line="))
    let sarif = await TestProject.run([
      "validate", "--output", "sarif", "-C", "\(repository)/infra",
    ]).out
    #expect(sarif.contains("\"uri\": \"infra/manifests/all.yaml\""))
    try await project.end()
  }

  @Test func `the runner's summary and outputs are filled, as far as there is room`() async throws {
    let project = try await TestProject()
    let (summary, output) = (project.path("summary.md"), project.path("output"))
    let environment = ["GITHUB_STEP_SUMMARY": summary, "GITHUB_OUTPUT": output]
    let plan = await project.run("plan", "--output", "github", environment: environment)
    #expect(plan.code == .changes)
    #expect(try project.text(of: "summary.md").hasPrefix("### gcsync plan for `dev`"))
    let facts = try project.text(of: "output")
    #expect(facts.contains("changes<<gcsync_end\n3\ngcsync_end\n"))
    #expect(facts.contains("exit-code<<gcsync_end\n2\n"))
    _ = await project.run("plan", "--output", "json", environment: environment)
    #expect(try project.text(of: "output") == facts, "no other form writes there")
    try project.write(String(repeating: "x", count: (1 << 20) - 300), to: "summary.md")
    _ = await project.run("plan", "--output", "github", environment: environment)
    #expect(try project.text(of: "summary.md").hasSuffix("its log has it.*\n"))
    try project.write(String(repeating: "x", count: 1 << 20), to: "summary.md")
    _ = await project.run("plan", "--output", "github", environment: environment)
    #expect(try project.text(of: "summary.md").utf8.count == 1 << 20)
    try await project.end()
  }

  @Test func `validate and drift have a test for each object`() async throws {
    let project = try await TestProject()
    #expect(
      await project.run("validate", "--output", "junit").out.contains("tests=\"3\" failures=\"0\""))
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(
      await project.run("drift", "--output", "junit").out.contains("tests=\"1\" failures=\"0\""))
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 9)
    let drift = await project.run("drift", "--output", "junit").out
    #expect(
      drift.contains(
        "<failure message=\"changed in the org: /spec/retentionPeriodDays\">"))
    let told = await project.run("drift", "--output", "ndjson").out
    #expect(told.contains("\"fields\":[\"/spec/retentionPeriodDays\"]"), "\(told)")
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: never")
    let invalid = await project.run("validate", "--output", "junit")
    #expect(invalid.code == .invalid && invalid.out.contains("failures=\"1\""))
    let events = await project.run("validate", "--output", "ndjson").out
    #expect(events.contains("\"event\":\"validation_finished\""))
    try await project.end()
  }

  @Test func `a form that a command does not have is refused, and those it has are named`() async {
    let outcome = await TestProject.run(["history", "--output", "gitlab"])
    #expect(outcome.code == .error)
    #expect(outcome.err.contains("--output is one of text, json, markdown"))
    let other = await TestProject.run(["plan", "--output", "yaml"])
    #expect(other.err.contains("junit, ndjson, github, gitlab"))
  }
}

extension TestProject {
  /// Runs gcsync without a project.
  static func run(_ words: [String], environment: [String: String] = [:]) async -> Outcome {
    let (out, err) = (Collected(), Collected())
    let console = Console(out: { out.add($0) }, err: { err.add($0) })
    let code = await GCSync.run(words, on: Machine(environment: environment, console: console))
    return Outcome(code: code, out: out.text, err: err.text)
  }
}
