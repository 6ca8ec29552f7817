extension EventMetrics.Snapshot {
  /// The counts in the text format of Prometheus.
  package var prometheusText: String {
    var lines: [String] = []
    func describe(_ name: String, _ type: String, _ help: String) {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    }
    for counter in EventMetrics.Counter.allCases {
      let name = "gcsync_events_\(counter.rawValue)_total"
      describe(name, "counter", counter.help)
      lines.append("\(name) \(counts[counter] ?? 0)")
    }
    let buried = "gcsync_events_dead_lettered_total"
    describe(buried, "counter", "Messages put aside because they cannot be handled.")
    for (name, count) in deadLettered.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      lines.append("\(buried){error=\"\(name.rawValue)\"} \(count)")
    }
    describe("gcsync_events_in_flight", "gauge", "Messages in hand.")
    lines.append("gcsync_events_in_flight \(inFlight)")
    let duration = "gcsync_events_duration_seconds"
    describe(duration, "histogram", "How long handling an event took, with its retries.")
    var sum = 0
    for (bound, count) in zip(EventMetrics.bounds.map { "\($0)" } + ["+Inf"], durations) {
      sum += count
      lines.append("\(duration)_bucket{le=\"\(bound)\"} \(sum)")
    }
    lines += ["\(duration)_sum \(seconds)", "\(duration)_count \(sum)"]
    return lines.joined(separator: "\n") + "\n"
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
