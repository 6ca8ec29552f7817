import CommandLine
import JSON
import Testing
import World

/// A plan tells of each field why it is to be so, and of a change what it comes to.
@Suite struct CauseTests {
  private static let file = "manifests/all.yaml"

  /// The causes of a field, each as `by text file:line`.
  private func why(_ document: JSON, _ address: String, _ path: String) -> [String]? {
    let change = document["changes"]?.array?.first { $0["address"]?.string == address }
    let field = change?["fields"]?.array?.first { $0["path"]?.string == path }
    return field?["why"]?.array?.map { cause in
      let source = cause["source"].map {
        let file = $0["file"]?.string?.split(separator: "/gcsync-test-").last ?? ""
        return
          " \(file.split(separator: "/").dropFirst().joined(separator: "/")):\($0["line"]?.int ?? 0)"
      }
      return "\(cause["by"]?.string ?? "") \(cause["text"]?.string ?? "")\(source ?? "")"
    }
  }

  private func project() async throws -> TestProject {
    let project = try await TestProject()
    try Files.createDirectory(project.path("envs/dev"))
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: RecordingPolicy
      metadata: {name: voice}
      spec:
        retentionPeriodDays: 20
        description: laid over
      """, to: "envs/dev/voice.yaml")
    try project.configure(overlays: "envs/dev")
    return project
  }

  @Test func `manifest, overlay, variable, reference, secret, name and default are told apart`()
    async throws
  {
    let project = try await project()
    let plan = await project.run("plan", "--output", "json").json
    let file = Self.file
    let policy = "RecordingPolicy/voice"
    #expect(
      why(plan, policy, "/spec/retentionPeriodDays") == [
        "overlay overlay envs/dev/voice.yaml:5",
        "manifest instead of what the manifest says \(file):20",
      ])
    #expect(why(plan, policy, "/spec/description") == ["overlay overlay envs/dev/voice.yaml:6"])
    #expect(why(plan, policy, "/spec/recordingTypes") == ["manifest manifest \(file):18"])
    #expect(
      why(plan, policy, "/spec/storageTargetId") == [
        "manifest manifest \(file):19", "reference ref to StorageTarget/archive \(file):1",
      ])
    #expect(why(plan, policy, "/spec/enabled") == ["default default of the schema"])
    #expect(why(plan, policy, "/spec/name") == ["name metadata.name \(file):16"])
    #expect(
      why(plan, "StorageTarget/archive", "/spec/retentionPeriodDays") == [
        "manifest manifest \(file):12", "variable variable retention gcsync.yaml:8",
      ])
    #expect(
      why(plan, "StorageTarget/archive", "/spec/configuration/secretAccessKey") == [
        "manifest manifest \(file):10", "secret secret of env:RECORDING_KEY \(file):10",
      ])
    let text = await project.run("plan").out
    let folder = project.folder
    #expect(text.contains("retentionPeriodDays: 20  (overlay \(folder)/envs/dev/voice.yaml:5)\n"))
    #expect(
      text.contains("retentionPeriodDays: 365  (variable retention \(folder)/gcsync.yaml:8)\n"))
    #expect(text.contains("enabled: true\n"))
    try await project.end()
  }

  @Test func `what was changed in Git and in the org says both`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 9)
    let overlay = try project.text(of: "envs/dev/voice.yaml")
    try project.write(overlay.replacing("20", with: "21"), to: "envs/dev/voice.yaml")
    let plan = await project.run("plan", "--output", "json").json
    #expect(
      why(plan, "RecordingPolicy/voice", "/spec/retentionPeriodDays")?.last
        == "org was changed in the org, too")
    try await project.end()
  }

  @Test func `a field that an overlay takes out names the overlay's line`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: RecordingPolicy
      metadata: {name: voice}
      spec:
        retentionPeriodDays: 20
        description: null
      """, to: "envs/dev/voice.yaml")
    let plan = await project.run("plan", "--output", "json").json
    #expect(
      why(plan, "RecordingPolicy/voice", "/spec/description") == [
        "overlay taken out by the overlay envs/dev/voice.yaml:6", "default default of the schema",
      ])
    let text = await project.run("plan").out
    #expect(text.contains("(taken out by the overlay \(project.folder)/envs/dev/voice.yaml:6, "))
    let why = await project.run("why", "RecordingPolicy/voice.description")
    let place = "\(project.folder)/envs/dev/voice.yaml:6"
    #expect(why.out.contains("/spec/description = null\n      \(place)"))
    let origins = await project.run("render", "--explain", "RecordingPolicy/voice/spec/description")
    #expect(origins.out.contains("= null\n    from \(place)"))
    try await project.end()
  }

  @Test func `variables of one text are told in its order`() async throws {
    let project = try await TestProject()
    try project.edit("targetUrl: https://example.com/in", "targetUrl: https://${b}.${a}.${b}.test/")
    try project.configure(variables: "retention: 365, a: one, b: two")
    let plan = await project.run("plan", "--output", "json").json
    let causes = why(plan, "Webhook/hook", "/spec/targetUrl")?.map { $0.prefix { $0 != ":" } }
    let places = causes?.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    #expect(
      places == [
        "manifest manifest manifests/all.yaml", "variable variable b", "variable variable a",
        "variable variable b",
      ])
    try await project.end()
  }

  @Test func `a difference that is agreed to says so first`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 9)
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: DriftBaseline
      spec:
        entries:
          - {address: RecordingPolicy/voice, path: /spec/retentionPeriodDays, value: 9,
             reason: a trial, expires: 2099-01-01}
      """, to: "agreed.yaml")
    let drift = await project.run(
      "drift", "--baseline", project.path("agreed.yaml"), "--output", "json")
    #expect(
      why(drift.json, "RecordingPolicy/voice", "/spec/retentionPeriodDays") == [
        "baseline stays as the org has it until the end of 2099-01-01 UTC, as agreed (a trial); "
          + "then it is as Git says agreed.yaml:5",
        "overlay overlay envs/dev/voice.yaml:5",
        "manifest instead of what the manifest says \(Self.file):20",
        "org was changed in the org",
      ])
    try await project.end()
  }

  @Test func `what was changed in the org, and what a baseline no longer agrees to, is told`()
    async throws
  {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 9)
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: DriftBaseline
      spec:
        entries:
          - {address: RecordingPolicy/voice, path: /spec/retentionPeriodDays, value: 7,
             reason: agreed, expires: 2099-01-01}
      """, to: "manifests/baseline.yaml")
    let plan = await project.run("plan", "--output", "json", "--now", "2026-11-29T12:00:00Z").json
    #expect(
      why(plan, "RecordingPolicy/voice", "/spec/retentionPeriodDays")?.suffix(2) == [
        "org put back, as it was changed in the org",
        "baseline differs from what the baseline agrees to manifests/baseline.yaml:5",
      ])
    #expect(
      plan["changes"]?.array?.first?["means"] == [
        "recordings become deletable after 20 days instead of 9"
      ])
    let drift = await project.run("drift").out
    #expect(drift.contains("[changed in the org]") && !drift.contains("put back"))
    #expect(drift.contains("(overlay \(project.folder)/envs/dev/voice.yaml:5, differs from what"))
    try await project.end()
  }

  @Test func `a saved plan keeps both, and one without them loads as before`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("targetUrl: https://example.com/in", "targetUrl: https://evil.example/in")
    let plan = project.path("a.gcplan")
    let first = await project.run("plan", "--out", plan, "--output", "json").json
    let shown = await project.run("show", plan, "--output", "json").json
    #expect(shown["changes"] == first["changes"])
    #expect(
      shown["changes"]?.array?.first?["means"]
        == ["calls go to another host: evil.example instead of example.com"])
    var document = try JSON.parse(project.text(of: "a.gcplan"))
    document["envelope"]?["why"] = nil
    document["envelope"]?["means"] = nil
    try project.write(document.text, to: "old.gcplan")
    let old = await project.run("show", project.path("old.gcplan"), "--output", "json")
    #expect(old.code == .done && old.json["planId"] == first["planId"])
    #expect(old.json["changes"]?.array?.first?["means"] == nil)
    #expect(await project.run("apply", plan).code == .done)
    try await project.end()
  }
}
