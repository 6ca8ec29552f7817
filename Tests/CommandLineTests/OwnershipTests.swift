import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct OwnershipTests {
  private static let hook = """
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: hook, labels: {team: wfo}}
    spec:
      targetUrl: https://example.com/in
      events: [a.updated]
      authentication: {type: none}

    """
  private static let other = hook.replacing("name: hook", with: "name: other")
    .replacing("wfo", with: "qa")

  private func applied(_ manifests: String) async throws -> TestProject {
    let project = try await TestProject(manifests)
    #expect(await project.run("apply", "--yes").code == .done)
    return project
  }

  @Test func `what is no longer declared is noted, and deleted only by prune`() async throws {
    let project = try await applied(Self.hook + "---\n" + Self.other)
    try project.write(Self.hook, to: "manifests/all.yaml")
    let plan = await project.run("plan")
    #expect(plan.code == .done)
    #expect(plan.out.contains("Webhook/other is no longer declared"))
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(project.sandbox.counts["DELETE /api/v2/webhooks/{id}"] == nil)
    let prune = await project.run("plan", "--prune", "--output", "json")
    #expect(prune.json["summary"]?["delete"] == 1)
    #expect(await project.run("apply", "--yes", "--prune").code == .done)
    #expect(project.sandbox.counts["DELETE /api/v2/webhooks/{id}"] == 1)
    #expect(await project.run("plan", "--prune").code == .done)
    try await project.end()
  }

  @Test func `prune stays inside its selector`() async throws {
    let project = try await applied(Self.hook + "---\n" + Self.other)
    try project.write("# nothing\n", to: "manifests/all.yaml")
    let plan = await project.run("plan", "--prune", "--selector", "team=qa", "--output", "json")
    #expect(plan.json["changes"]?.array?.map { $0["address"] } == ["Webhook/other"])
    try await project.end()
  }

  @Test func `an object that nobody recorded is never pruned`() async throws {
    let project = try await applied(Self.hook)
    try project.sandbox.mutate([
      "op": "put", "collection": "/api/v2/webhooks", "id": "foreign",
      "value": ["name": "foreign", "targetUrl": "https://x.example.com", "events": ["a"]],
    ])
    #expect(await project.run("plan", "--prune").code == .done)
    try await project.end()
  }

  @Test(arguments: [("abandon", 0, "is left alone"), ("forbid", 0, "forbids deleting it")])
  func `a manifest's deletionPolicy outlives the manifest`(
    policy: String, deletes: Int, words: String
  ) async throws {
    let project = try await applied(
      Self.hook.replacing("name: hook,", with: "name: hook, deletionPolicy: \(policy),"))
    try project.write("# nothing\n", to: "manifests/all.yaml")
    let apply = await project.run("apply", "--yes", "--prune")
    #expect(apply.code == .done)
    #expect(apply.err.contains(words))
    #expect(project.sandbox.counts["DELETE /api/v2/webhooks/{id}"] ?? 0 == deletes)
    try await project.end()
  }

  @Test func `a read that is not whole vetoes every delete of its collection`() async throws {
    let project = try await applied(Self.hook + "---\n" + Self.other)
    try project.write("# nothing\n", to: "manifests/all.yaml")
    try project.sandbox.setFaults([
      "faults": [
        ["match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400]]
      ]
    ])
    #expect(await project.run("apply", "--yes", "--prune").code == .error)
    #expect(project.sandbox.counts["DELETE /api/v2/webhooks/{id}"] == nil)
    try await project.end()
  }

  @Test func `a rename is an update where the manifest names the old one`() async throws {
    let project = try await applied(Self.hook)
    try project.edit("name: hook,", "name: renamed, previously: [hook],")
    let plan = await project.run("plan", "--prune", "--output", "json")
    #expect(plan.json["summary"]?["update"] == 1)
    #expect(plan.json["summary"]?["delete"] == 0)
    #expect(await project.run("apply", "--yes", "--prune").code == .done)
    #expect(await project.run("plan", "--prune").code == .done)
    try await project.end()
  }

  @Test func `another project's object is refused until it is taken over`() async throws {
    let project = try await applied(
      Self.hook.replacing("name: hook,", with: "name: hook, id: shared-1,"))
    try project.configure(owner: "someone/else")
    try project.edit("https://example.com/in", "https://example.com/out")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    #expect(plan.json["unsafe"]?.array?.first?["rule"] == "owner")
    let id = plan.json["planId"]?.string ?? ""
    #expect(await project.run("apply", "--yes", "--approve-unsafe", id).code == .refused)
    #expect(project.writes == 1)
    #expect(await project.run("apply", "--yes", "--allow-takeover").code == .done)
    try project.edit("https://example.com/out", "https://example.com/more")
    #expect(await project.run("apply", "--yes").code == .done)
    try await project.end()
  }

  @Test func `adopt makes an object ours and changes nothing in the org`() async throws {
    let project = try await TestProject(Self.hook)
    try project.sandbox.mutate([
      "op": "put", "collection": "/api/v2/webhooks",
      "id": .string(try #require(project.id(of: "Webhook/hook"))),
      "value": ["name": "hook", "targetUrl": "https://old.example.com", "events": ["a.updated"]],
    ])
    #expect(
      await project.run("drift", "--output", "json").json["changes"]?.array?.first?["direction"]
        == "unknown")
    #expect(await project.run("adopt", "Webhook/hook").code == .done)
    #expect(project.writes == 0)
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .done)
    #expect(drift.json["changes"]?.array?.first?["direction"] == "git")
    #expect(await project.run("adopt", "Webhook/nobody").code == .error)
    try await project.end()
  }

  @Test func `destroy deletes what it is told to and what allows it`() async throws {
    let project = try await applied(Self.hook + "---\n" + Self.other)
    #expect(await project.run("destroy", "--yes").code == .error)
    #expect(await project.run("destroy", "--selector", "team=qa", "--yes").code == .done)
    #expect(project.sandbox.counts["DELETE /api/v2/webhooks/{id}"] == 1)
    #expect(await project.run("plan", "--output", "json").json["summary"]?["create"] == 1)
    try await project.end()
    let recordings = try await applied(TestProject.manifests)
    #expect(
      await recordings.run("destroy", "--kind", "StorageTarget", "--yes").code == .refused)
    try await recordings.end()
  }

  @Test func `target takes what the object refers to along, and kind only its own`() async throws {
    let project = try await TestProject()
    let target = await project.run("plan", "--target", "RecordingPolicy/voice", "--output", "json")
    #expect(
      target.json["changes"]?.array?.map { $0["address"] } == [
        "RecordingPolicy/voice", "StorageTarget/archive",
      ])
    let kind = await project.run("plan", "--kind", "Webhook", "--output", "json")
    #expect(kind.json["changes"]?.array?.map { $0["address"] } == ["Webhook/hook"])
    let typo = await project.run("plan", "--target", "Webhook/hok")
    #expect(typo.code == .error)
    #expect(typo.err.contains("did you mean Webhook/hook?"))
    try await project.end()
  }
}
