import CommandLine
import JSON
import Reconciler
import Sandbox
import Testing

@Suite struct ResumeTests {
  /// Applies with an org that refuses the policy, and returns the run.
  private func failing(_ project: TestProject) async throws -> String {
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["method": "PUT", "path": "/api/v2/recording/policies/*"],
          "then": ["status": 400, "body": "{\"message\":\"not today\"}"],
        ]
      ]
    ])
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .partial)
    let run = try #require(apply.err.split(separator: "\n").first?.dropFirst("run ".count))
    #expect(apply.err.contains("resume with gcsync apply --resume \(run)"))
    return String(run)
  }

  @Test func `what is left of a run is done by resuming it, and nothing twice`() async throws {
    let project = try await TestProject()
    let run = try await failing(project)
    let history = await project.run("history", "--output", "json")
    #expect(history.json["runs"]?.array?.map { $0["state"] } == ["failed"])
    try project.sandbox.setFaults(["faults": []])
    let resume = await project.run("apply", "--resume", run, "--output", "json")
    #expect(resume.code == .done)
    #expect(resume.err.hasPrefix("run \(run)\n"))
    let outcomes = (resume.json["operations"]?.array ?? []).map {
      "\($0["address"]?.string ?? "") \($0["outcome"]?.string ?? "")"
    }
    #expect(
      outcomes.sorted() == [
        "RecordingPolicy/voice applied", "StorageTarget/archive unchanged",
        "Webhook/hook unchanged",
      ])
    #expect(project.sandbox.counts["PUT /api/v2/webhooks/{id}"] == 1)
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("audit", "verify").code == .done)
    let after = await project.run("history", "--output", "json")
    #expect(after.json["runs"]?.array?.map { $0["state"] } == ["done"])
    try await project.end()
  }

  @Test func `an interrupted apply leaves its report and can be resumed`() async throws {
    let project = try await TestProject()
    let stop = Interruption()
    stop.request()
    let apply = await project.run(words: ["apply", "--yes"], interruption: stop)
    #expect(apply.code == .interrupted)
    #expect(project.writes == 0)
    let history = await project.run("history", "--output", "json").json["runs"]?.array
    #expect(history?.first?["state"] == "interrupted")
    let report = await project.run("audit", "report", "--output", "json")
    #expect(report.json["run"]?["interrupted"] == true)
    let run = try #require(history?.first?["id"]?.string)
    #expect(await project.run("apply", "--resume", run).code == .done)
    #expect(project.writes == 3)
    #expect(await project.run("audit", "verify").code == .done)
    try await project.end()
  }

  @Test func `what a finished part of a run made is left as it is now`() async throws {
    let project = try await TestProject()
    let run = try await failing(project)
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "https://by-hand.example.com")
    try project.sandbox.setFaults(["faults": []])
    #expect(await project.run("apply", "--resume", run).code == .done)
    let hook = project.sandbox.stored(
      "/api/v2/webhooks", try #require(project.id(of: "Webhook/hook")))
    #expect(hook?["targetUrl"] == "https://by-hand.example.com")
    try await project.end()
  }

  @Test func `a run that nobody knows cannot be resumed`() async throws {
    let project = try await TestProject()
    let resume = await project.run("apply", "--resume", "r-nobody")
    #expect(resume.code == .error)
    #expect(resume.err.contains("[unknown-run]"))
    try await project.end()
  }

  @Test func `undo plans the way back, which is applied like any other plan`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.edit("https://example.com/in", "https://example.com/out")
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 20")
    _ = await project.run("apply", "--yes")
    let run = try #require(
      await project.run("history", "--output", "json").json["runs"]?.array?.first?["id"]?.string)
    let written = project.writes
    let undo = await project.run("undo", run, "--out", project.path("back.plan"))
    #expect(undo.code == .changes)
    #expect(undo.out.contains("retentionPeriodDays: 20 → 30"))
    #expect(undo.out.contains("recordings that RecordingPolicy/voice has let go"))
    #expect(project.writes == written)
    #expect(await project.run("apply", project.path("back.plan")).code == .done)
    let hook = project.sandbox.stored(
      "/api/v2/webhooks", try #require(project.id(of: "Webhook/hook")))
    #expect(hook?["targetUrl"] == "https://example.com/in")
    #expect(
      hook?["authentication"]?["secret"] == .string(TestProject.secrets["HOOK_KEY"] ?? ""))
    try await project.end()
  }

  @Test func `the undo of a first apply deletes what it made, as far as that is allowed`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let run = try #require(
      await project.run("history", "--output", "json").json["runs"]?.array?.first?["id"]?.string)
    let undo = await project.run("undo", run, "--output", "json")
    #expect(undo.json["summary"]?["delete"] == 3)
    #expect(
      undo.json["unsafe"]?.array?.map { $0["rule"] } == ["deletionPolicy", "deletionPolicy"])
    try await project.end()
  }
}
