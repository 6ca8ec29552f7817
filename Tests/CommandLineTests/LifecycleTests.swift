import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

@Suite struct LifecycleTests {
  @Test func `plan, apply, and a second plan that is empty`() async throws {
    let project = try await TestProject()
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    #expect(plan.json["summary"]?["create"] == 3)
    #expect(project.writes == 0)

    let apply = await project.run("apply", "--yes", "--output", "json")
    #expect(apply.code == .done)
    #expect(apply.json["metrics"]?["success_count"] == 3)
    #expect(apply.json["compliance_status"] == "PASS")
    #expect(apply.json["routing_state"] == "ACTIVE")
    #expect(apply.json["run"]?["actor"] == "tester")
    #expect(apply.err.hasPrefix("run r-"))

    let written = project.writes
    #expect(written == 3)
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(project.writes == written)
    #expect(await project.run("audit", "verify").code == .done)
    try await project.end()
  }

  @Test func `the same inputs and the same org give the same plan id`() async throws {
    let project = try await TestProject()
    let first = await project.run("plan", "--output", "json").json["planId"]
    try project.write(
      TestProject.manifests.components(separated: "---\n").reversed().joined(separator: "\n---\n"),
      to: "manifests/all.yaml")
    #expect(await project.run("plan", "--output", "json").json["planId"] == first)
    try await project.end()
  }

  @Test(arguments: [
    (
      "/api/v2/recording/storage/targets", "retentionPeriodDays", 7 as JSON, "StorageTarget/archive"
    ),
    ("/api/v2/recording/policies", "enabled", false, "RecordingPolicy/voice"),
    ("/api/v2/webhooks", "targetUrl", "https://elsewhere.example.com", "Webhook/hook"),
  ])
  func `one field changed behind its back is exactly that leaf of drift`(
    collection: String, field: String, value: JSON, address: String
  ) async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let written = project.writes
    let id = try #require(project.id(of: address))
    try project.sandbox.mutate([
      "op": "patch", "collection": .string(collection), "id": .string(id),
      "value": .object([field: value]),
    ])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    #expect(drift.json["format"] == "gcsync.drift/1")
    let changes = drift.json["changes"]?.array ?? []
    #expect(changes.map { $0["address"] } == [.string(address)])
    #expect(changes.first?["direction"] == "org")
    #expect(changes.first?["fields"]?.array?.map { $0["path"] } == [.string("/spec/\(field)")])
    #expect(changes.first?["fields"]?.array?.first?["before"] == value)
    #expect(project.writes == written)
    #expect(await project.run("drift", "--exit-zero").code == .done)
    try await project.end()
  }

  @Test func `no secret is in any output, file or answer`() async throws {
    let project = try await TestProject()
    var texts: [String] = []
    for words in [["plan"], ["render"], ["validate"], ["apply", "--yes", "--verbose"], ["drift"]] {
      for format in ["text", "json", "markdown"] {
        let outcome = await project.run(words: words + ["--output", format])
        texts += [outcome.out, outcome.err]
      }
    }
    texts += [await project.run("apply", "--yes", "--log-format", "json", "-v").err]
    texts.append(project.stateText)
    for secret in ["canary-client-9f2c", "canary-key-71ab", "canary-hook-", "AKIACANARY"] {
      #expect(!texts.contains { $0.contains(secret) }, "\(secret) leaked")
    }
    #expect(project.stateText.contains("fingerprint"))
    try await project.end()
  }

  @Test func `references and secrets reach the server whole`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let target = try #require(project.id(of: "StorageTarget/archive"))
    let policy = try #require(project.id(of: "RecordingPolicy/voice"))
    let stored = project.sandbox.stored("/api/v2/recording/policies", policy)
    #expect(stored?["storageTargetId"] == .string(target))
    let bucket = project.sandbox.stored("/api/v2/recording/storage/targets", target)
    #expect(bucket?["configuration"]?["secretAccessKey"] == "canary-key-71ab")
    try await project.end()
  }

  @Test func `of many warnings alike some are shown and the others counted; validate shows all`()
    async throws
  {
    let hooks = (0..<20).map { number in
      """
      apiVersion: gcsync/v1
      kind: Webhook
      metadata: {name: hook-\(number)}
      spec: {targetUrl: "https://example.com/", events: [x]}

      """
    }
    let project = try await TestProject(hooks.joined(separator: "---\n"))
    func shown(_ words: String...) async -> Int {
      await project.run(words: words).err.components(separatedBy: "warning[").count - 1
    }
    let plan = await project.run("plan")
    #expect(plan.err.contains("and 15 more [unauthenticated-webhook]"))
    #expect(await shown("plan") == 5)
    #expect(await shown("validate") == 20)
    #expect(await shown("plan", "--verbose") == 20)
    try await project.end()
  }
}
