import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

/// `gcsync why`, which tells all about one object.
@Suite struct WhyTests {
  private static let rules = """
    apiVersion: gcsync/v1
    kind: Rule
    metadata: {name: hooks-at-home}
    spec:
      level: warn
      message: webhooks may only go to our own hosts
      match:
        required: [kind]
        properties: {kind: {const: Webhook}}
    """

  private static let baseline = """
    apiVersion: gcsync/v1
    kind: DriftBaseline
    metadata: {name: incident}
    spec:
      entries:
        - {address: Webhook/hook, path: /spec/description, reason: an incident, expires: 2099-01-31}
    """

  private static func project() async throws -> TestProject {
    let project = try await TestProject()
    for folder in ["envs/dev", "rules"] {
      try FileManager.default.createDirectory(
        atPath: project.path(folder), withIntermediateDirectories: true)
    }
    try project.configure(overlays: "envs/dev", "policies: [\"rules/*.yaml\"]")
    try project.write(rules, to: "rules/hooks.yaml")
    try project.write(baseline, to: "manifests/baseline.yaml")
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: Webhook
      metadata: {name: hook}
      spec: {targetUrl: "https://example.com/dev"}
      """, to: "envs/dev/hook.yaml")
    return project
  }

  @Test func `it tells where a value comes from, and what it has replaced`() async throws {
    let project = try await Self.project()
    let why = await project.run("why", "Webhook/hook.targetUrl", "--output", "json")
    #expect(why.code == .done, "\(why.err)")
    let fields = why.json["fields"]?.array ?? []
    #expect(fields.count == 1)
    #expect(fields.first?["value"] == "https://example.com/dev")
    #expect(fields.first?["source"]?.string?.hasSuffix("envs/dev/hook.yaml:4:19") == true)
    #expect(
      fields.first?["steps"]?.array?.first?["replaces"]?.string?.contains("all.yaml:") == true)
    let text = await project.run("why", "StorageTarget/archive").out
    #expect(text.contains("variable retention, declared at "))
    #expect(!text.contains("canary"))
    try await project.end()
  }

  @Test func `it tells what refers to what, rules, agreements and the last run`() async throws {
    let project = try await Self.project()
    let before = await project.run("why", "StorageTarget/archive", "--output", "json").json
    #expect(before["applied"]?.array?.isEmpty == true)
    #expect(before["deletionPolicy"] == "forbid")
    #expect(
      before["referredToBy"]?.array?.map { $0["address"] } == ["RecordingPolicy/voice"])
    _ = await project.run("apply", "--yes", environment: ["GITHUB_SHA": "0123456789abcdef"])
    let policy = await project.run("why", "RecordingPolicy/voice", "--output", "json").json
    #expect(policy["refersTo"]?.array?.first?["path"] == "/spec/storageTargetId")
    #expect(policy["applied"]?.array?.first?["actor"] == "tester")
    #expect(policy["applied"]?.array?.first?["commit"] == "0123456789abcdef")
    let hook = await project.run("why", "Webhook/hook")
    #expect(hook.out.contains("hooks-at-home (warn): webhooks may only go to our own hosts"))
    #expect(hook.out.contains("/spec/description until "))
    #expect(hook.out.contains(" by tester in r-"))
    try await project.end()
  }

  @Test func `with --live it tells whether the org has it so, and asks nothing without`()
    async throws
  {
    let project = try await Self.project()
    _ = await project.run("why", "Webhook/hook")
    #expect(project.sandbox.counts.isEmpty)
    func state() async -> JSON? {
      await project.run("why", "Webhook/hook", "--live", "--output", "json").json["live"]?["state"]
    }
    #expect(await state() == "missing")
    _ = await project.run("apply", "--yes")
    #expect(await state() == "in-sync")
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "https://elsewhere.example.com")
    #expect(await state() == "differs")
    let text = await project.run("why", "Webhook/hook", "--live").out
    #expect(text.contains("\"https://elsewhere.example.com\" → \"https://example.com/dev\""))
    let markdown = await project.run("why", "Webhook/hook", "--output", "markdown").out
    #expect(markdown.hasPrefix("```"))
    try await project.end()
  }

  @Test func `what it prints for machines is what its schema says`() async throws {
    let project = try await Self.project()
    _ = await project.run("apply", "--yes")
    let schemas = try OutputSchemas()
    for address in ["Webhook/hook", "StorageTarget/archive", "RecordingPolicy/voice"] {
      let why = await project.run("why", address, "--live", "--output", "json")
      #expect(try schemas.violations(why.json).isEmpty)
    }
    try await project.end()
  }

  @Test func `an object that was applied and is declared no more is still known`() async throws {
    let project = try await Self.project()
    _ = await project.run("apply", "--yes")
    try project.edit("metadata: {name: hook}", "metadata: {name: other}")
    try FileManager.default.removeItem(atPath: project.path("envs/dev/hook.yaml"))
    let why = await project.run("why", "Webhook/hook")
    #expect(why.code == .done, "\(why.err)")
    #expect(why.out.contains("by no manifest"))
    #expect(why.out.contains(" in r-"))
    try await project.end()
  }
}
