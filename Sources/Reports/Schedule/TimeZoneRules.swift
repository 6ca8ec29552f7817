package import World

/// When the clocks of a time zone are changed, and what they read.
package struct TimeZoneRules: Sendable {
  /// The zone's name in the IANA database.
  package let name: String
  /// The changes of the clocks in order; the first span of time begins before all of them.
  private let table: [TimeZoneSegment]
  /// What holds after the table.
  private let rule: PosixTimeRule?

  init(name: String, table: [TimeZoneSegment], rule: PosixTimeRule?) {
    precondition(!table.isEmpty, "a time zone has at least one offset")
    (self.name, self.table, self.rule) = (name, table, rule)
  }

  /// Universal time, which every machine knows.
  package static let utc = TimeZoneRules(
    name: "UTC",
    table: [TimeZoneSegment(start: .min, end: .max, offset: 0, abbreviation: "UTC")], rule: nil)

  /// Returns the span without a change around a second since 1970 UTC.
  package func segment(at second: Int64) -> TimeZoneSegment {
    let last = table[table.count - 1]
    if let rule, second >= last.start {
      return rule.segment(at: second).clamped(from: last.start)
    }
    var (low, high) = (0, table.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if table[middle].start <= second { low = middle } else { high = middle - 1 }
    }
    return table[low]
  }

  /// Returns what the clocks read.
  package func localTime(at timestamp: Timestamp) -> LocalTime {
    LocalTime(seconds: timestamp.seconds + Int64(segment(at: timestamp.seconds).offset))
  }
}

extension TimeZoneRules {
  /// What a reading of the clocks stands for.
  package enum Meaning: Sendable, Hashable {
    case once(Timestamp)
    /// The clocks never read it: they are put forward past it at this time.
    case skipped(at: Timestamp)
    /// The clocks read it, are put back, and read it again.
    case repeated(first: Timestamp, last: Timestamp)
  }

  /// The clocks are never further from UTC than a little more than a day.
  private static let reach: Int64 = 27 * 3600

  /// Returns when the clocks read a time.
  package func meaning(of local: LocalTime) -> Meaning {
    let readings = segments(from: local.seconds - Self.reach, through: local.seconds + Self.reach)
      .compactMap { segment -> Timestamp? in
        let second = local.seconds - Int64(segment.offset)
        let isIn = second >= segment.start && second < segment.end
        return isIn ? Timestamp(seconds: second) : nil
      }
    guard let first = readings.first, let last = readings.last else {
      return .skipped(at: firstInstant(reading: local))
    }
    return first == last ? .once(first) : .repeated(first: first, last: last)
  }

  /// Returns when the clocks first read a time or a later one.
  package func firstInstant(reading local: LocalTime) -> Timestamp {
    var segment = segment(at: local.seconds - Self.reach)
    while segment.end != .max, segment.end + Int64(segment.offset) <= local.seconds {
      segment = self.segment(at: segment.end)
    }
    return Timestamp(seconds: max(segment.start, local.seconds - Int64(segment.offset)))
  }

  /// Returns the latest time that the clocks have ever read, up to and including a second.
  func latestReading(through second: Int64) -> LocalTime {
    let readings = segments(from: second - Self.reach, through: second).map { segment in
      min(second, segment.end - 1) + Int64(segment.offset)
    }
    return LocalTime(seconds: readings.max() ?? second)
  }

  private func segments(from first: Int64, through last: Int64) -> [TimeZoneSegment] {
    var segments = [segment(at: first)]
    while let end = segments.last?.end, end <= last {
      segments.append(segment(at: end))
    }
    return segments
  }
}
