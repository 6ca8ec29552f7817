import CommandLine
import JSON
import Reconciler
import Sandbox
import Synchronization
import Testing

/// Runs of the platform profile that end before the org shows what they wrote.
@Suite struct SlowResumeTests {
  private static let manifests = ["North", "South", "West"].map { name in
    """
    apiVersion: gcsync/v1
    kind: Group
    metadata: {name: \(name)}
    spec: {type: official, visibility: public, rulesVisible: true, description: \(name) team}

    """
  }.joined(separator: "---\n")

  private func project(settleReads: Int) async throws -> TestProject {
    try await TestProject(Self.manifests, profile: .platform, settleReads: settleReads)
  }

  /// Applies, and interrupts the run as soon as it says something; returns the run.
  private func interrupted(_ project: TestProject, hearing words: String) async throws -> String {
    let stop = Interruption()
    let apply = await project.run(
      words: ["apply", "--yes", "--log-format", "json", "-v"], interruption: stop,
      hearing: { if $0.contains(words) { stop.request() } })
    #expect(apply.code == .interrupted, "\(apply.err)")
    let history = await project.run("history", "--output", "json")
    return try #require(history.json["runs"]?.array?.first?["id"]?.string)
  }

  private func count(_ project: TestProject) -> Int {
    project.sandbox.objects["genesys"]?["groups"]?.array?.count ?? 0
  }

  @Test func `a resumed run ends once the org shows what its first attempt wrote`() async throws {
    let project = try await project(settleReads: 4)
    let run = try await interrupted(project, hearing: "object_written")
    let written = count(project)
    #expect(written > 0)
    let resume = await project.run("apply", "--resume", run)
    #expect(resume.code == .done, "\(resume.err)")
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(count(project) == 3)
    try await project.end()
  }

  @Test func `a resumed run waits for what a lost answer may have created, and creates it once`()
    async throws
  {
    let project = try await project(settleReads: 3)
    try project.sandbox.setFaults([
      "faults": [
        ["match": ["method": "POST", "path": "/api/v2/groups"], "then": ["drop": "after"]]
      ]
    ])
    let run = try await interrupted(
      project, hearing: #""method":"POST","path":"/api/v2/groups""#)
    let written = count(project)
    #expect(written > 0)
    try project.sandbox.setFaults(["faults": []])
    let resume = await project.run("apply", "--resume", run)
    #expect(resume.code == .done, "\(resume.err)")
    #expect(count(project) == 3)
    #expect(project.sandbox.counts["POST /api/v2/groups"] == 3)
    try await project.end()
  }

  @Test func `what somebody else did to a finished part of a run is left as it is`() async throws {
    let project = try await project(settleReads: 0)
    let run = try await interrupted(project, hearing: "object_written")
    let group = try #require(project.sandbox.objects["genesys"]?["groups"]?.array?.first)
    try project.sandbox.mutate([
      "op": "patch", "collection": "/api/v2/groups", "id": group["id"] ?? "",
      "value": ["description": "by hand"],
    ])
    #expect(await project.run("apply", "--resume", run).code == .done)
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.json["summary"]?["update"] == 1, "\(plan.out)")
    #expect(plan.json["summary"]?["create"] == 0)
    try await project.end()
  }
}
