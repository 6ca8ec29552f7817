internal import JSON

extension RunSummary {
  /// How many operations succeeded, and their share.
  var succeeded: String {
    "\(plain("metrics", "success_count")) of \(plain("metrics", "total_operations"))"
      + " (\(plain("metrics", "success_rate_percent")) %), "
      + "\(plain("metrics", "failure_count")) failed, "
      + "\(plain("metrics", "skipped_count")) skipped"
  }

  /// How long operations took.
  var latency: String {
    "average \(plain("metrics", "average_latency_ms")) ms, "
      + "p95 \(plain("metrics", "p95_latency_ms")) ms"
  }

  /// How many requests each service was sent.
  var requests: String {
    let counts = (document["requests"]?.object ?? [:]).map { "\($0.key) \($0.value.text)" }
    return counts.isEmpty ? "none" : counts.joined(separator: ", ").withoutControls
  }
}
