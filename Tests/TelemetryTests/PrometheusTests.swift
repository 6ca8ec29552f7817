import JSON
import Telemetry
import TestSupport
import Testing
import World

@Suite struct PrometheusTests {
  private func text(_ run: SampleRun) -> String {
    let figures = run.recorder.figures
    return figures.families(version: "1.2.3").prometheusText(figures.labels)
  }

  private func series(_ rows: [JSON], _ name: String) -> [JSON] {
    rows.filter { $0["name"]?.string == name }
  }

  @Test func `Prometheus's own parser reads what was counted, whatever the labels hold`()
    async throws
  {
    let nasty = "prod \"x\" \\ \n}{,=é"
    let run = SampleRun(environment: nasty)
    run.request("/api/v2/webhooks/{id}")
    run.request("/api/v2/webhooks/{id}", status: 429)
    run.request("/api/v2/webhooks/{id}", status: nil, failure: "timeout")
    run.recorder.take(.rateLimitEncountered(status: 429, wait: .milliseconds(1500)))
    run.recorder.note { $0.drift = [RunFigures.Group(kind: "Webhook", state: "org"): 2] }
    run.recorder.end(exitCode: 2, isSuccess: true)
    guard let rows = try await readByPeer("prometheus", text(run)) else { return }
    #expect(rows.allSatisfy { $0["labels"]?["environment"]?.string == nasty })
    let statuses = series(rows, "gcsync_requests_total").compactMap { $0["labels"]?["status"] }
    #expect(statuses == ["200", "429", "timeout"])
    let values: KeyValuePairs<String, Double> = [
      "gcsync_rate_limit_wait_seconds_total": 1.5, "gcsync_exit_code": 2,
      "gcsync_drift_objects": 2, "gcsync_run_duration_seconds": 3,
      "gcsync_last_success_timestamp_seconds": 1_800_000_003, "gcsync_build_info": 1,
    ]
    for (name, value) in values {
      #expect(series(rows, name).first?["value"]?.number?.double == value, "\(name)")
    }
    #expect(series(rows, "gcsync_requests_total").first?["type"] == "counter")
  }

  @Test func `a failure keeps when a run succeeded last`() {
    let first = SampleRun()
    first.recorder.end(exitCode: 0, isSuccess: true)
    let former = text(first)
    let second = SampleRun()
    second.clock.advance(by: .seconds(3600))
    second.recorder.end(exitCode: 1, isSuccess: false)
    second.recorder.note { $0.takeLastSuccess(from: former) }
    let line = text(second).split(separator: "\n").first {
      $0.hasPrefix("gcsync_last_success_timestamp_seconds{")
    }
    #expect(line?.hasSuffix(" 1800000000") == true)
  }

  @Test(arguments: ["", "nonsense", "gcsync_last_success_timestamp_seconds{} NaN", "\0\0"])
  func `what is no file of metrics tells of no success`(former: String) {
    let run = SampleRun()
    run.recorder.note { $0.takeLastSuccess(from: former) }
    #expect(run.recorder.figures.lastSuccess == nil)
  }

  @Test func `nothing is said of drift that nobody looked for`() {
    #expect(!text(SampleRun()).contains("gcsync_drift_objects"))
  }
}
