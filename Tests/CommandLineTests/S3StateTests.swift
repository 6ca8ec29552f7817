import CommandLine
import JSON
import Reconciler
import Sandbox
import Testing

/// A project whose state is a bucket, as on a runner that keeps no disk.
@Suite struct S3StateTests {
  private func project(_ place: String = "s3://gcsync-state/team/cc") async throws -> TestProject {
    let project = try await TestProject()
    try project.configure(variables: "retention: 365", "state: \(place)")
    return project
  }

  private func lastRun(_ project: TestProject) async throws -> String {
    let history = await project.run("history", "--output", "json")
    return try #require(history.json["runs"]?.array?.first?["id"]?.string)
  }

  @Test func `apply, history, audit, drift and undo work without a disk`() async throws {
    let project = try await project()
    #expect(await project.run("history").code == .done)
    #expect(await project.run("plan").code == .changes)
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done)
    let run = try await lastRun(project)
    #expect(apply.out.contains("report s3://gcsync-state/team/cc/dev/audit/\(run).json"))
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("drift").code == .done)
    #expect(await project.run("audit", "verify").code == .done)
    let report = await project.run("audit", "report", "--output", "json")
    #expect(report.json["run"]?["id"]?.string == run)
    #expect(report.json["requests"]?["state"]?.int ?? 0 > 0)
    #expect(await project.run("lock", "list").out.contains("Nobody is writing to dev"))
    try project.edit("https://example.com/in", "https://example.com/out")
    #expect(await project.run("apply", "--yes").code == .done)
    let undo = await project.run("undo", try await lastRun(project))
    #expect(undo.code == .changes)
    #expect(undo.out.contains("ample.com/in"))
    #expect(!project.everyFile.contains { $0.contains("gcsync.audit") })
    try await project.end()
  }

  @Test func `prune and who moved know what was applied`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "https://by-hand.example.com")
    let drift = await project.run("drift")
    #expect(drift.code == .changes)
    #expect(drift.out.contains("https://by-hand.example.com"))
    let destroy = await project.run("destroy", "--target", "Webhook/hook", "--yes")
    #expect(destroy.code == .done)
    try await project.end()
  }

  @Test func `no planted secret is in the bucket`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    let stored = project.sandbox.objects["s3"]?.text ?? ""
    #expect(stored.contains("team/cc/dev/applied.json"))
    for (name, secret) in TestProject.secrets where name != "AWS_SECRET_ACCESS_KEY" {
      #expect(!stored.contains(secret))
    }
    try await project.end()
  }

  @Test func `an interrupted apply is resumed by another runner`() async throws {
    let project = try await project()
    let stop = Interruption()
    stop.request()
    let apply = await project.run(words: ["apply", "--yes"], interruption: stop)
    #expect(apply.code == .interrupted)
    let history = await project.run("history", "--output", "json").json["runs"]?.array
    #expect(history?.first?["state"] == "interrupted")
    let resume = await project.run("apply", "--resume", try await lastRun(project))
    #expect(resume.code == .done)
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("audit", "verify").code == .done)
    try await project.end()
  }

  @Test func `a run that is interrupted in the middle goes on where it stopped`() async throws {
    let project = try await project()
    let stop = Interruption()
    let apply = await project.run(
      words: ["apply", "--yes", "--verbose"], interruption: stop,
      hearing: {
        if $0.contains("method=PUT path=/api/v2/recording/storage/targets") { stop.request() }
      })
    #expect(apply.code == .interrupted)
    let counts = project.sandbox.counts
    #expect(counts["PUT /api/v2/recording/storage/targets/{id}"] == 1)
    #expect(counts["PUT /api/v2/recording/policies/{id}"] == nil)
    #expect(await project.run("apply", "--resume", try await lastRun(project)).code == .done)
    let writes = project.sandbox.counts.filter { $0.key.hasPrefix("PUT /api/v2/") }
    #expect(writes.count == 3 && writes.values.allSatisfy { $0 == 1 })
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("audit", "verify").code == .done)
    try await project.end()
  }

  /// Denies what the state is written with, from the given write of each object on.
  private func cutOff(_ project: TestProject) throws {
    let faults: [JSON] = [("journal/*", 3), ("runs/*", 2), ("lease.json", 2), ("audit/*", 1)].map {
      [
        "match": [
          "method": "PUT", "path": .string("*/team/cc/dev/\($0.0)"),
          "nth": .number(JSONNumber($0.1)),
        ],
        "then": ["status": 403, "body": ""], "times": 1000,
      ]
    }
    try project.sandbox.setFaults(["faults": .array(faults)])
  }

  @Test func `a run that was cut off in the middle is resumed, and nothing is written twice`()
    async throws
  {
    let project = try await project()
    try cutOff(project)
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:00Z")
    #expect(apply.code == .error)
    #expect(apply.err.contains("state-access-denied"))
    try project.sandbox.setFaults(["faults": []])
    let later = "2026-11-21T08:05:00Z"
    let history = await project.run("history", "--output", "json", "--now", later)
    #expect(history.json["runs"]?.array?.map { $0["state"] } == ["interrupted"])
    let run = try await lastRun(project)
    #expect(await project.run("apply", "--resume", run, "--now", later).code == .done)
    #expect(await project.run("plan", "--now", later).code == .done)
    #expect(await project.run("audit", "verify").code == .done)
    let writes = project.sandbox.counts.filter {
      $0.key.hasPrefix("PUT /api/v2/") && $0.value != 1
    }
    #expect(writes.isEmpty)
    try await project.end()
  }

  @Test func `a second writer is exit 8 and names the holder`() async throws {
    let project = try await project()
    let lease: JSON = [
      "format": "gcsync.lease/1", "write": "w",
      "lease": [
        "run": "r-other", "holder": "ada on build-7, process 4",
        "acquired": "2026-11-21T08:00:00Z", "expires": "2026-11-21T08:01:00Z",
      ],
    ]
    try project.sandbox.mutate([
      "op": "object", "bucket": "gcsync-state", "key": "team/cc/dev/lease.json",
      "value": ["body": .string(lease.text)],
    ])
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:30Z")
    #expect(apply.code == .locked)
    #expect(apply.err.contains("ada on build-7, process 4, run r-other"))
    #expect(!project.sandbox.counts.keys.contains { $0.contains("/api/v2/") })
    #expect(await project.run("lock", "release", "r-wrong").code == .error)
    #expect(await project.run("lock", "release", "r-other").code == .done)
    let again = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:30Z")
    #expect(again.code == .done)
    try await project.end()
  }
}
