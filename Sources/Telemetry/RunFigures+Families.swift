internal import World

extension RunFigures {
  private typealias Sample = MetricFamily.Sample

  /// The labels that every series of the run has.
  package var labels: [(name: String, value: String)] {
    [("command", command), ("environment", environment ?? "")]
  }

  /// The run as metrics.
  package func families(version: String) -> [MetricFamily] {
    requestFamilies + objectFamilies + runFamilies
      + [
        MetricFamily(
          "gcsync_build_info", .gauge, "The version of gcsync, as a label.",
          [Sample(1, [("version", version)])])
      ]
  }

  private var requestFamilies: [MetricFamily] {
    let sorted = requests.sorted { $0.key < $1.key }
    func labels(_ endpoint: Endpoint) -> [(name: String, value: String)] {
      [
        ("method", endpoint.method), ("endpoint", endpoint.template),
        ("status", endpoint.outcome),
      ]
    }
    return [
      MetricFamily(
        "gcsync_requests_total", .counter, "Requests, each attempt counted.",
        sorted.map { Sample(Double($0.value.count), labels($0.key)) }),
      MetricFamily(
        "gcsync_request_seconds_total", .counter, "What requests took, in seconds.", unit: "s",
        sorted.map { Sample($0.value.seconds, labels($0.key)) }),
      MetricFamily(
        "gcsync_retries_total", .counter, "Requests that were sent again.",
        [Sample(Double(retries))]),
      MetricFamily(
        "gcsync_rate_limit_wait_seconds_total", .counter,
        "How long services asked to wait because of their limits.", unit: "s",
        [Sample(limitedSeconds)]),
      MetricFamily(
        "gcsync_warnings_total", .counter, "Events of the levels warning and error, by name.",
        events.sorted { $0.key < $1.key }.map { Sample(Double($0.value), [("event", $0.key)]) }),
    ]
  }

  private var objectFamilies: [MetricFamily] {
    func samples(_ groups: [Group: Int]?, _ label: String) -> [Sample] {
      (groups ?? [:]).sorted { $0.key < $1.key }.map { group, count in
        Sample(Double(count), [("kind", group.kind), (label, group.state)])
      }
    }
    return [
      MetricFamily(
        "gcsync_operations_total", .counter, "What was done to objects, or not done.",
        operations.sorted { $0.key < $1.key }.map { work, count in
          Sample(
            Double(count),
            [("kind", work.kind), ("action", work.action), ("outcome", work.outcome)])
        }),
      MetricFamily(
        "gcsync_objects", .gauge, "Objects by kind, and what was planned for them.",
        samples(objects, "state")),
      MetricFamily(
        "gcsync_drift_objects", .gauge, "Objects that differ, by kind and by who moved.",
        samples(drift, "direction")),
    ]
  }

  private var runFamilies: [MetricFamily] {
    func time(_ timestamp: Timestamp?) -> [Sample] {
      timestamp.map { [Sample(Double($0.milliseconds) / 1000)] } ?? []
    }
    let duration = ended.map { $0.duration(since: began) }
    return [
      MetricFamily(
        "gcsync_last_run_timestamp_seconds", .gauge, "When the last run ended.", unit: "s",
        time(ended)),
      MetricFamily(
        Self.successName, .gauge, "When the last run that did what it should ended.", unit: "s",
        time(lastSuccess)),
      MetricFamily(
        "gcsync_run_duration_seconds", .gauge, "How long the last run took.", unit: "s",
        duration.map { [Sample($0.milliseconds / 1000)] } ?? []),
      MetricFamily(
        "gcsync_exit_code", .gauge, "The exit code of the last run.",
        exitCode.map { [Sample(Double($0))] } ?? []),
    ]
  }

  private static let successName = "gcsync_last_success_timestamp_seconds"

  /// Reads when the last run succeeded from what an earlier one wrote, so that a failure does not take
  /// it away.
  package mutating func takeLastSuccess(from text: String) {
    guard lastSuccess == nil else { return }
    let line = text.split(separator: "\n").first { $0.hasPrefix(Self.successName) }
    guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }),
      value.isFinite, abs(value) < 1e12
    else { return }
    lastSuccess = Timestamp(milliseconds: Int64(value * 1000))
  }
}
