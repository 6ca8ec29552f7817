import HTTP
import JSON
import Telemetry
import TestSupport
import Testing
import World

@Suite struct OTLPTests {
  private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"

  private func settings(_ variables: [String: String]) -> OTLPSettings? {
    OTLPSettings { variables[$0] }
  }

  /// Sends a run to a collector that answers as given, and returns what it got.
  private func sent(
    _ run: SampleRun, _ variables: [String: String] = [:], status: Int = 200
  ) async throws -> (requests: [HTTPRequest], problems: [String]) {
    let named = try #require(
      settings([Self.endpoint: "http://collector:4318"].merging(variables) { $1 }))
    let transport = ScriptedTransport { _, _ in .status(status) }
    let exporter = OTLPExporter(
      named, through: transport, version: "1.2.3", random: run.clock.world.random)
    let problems = await exporter.send(run.recorder, at: run.clock.world.now())
    return (transport.requests, problems)
  }

  @Test(
    arguments: [
      ([:], nil, nil),
      ([endpoint: "http://c:4318"], "http://c:4318/v1/traces", "http://c:4318/v1/metrics"),
      ([endpoint: "http://c/x/"], "http://c/x/v1/traces", "http://c/x/v1/metrics"),
      (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://t/own"], "http://t/own", nil),
      ([endpoint: "http://c", "OTEL_METRICS_EXPORTER": "none"], "http://c/v1/traces", nil),
      ([endpoint: "http://c", "OTEL_SDK_DISABLED": "true"], nil, nil), ([endpoint: ""], nil, nil),
    ] as [([String: String], String?, String?)])
  func `only the environment says where something goes`(
    variables: [String: String], traces: String?, metrics: String?
  ) {
    let settings = settings(variables)
    #expect(settings?.traces?.url.text == traces)
    #expect(settings?.metrics?.url.text == metrics)
  }

  @Test func `headers are percent-decoded, and none can begin another line`() {
    let settings = settings([
      Self.endpoint: "http://c",
      "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%20b, x = y ,bad=%0D%0AEvil:1",
    ])
    #expect(settings?.traces?.headers.map(\.value) == ["a b", "y"])
  }

  @Test func `a place that is no URL is a problem and not the end of the run`() async throws {
    let result = try await sent(SampleRun(), [Self.endpoint: "collector"])
    #expect(result.requests.isEmpty)
    #expect(result.problems.first == "OTEL_EXPORTER_OTLP_ENDPOINT is no URL")
  }

  @Test func `a collector that refuses is named, and nothing it says is repeated`() async throws {
    let result = try await sent(SampleRun(), status: 503)
    #expect(
      result.problems == ["traces", "metrics"].map { "\($0): collector:4318 answered 503" })
  }

  @Test func `OpenTelemetry's own messages take the trace, each span in its place`()
    async throws
  {
    let run = SampleRun()
    run.request("/api/v2/webhooks")
    run.request("/api/v2/webhooks", status: 503, attempt: 2)
    run.clock.advance(by: .seconds(1))
    run.recorder.take(.phaseEnded(phase: "reading", duration: .seconds(3)))
    run.request("/api/v2/audits/query", status: 403)
    run.recorder.end(exitCode: 2, isSuccess: true)
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    let result = try await sent(run, ["TRACEPARENT": parent, "OTEL_SERVICE_NAME": "nightly"])
    let body = String(decoding: result.requests[0].body, as: UTF8.self)
    guard let rows = try await readByPeer("traces", body) else { return }
    #expect(rows[0]["resource"]?["service.name"] == "nightly")
    let spans = rows.dropFirst()
    #expect(spans.allSatisfy { $0["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736" })
    let root = try #require(spans.first)
    #expect(root["name"] == "gcsync drift")
    #expect(root["parent"] == "00f067aa0ba902b7")
    let phase = try #require(spans.first { $0["name"] == "reading" })
    let requests = spans.filter { $0["kind"] == 3 }
    #expect(requests.map { $0["parent"] } == [phase["id"], phase["id"], root["id"]])
    #expect(requests.map { $0["status"] } == [0, 2, 2])
    #expect(requests.allSatisfy { $0["milliseconds"] == 250 })
    #expect(requests[1]["attributes"]?["http.request.resend_count"] == 1)
    #expect(requests[1]["attributes"]?["url.template"] == "/api/v2/webhooks")
  }

  @Test func `OpenTelemetry's own messages take the metrics`() async throws {
    let run = SampleRun()
    run.request("/api/v2/webhooks")
    run.recorder.end(exitCode: 0, isSuccess: true)
    let result = try await sent(run)
    let body = String(decoding: result.requests[1].body, as: UTF8.self)
    guard let rows = try await readByPeer("metrics", body) else { return }
    let requests = try #require(rows.first { $0["name"] == "gcsync.requests" })
    #expect(requests["kind"] == "sum")
    #expect(requests["labels"]?["endpoint"] == "/api/v2/webhooks")
    #expect(requests["value"]?.number?.double == 1)
    #expect(rows.contains { $0["name"] == "gcsync.last_success_timestamp" && $0["unit"] == "s" })
  }

  @Test func `whoever began the trace and wants none gets none`() async throws {
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"
    let result = try await sent(SampleRun(), ["TRACEPARENT": parent])
    #expect(result.requests.map(\.url.path) == ["/v1/metrics"])
  }

  @Test(arguments: [
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
    ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", true),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false),
    ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
    ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
    ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false), ("", false), ("00", false),
  ])
  func `a parent is what W3C says it is`(text: String, isOne: Bool) {
    #expect((TraceParent(text) != nil) == isOne)
  }

  @Test func `spans beyond what is kept are counted`() {
    let run = SampleRun()
    for _ in 0..<2001 { run.request("/a", after: .zero) }
    let (spans, dropped) = run.recorder.takeSpans()
    #expect(spans.count == 2000 && dropped == 1)
    #expect(run.recorder.takeSpans().spans.isEmpty)
  }
}
