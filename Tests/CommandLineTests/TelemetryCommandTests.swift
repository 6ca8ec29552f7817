import CommandLine
import JSON
import Sandbox
import Testing
import World

@Suite(.timeLimit(.minutes(20))) struct TelemetryCommandTests {
  @Test(arguments: [["plan"], ["drift"], ["apply", "--yes"]])
  func `a file of metrics tells of the run and holds no secret`(words: [String]) async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let file = project.path("gcsync.prom")
    let outcome = await project.run(words: words + ["--metrics", file])
    #expect(outcome.code == .done)
    let text = String(decoding: try Files.read(file), as: UTF8.self)
    let labels = "command=\"\(words[0])\",environment=\"dev\""
    #expect(text.contains("gcsync_exit_code{\(labels)} 0\n"))
    #expect(text.contains("endpoint=\"/api/v2/webhooks\",status=\"200\""))
    #expect(text.contains("gcsync_objects{\(labels),kind=\"Webhook\",state=\"unchanged\"} 1\n"))
    let isDrift = words == ["drift"]
    #expect(
      text.contains("gcsync_drift_objects{\(labels),kind=\"Webhook\",direction=\"org\"} 0\n")
        == isDrift)
    for secret in TestProject.secrets.values where secret != "sandbox" {
      #expect(!text.contains(secret))
    }
    try await project.end()
  }

  @Test func `an apply counts what it did by kind`() async throws {
    let project = try await TestProject()
    let file = project.path("gcsync.prom")
    _ = await project.run("apply", "--yes", "--metrics", file)
    let text = String(decoding: try Files.read(file), as: UTF8.self)
    #expect(text.contains("kind=\"Webhook\",action=\"create\",outcome=\"done\"} 1\n"))
    try await project.end()
  }

  @Test func `a run that fails keeps when one succeeded, and says how it ended`() async throws {
    let project = try await TestProject()
    let file = project.path("gcsync.prom")
    _ = await project.run("plan", "--metrics", file)
    let success = try last(file, "gcsync_last_success_timestamp_seconds")
    try project.write("kind: Nothing", to: "manifests/all.yaml")
    #expect(await project.run("plan", "--metrics", file).code == .invalid)
    #expect(try last(file, "gcsync_last_success_timestamp_seconds") == success)
    #expect(try last(file, "gcsync_exit_code") == "4")
    try await project.end()
  }

  @Test func `a file that cannot be written is a warning and not the end`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let outcome = await project.run("plan", "--metrics", project.path("none/gcsync.prom"))
    #expect(outcome.code == .done)
    #expect(outcome.err.contains("telemetry_failed"))
    try await project.end()
  }

  @Test func `a collector gets the trace and the metrics where the environment names one`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await TestProject()
    let base = receiver.url
    let outcome = await project.run(
      "plan", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": base])
    #expect(outcome.code == .changes)
    #expect(receiver.documents.count == 2)
    let spans = receiver.documents[0]["resourceSpans"]?.array?.first?["scopeSpans"]?.array?.first?[
      "spans"]?.array
    #expect(spans?.contains { $0["name"] == "reading the org and its buckets" } == true)
    #expect(spans?.contains { $0["name"] == "GET /api/v2/webhooks" } == true)
    for request in receiver.requests {
      let body = String(decoding: request.body, as: UTF8.self)
      #expect(!body.contains("pageSize"))
      for secret in TestProject.secrets.values where secret != "sandbox" {
        #expect(!body.contains(secret))
      }
    }
    try await project.end()
  }

  @Test func `a collector that is not there is a warning, and nothing goes out without one`()
    async throws
  {
    let project = try await TestProject()
    let outcome = await project.run(
      "plan", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"])
    #expect(outcome.code == .changes)
    #expect(outcome.err.contains("telemetry_failed"))
    #expect(!(await project.run("plan")).err.contains("telemetry_failed"))
    try await project.end()
  }

  private func last(_ file: String, _ name: String) throws -> String? {
    String(decoding: try Files.read(file), as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix(name + "{") }?.split(separator: " ").last.map(String.init)
  }
}
