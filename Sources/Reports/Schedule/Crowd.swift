package import World

/// Reports that are due at the same minute, more of them than wanted.
package struct Crowd: Sendable, Hashable {
  /// The reports in alphabetical order.
  package let reports: [String]
  /// When they are first due together.
  package let first: Timestamp
  /// How often they are due together in the time looked at.
  package let times: Int
}

extension Crowd {
  /// Finds the sets of more than `limit` reports that are due at the same minute from `start` until
  /// `end`, the largest first.
  package static func find(
    among schedules: [(report: String, schedule: Schedule)], moreThan limit: Int,
    from start: Timestamp, to end: Timestamp
  ) -> [Crowd] {
    var due: [Timestamp: [String]] = [:]
    for (report, schedule) in schedules {
      var time = schedule.next(after: Timestamp(milliseconds: start.milliseconds - 1))
      while let next = time, next.instant < end {
        due[next.instant, default: []].append(report)
        time = schedule.next(after: next.instant)
      }
    }
    let crowded = due.filter { $0.value.count > limit }
    return Dictionary(grouping: crowded) { $0.value.sorted() }
      .compactMap { reports, minutes in
        minutes.map(\.key).min()
          .map { Crowd(reports: reports, first: $0, times: minutes.count) }
      }
      .sorted { lhs, rhs in
        (rhs.reports.count, lhs.first, lhs.reports.joined())
          < (lhs.reports.count, rhs.first, rhs.reports.joined())
      }
  }
}
