import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

@Suite struct AcceptTests {
  private static let manifests = """
    # What we keep, and for how long.
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata: {name: archive}
    spec:
      type: aws-s3
      configuration:
        bucket: recordings
        region: us-east-1
        accessKeyId: {secretRef: env:RECORDING_ID}
        secretAccessKey: {secretRef: env:RECORDING_KEY}
        serverSideEncryption: AES256   # the bucket's own
      retentionPeriodDays: ${retention}   # years of it
    ---
    apiVersion: gcsync/v1
    kind: RecordingPolicy
    metadata: {name: voice}
    spec:
      storageTargetId: {ref: {kind: StorageTarget, name: archive}}

      retentionPeriodDays: 30   # legal says so
      recordingTypes:
        - voice   # always
        # chats are rare
        - chat
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: hook}
    spec: {targetUrl: "https://example.com/in", events: [b.updated, a.updated]}

    """

  private func applied() async throws -> TestProject {
    let project = try await TestProject(Self.manifests)
    #expect(await project.run("apply", "--yes").code == .done)
    return project
  }

  private func text(_ project: TestProject) throws -> String {
    try project.text(of: "manifests/all.yaml")
  }

  @Test func `a value that moved in the org stands in its leaf, and nothing else has changed`()
    async throws
  {
    let project = try await applied()
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    try project.changeBehindItsBack("StorageTarget/archive", "retentionPeriodDays", 400)
    try project.changeBehindItsBack("Webhook/hook", "enabled", false)
    let accept = await project.run("drift", "--accept")
    #expect(accept.code == .done, "\(accept.err)")
    let expected = Self.manifests.replacingOccurrences(of: "Days: 30 ", with: "Days: 45 ")
      .replacingOccurrences(of: "${retention}", with: "400")
      .replacingOccurrences(of: "a.updated]}", with: "a.updated], enabled: false}")
    #expect(try text(project) == expected)
    #expect(await project.run("drift").code == .done)
    #expect(await project.run("plan").code == .done)
    try await project.end()
  }

  @Test func `elements of a list without order come and go, and the others keep their comments`()
    async throws
  {
    let project = try await applied()
    try project.changeBehindItsBack("RecordingPolicy/voice", "recordingTypes", ["email", "voice"])
    #expect(await project.run("drift", "--accept").code == .done)
    #expect(
      try text(project).contains("  recordingTypes:\n    - voice   # always\n    - email\n---"))
    #expect(await project.run("plan").code == .done)
    try await project.end()
  }

  @Test func `a value goes into the overlay that names it, and a new one into the overlay, too`()
    async throws
  {
    let project = try await TestProject(Self.manifests)
    try project.configure(overlays: "envs/dev")
    let overlay = """
      # dev keeps less
      apiVersion: gcsync/v1
      kind: RecordingPolicy
      metadata: {name: voice}
      spec:
        retentionPeriodDays: 7 # a week

      """
    try FileManager.default.createDirectory(
      atPath: project.path("envs/dev"), withIntermediateDirectories: true)
    try project.write(overlay, to: "envs/dev/voice.yaml")
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 8)
    try project.changeBehindItsBack("RecordingPolicy/voice", "enabled", false)
    #expect(await project.run("drift", "--accept").code == .done)
    #expect(try text(project) == Self.manifests)
    #expect(
      try project.text(of: "envs/dev/voice.yaml")
        == overlay.replacingOccurrences(of: "7 #", with: "8 #") + "  enabled: false\n")
    #expect(await project.run("plan").code == .done)
    try await project.end()
  }

  @Test func `what moved in Git, or on both sides, stays as Git has it`() async throws {
    let project = try await applied()
    try project.edit("Days: 30", "Days: 31")
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    try project.edit("example.com/in", "example.com/other")
    try project.changeBehindItsBack("Webhook/hook", "enabled", false)
    let before = try text(project)
    let drift = await project.run("drift", "--output", "json")
    let hook = drift.json["changes"]?.array?.first { $0["address"] == "Webhook/hook" }
    #expect(hook?["direction"] == "both")
    #expect(
      (hook?["fields"]?.array ?? []).map { [$0["path"], $0["direction"]] }
        == [["/spec/targetUrl", "git"], ["/spec/enabled", "org"]])
    #expect(await project.run("drift").out.contains("enabled: false → true  [changed in the org]"))
    let accept = await project.run("drift", "--accept")
    #expect(accept.code == .changes)
    #expect(
      try text(project)
        == before.replacingOccurrences(of: "a.updated]}", with: "a.updated], enabled: false}"))
    try await project.end()
  }

  @Test func `a reference that moved is written by name`() async throws {
    let project = try await TestProject(
      Self.manifests + "---\n"
        + Self.manifests.split(separator: "---")[0]
        .replacingOccurrences(of: "archive", with: "second"))
    #expect(await project.run("apply", "--yes").code == .done)
    let id = try #require(project.id(of: "StorageTarget/second"))
    try project.changeBehindItsBack("RecordingPolicy/voice", "storageTargetId", .string(id))
    #expect(await project.run("drift", "--accept").code == .done)
    #expect(
      try text(project).contains("storageTargetId: {ref: {kind: StorageTarget, name: second}}\n"))
    try await project.end()
  }

  @Test func `a value that the manifests may not have is refused, and no file is touched`()
    async throws
  {
    let project = try await applied()
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "not a URL")
    let accept = await project.run("drift", "--accept")
    #expect(accept.code == .invalid)
    #expect(try text(project) == Self.manifests)
    try await project.end()
  }

  @Test func `the patch tells what was written`() async throws {
    let project = try await applied()
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    let accept = await project.run("drift", "--accept", "--output", "json-patch")
    #expect(
      accept.json == [
        [
          "op": "replace", "path": "/RecordingPolicy~1voice/spec/retentionPeriodDays", "value": 45,
        ]
      ])
    try await project.end()
  }

  @Test func `an agreed difference and one outside the scope are not taken over`() async throws {
    let project = try await applied()
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: DriftBaseline
      spec:
        entries:
          - {address: Webhook/hook, path: /spec/enabled, reason: a test, expires: 2999-01-01}
      """, to: "manifests/baseline.yaml")
    try project.changeBehindItsBack("Webhook/hook", "enabled", false)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    #expect(await project.run("drift", "--accept", "--kind", "Webhook").code == .done)
    #expect(try text(project) == Self.manifests)
    try await project.end()
  }
}
