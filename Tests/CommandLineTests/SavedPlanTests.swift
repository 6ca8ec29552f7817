import CommandLine
import Crypto
import Foundation
import JSON
import Sandbox
import Testing

@Suite struct SavedPlanTests {
  private func planned(_ project: TestProject, _ words: String...) async -> String {
    let path = project.path("reviewed.plan")
    let outcome = await project.run(words: ["plan", "--out", path] + words)
    #expect(outcome.code == .changes)
    return path
  }

  @Test func `what was reviewed is what is applied, without the manifests and without asking`()
    async throws
  {
    let project = try await TestProject()
    let plan = await planned(project)
    try FileManager.default.removeItem(atPath: project.path("manifests/all.yaml"))
    let apply = await project.run("apply", plan, "--output", "json")
    #expect(apply.code == .done)
    #expect(apply.json["metrics"]?["success_count"] == 3)
    #expect(project.writes == 3)
    let again = await project.run("apply", plan, "--output", "json")
    #expect(again.code == .done)
    #expect(again.json["operations"]?.array?.allSatisfy { $0["outcome"] == "unchanged" } == true)
    #expect(project.writes == 3)
    try await project.end()
  }

  @Test func `a touched object that moved is exit 6 with what each of the three says`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 20")
    try project.edit("https://example.com/in", "https://example.com/out")
    let plan = await planned(project)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 25)
    let written = project.writes
    let apply = await project.run("apply", plan)
    #expect(apply.code == .stale)
    #expect(
      apply.err.contains(
        "/spec/retentionPeriodDays: the plan saw 30, the org has 25, the plan wants 20"))
    #expect(project.writes == written)
    try await project.end()
  }

  @Test func `an unrelated change does not make a plan stale, and its collection is not read`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 20")
    let plan = await planned(project)
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "https://elsewhere.example.com")
    let before = project.sandbox.counts
    #expect(await project.run("apply", plan).code == .done)
    let reads = project.sandbox.counts.filter {
      $0.key.hasPrefix("GET") && before[$0.key] != $0.value
    }
    #expect(reads.keys.allSatisfy { $0.contains("/recording/policies") }, "\(reads)")
    try await project.end()
  }

  @Test func `an object that came about or went meanwhile is a conflict`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.edit("https://example.com/in", "https://example.com/out")
    let plan = await planned(project)
    try project.sandbox.mutate([
      "op": "delete", "collection": "/api/v2/webhooks",
      "id": .string(try #require(project.id(of: "Webhook/hook"))),
    ])
    let apply = await project.run("apply", plan)
    #expect(apply.code == .stale)
    #expect(apply.err.contains("the plan saw it, and now it is gone"))
    try await project.end()
  }

  @Test func `a plan has its time, after which it is exit 6`() async throws {
    let project = try await TestProject()
    let plan = await planned(project, "--valid-for", "2h", "--now", "2026-11-21T08:00:00Z")
    let late = await project.run("apply", plan, "--now", "2026-11-21T10:00:00Z")
    #expect(late.code == .stale)
    #expect(late.err.contains("until 2026-11-21T10:00:00"))
    #expect(project.sandbox.counts["PUT /api/v2/webhooks/{id}"] == nil)
    #expect(await project.run("apply", plan, "--now", "2026-11-21T09:59:59Z").code == .done)
    try await project.end()
  }

  @Test func `a plan for another owner, environment or target is refused and says which`()
    async throws
  {
    let project = try await TestProject()
    let plan = await planned(project)
    let environment = await project.run("apply", plan, "-e", "test")
    #expect(environment.code == .stale)
    #expect(environment.err.contains("is for the environment dev, and this is test"))
    try project.configure(owner: "someone/else")
    let owner = await project.run("apply", plan)
    #expect(owner.code == .stale)
    #expect(owner.err.contains("is for the owner acme/contact-center"))
    let other = try await TestProject()
    let target = await other.run("apply", plan)
    #expect(target.code == .stale)
    #expect(target.err.contains("target"))
    #expect(other.writes == 0)
    try await other.end()
    try await project.end()
  }

  @Test(arguments: [
    ("\"retentionPeriodDays\":30", "\"retentionPeriodDays\":31"),
    ("gcsync.plan/1", "gcsync.plan/9"),
    ("\"operations\"", "\"operationz\""),
  ])
  func `a plan file that was changed is refused before anything is contacted`(
    old: String, new: String
  ) async throws {
    let project = try await TestProject()
    let plan = await planned(project)
    let text = try String(contentsOfFile: plan, encoding: .utf8)
    try text.replacingOccurrences(of: old, with: new).write(
      toFile: plan, atomically: true, encoding: .utf8)
    let contacted = project.sandbox.counts
    let apply = await project.run("apply", plan)
    #expect(apply.code == .error)
    #expect(apply.err.contains("[invalid-plan]"))
    #expect(project.sandbox.counts == contacted)
    try await project.end()
  }

  @Test func `a pipeline that trusts keys applies only what one of them has signed`() async throws {
    let project = try await TestProject()
    let (ours, theirs) = (try SigningKey.generate(), try SigningKey.generate())
    for (key, name) in [(ours, "ours"), (theirs, "theirs")] {
      try key.withPEM { try project.write($0, to: "\(name).pem") }
      try project.write(key.verifyingKey.pem, to: "\(name).pub")
    }
    let trust = ["GCSYNC_TRUSTED_KEYS": project.path("ours.pub")]
    let unsigned = await planned(project)
    #expect(await project.run("apply", unsigned, environment: trust).code == .refused)
    #expect(await project.run("apply", "--yes", environment: trust).code == .refused)
    let foreign = await planned(project, "--sign", project.path("theirs.pem"))
    #expect(await project.run("apply", foreign, environment: trust).code == .refused)
    #expect(project.writes == 0)
    let signed = await planned(project, "--sign", project.path("ours.pem"))
    #expect(await project.run("apply", signed, environment: trust).code == .done)
    let both = ["GCSYNC_TRUSTED_KEYS": "\(project.path("theirs.pub")):\(project.path("ours.pub"))"]
    #expect(await project.run("apply", signed, environment: both).code == .done)
    try await project.end()
  }

  @Test func `a run is resumed only where its plan could be applied`() async throws {
    let project = try await TestProject()
    let key = try SigningKey.generate()
    try project.write(key.verifyingKey.pem, to: "ours.pub")
    try project.sandbox.setFaults([
      "faults": [
        ["match": ["method": "PUT", "path": "/api/v2/webhooks/*"], "then": ["status": 400]]
      ]
    ])
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .partial)
    let run = String(try #require(apply.err.firstMatch(of: /run (r-[0-9a-f-]+)/)).1)
    try project.sandbox.setFaults(["faults": []])
    let writes = project.writes
    let trust = ["GCSYNC_TRUSTED_KEYS": project.path("ours.pub")]
    let refused = await project.run("apply", "--resume", run, environment: trust)
    #expect(refused.code == .refused)
    #expect(refused.err.contains("[unsigned-plan]"))
    #expect(project.writes == writes)
    #expect(await project.run("apply", "--resume", run).code == .done)
    try await project.end()
  }

  @Test func `show needs no project, and shows a plan that can no longer be applied`()
    async throws
  {
    let project = try await TestProject()
    let plan = await planned(project, "--now", "2020-01-01T00:00:00Z")
    let contacted = project.sandbox.counts
    try FileManager.default.removeItem(atPath: project.path("gcsync.yaml"))
    let text = await project.run("show", plan)
    #expect(text.code == .done)
    #expect(text.out.contains("expired 2020-01-02"))
    #expect(text.out.contains("+ Webhook/hook"))
    let json = await project.run("show", plan, "--output", "json")
    #expect(json.json["format"] == "gcsync.changes/1")
    #expect(json.json["saved"]?["expired"] == true)
    #expect(await project.run("show", plan, "--output", "markdown").out.contains("Webhook/hook"))
    #expect(project.sandbox.counts == contacted)
    try await project.end()
  }

  @Test func `a plan that is partial is not saved`() async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [
        ["match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400]]
      ]
    ])
    let plan = await project.run("plan", "--out", project.path("x.plan"))
    #expect(plan.code == .error)
    #expect(!FileManager.default.fileExists(atPath: project.path("x.plan")))
    try await project.end()
  }
}
