package import JSON

/// What the accesses of a process come to, and the last five of them; it does not grow.
package struct AccessProfile: Sendable {
  private var requests = 0
  private var failures = 0
  private var bytes = 0
  private var duration = Duration.zero
  private var recent: [AccessEntry] = []

  package init() {}

  package mutating func record(_ entry: AccessEntry) {
    requests += 1
    failures += entry.status == .failed ? 1 : 0
    bytes += entry.bytes
    duration += entry.duration
    recent = (recent + [entry]).suffix(5)
  }

  /// The figures under the names that the guide gives them.
  package var json: JSON {
    var object: JSONObject = [
      "total_requests": .number(JSONNumber(requests)),
      "avg_duration_ms": .number(requests == 0 ? JSONNumber(0) : (duration / requests).hundredths),
      "total_bytes": .number(JSONNumber(bytes)), "error_rate": .number(errorRate),
    ]
    if requests > 0 { object["recent_entries"] = .array(recent.map(\.json)) }
    return .object(object)
  }

  /// The share of accesses that failed, with four digits behind the point.
  private var errorRate: JSONNumber {
    guard requests > 0 else { return JSONNumber(0) }
    let tenThousandths = (Int128(failures) * 20_000 + Int128(requests)) / (2 * Int128(requests))
    return JSONNumber(validated: ExactDecimal(units: tenThousandths, scale: 4).text)
  }
}
