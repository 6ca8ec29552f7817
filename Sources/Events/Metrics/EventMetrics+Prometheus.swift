internal import Server

extension EventMetrics.Snapshot {
  /// The counts in the text format of Prometheus.
  package var prometheusText: String {
    var text = PrometheusText()
    for counter in EventMetrics.Counter.allCases {
      let name = "gcsync_events_\(counter.rawValue)_total"
      text.describe(name, "counter", counter.help)
      text.add(name, counts[counter] ?? 0)
    }
    let buried = "gcsync_events_dead_lettered_total"
    text.describe(buried, "counter", "Messages put aside because they cannot be handled.")
    for (name, count) in deadLettered.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      text.add(buried, count, [("error", name.rawValue)])
    }
    text.describe("gcsync_events_in_flight", "gauge", "Messages in hand.")
    text.add("gcsync_events_in_flight", inFlight)
    let duration = "gcsync_events_duration_seconds"
    text.describe(duration, "histogram", "How long handling an event took, with its retries.")
    text.add(duration, durations)
    return text.text
  }
}

extension EventMetrics.Counter {
  fileprivate var help: String {
    switch self {
    case .received: "Messages taken from the queue."
    case .handled: "Events handled for the first time."
    case .duplicate: "Events that had been handled before."
    case .retried: "Attempts that failed and were made again."
    case .extended: "Messages whose time in hand was extended."
    case .deleted: "Messages deleted from the queue."
    case .handedBack: "Messages left to the queue for later."
    }
  }
}
