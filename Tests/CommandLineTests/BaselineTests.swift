import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct BaselineTests {
  private func baseline(_ path: String, until day: String, value: String? = nil) -> String {
    """
    apiVersion: gcsync/v1
    kind: DriftBaseline
    spec:
      entries:
        - address: Webhook/hook
          path: \(path)
          \(value.map { "value: \($0)" } ?? "")
          reason: the receiver is being moved
          expires: \(day)
    """
  }

  private func drifted() async throws -> TestProject {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", "https://moved.example.com")
    return project
  }

  @Test(arguments: [
    ("/spec/targetUrl", "2999-01-01", nil, ExitCode.done),
    ("/spec/targetUrl", "2999-01-01", "https://moved.example.com", .done),
    ("/spec/targetUrl", "2999-01-01", "https://elsewhere.example.com", .changes),
    ("/spec/enabled", "2999-01-01", nil, .changes), ("/spec", "2999-01-01", nil, .done),
    ("/spec/targetUrl", "2020-01-01", nil, .changes),
  ])
  func `an agreed difference is listed and is no drift until its day`(
    path: String, day: String, value: String?, code: ExitCode
  ) async throws {
    let project = try await drifted()
    try project.write(baseline(path, until: day, value: value), to: "agreed.yaml")
    let drift = await project.run(
      "drift", "--baseline", project.path("agreed.yaml"), "--output", "json")
    #expect(drift.code == code)
    #expect(drift.json["changes"]?.array?.count == 1)
    let codes = (drift.json["findings"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(codes.contains("baselined") == (code == .done))
    #expect(drift.err.contains("[baseline-expired]") == (day < "2026"))
    try await project.end()
  }

  @Test func `one among the manifests counts, and is an error to validate once it is over`()
    async throws
  {
    let project = try await drifted()
    try project.write(
      baseline("/spec/targetUrl", until: "2026-11-30"), to: "manifests/baseline.yaml")
    #expect(await project.run("drift", "--now", "2026-11-30T23:59:59Z").code == .done)
    #expect(await project.run("validate", "--now", "2026-11-30T23:59:59Z").code == .done)
    let late = await project.run("drift", "--now", "2026-12-01T00:00:00Z")
    #expect(late.code == .changes)
    #expect(late.err.contains("warning[baseline-expired]"))
    #expect(late.err.contains("held until the end of 2026-11-30 UTC"))
    #expect(await project.run("validate", "--now", "2026-12-01T00:00:00Z").code == .invalid)
    try await project.end()
  }

  @Test func `a broken baseline is exit 4 with its place`() async throws {
    let project = try await TestProject()
    try project.write(baseline("enabled", until: "soon"), to: "agreed.yaml")
    let drift = await project.run("drift", "--baseline", project.path("agreed.yaml"))
    #expect(drift.code == .invalid)
    #expect(drift.err.contains("agreed.yaml:6:13"))
    try await project.end()
  }

  @Test func `plan and apply leave an agreed difference as it is, and write the rest around it`()
    async throws
  {
    let project = try await drifted()
    try project.write(
      baseline("/spec/targetUrl", until: "2999-01-01"), to: "manifests/baseline.yaml")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done)
    #expect(plan.json["findings"]?.array?.contains { $0["code"] == "baselined" } == true)
    try project.edit("[b.updated, a.updated]", "[b.updated]")
    let more = await project.run("plan", "--output", "json")
    let fields = more.json["changes"]?.array?.first?["fields"]?.array ?? []
    #expect(fields.map { $0["path"]?.string } == ["/spec/events"])
    #expect(await project.run("apply", "--yes").code == .done)
    let id = try #require(project.id(of: "Webhook/hook"))
    let live = try #require(project.sandbox.stored("/api/v2/webhooks", id))
    #expect(live["targetUrl"] == "https://moved.example.com")
    #expect(live["events"] == ["b.updated"])
    #expect(await project.run("plan").code == .done)
    try await project.end()
  }

  @Test(arguments: [
    ("2999-01-01", "the end of 2999-01-01 UTC"),
    ("2999-01-01T08:00:00+02:00", "2999-01-01T06:00:00Z"),
  ])
  func `up to when it holds is told as it was written`(day: String, words: String) async throws {
    let project = try await drifted()
    try project.write(baseline("/spec/targetUrl", until: day), to: "manifests/baseline.yaml")
    for command in [["drift"], ["plan"], ["why", "Webhook/hook"]] {
      let outcome = await project.run(words: command)
      #expect(outcome.out.contains("until \(words)"), "\(outcome.out)")
      #expect(!outcome.out.contains("2999-01-02"))
    }
    try await project.end()
  }
}
