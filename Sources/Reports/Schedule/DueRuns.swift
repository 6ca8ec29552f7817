package import World

/// What makes a run the same run, however often it is tried: the report and the days it covers.
package struct RunKey: Sendable, Hashable {
  package let report: String
  /// The interval of the period.
  package let interval: String

  package init(report: String, interval: String) {
    (self.report, self.interval) = (report, interval)
  }
}

/// How much of what was not run in time is run later.
package struct CatchUp: Sendable, Hashable {
  /// How many runs at most, the latest ones.
  package let runs: Int
  /// How long after its time a run may begin; nil for ever.
  package let grace: Duration?

  package static func latest(within grace: Duration? = nil) -> CatchUp {
    CatchUp(runs: 1, grace: grace)
  }

  /// Returns the catch-up of all runs up to a number of them, at least one.
  package static func all(upTo runs: Int, within grace: Duration? = nil) -> CatchUp {
    CatchUp(runs: min(max(1, runs), 1000), grace: grace)
  }
}

/// Which runs of a report are due.
package struct DueRuns: Sendable, Hashable {
  package struct Run: Sendable, Hashable {
    package let key: RunKey
    package let time: FireTime
    package let period: ResolvedPeriod
  }

  /// The times that are not run, from the first through the last one.
  package struct Missed: Sendable, Hashable {
    package enum Reason: String, Sendable {
      /// Later ones are due, and no more are caught up on.
      case superseded
      /// They are longer ago than the grace.
      case late
    }

    package let reason: Reason
    package let first: FireTime
    package let last: FireTime
    /// How many periods they cover, counted to a thousand.
    package let count: Int

    package static let most = 1000
  }

  /// The runs that are due, the oldest first.
  package let runs: [Run]
  package let missed: Missed?
  /// The time up to which the report is handled once these runs are.
  package let handledThrough: Timestamp
  /// How long nothing will be due because the time last handled lies ahead of the clock.
  package let clockIsBehind: Duration?
}

extension DueRuns {
  /// Decides what is due.
  ///
  /// The time last handled is the scheduled one, or the time when the report was published.
  package init(
    of report: String, on schedule: Schedule, covering period: Period, after handled: Timestamp,
    now: Timestamp, catchUp: CatchUp
  ) {
    let earliest = catchUp.grace.map { now.advanced(by: .zero - $0) }
    let times = PastTimes(of: schedule, covering: period, after: handled, through: now)
    var runs: [Run] = []
    var missed: Missed?
    var current = times.last
    while let (time, covered) = current {
      let isLate = earliest.map { time.instant < $0 } ?? false
      let key = RunKey(report: report, interval: covered.interval)
      if runs.last?.key == key {
        // The first time that covers a period is the one whose run it is.
        if !isLate { runs[runs.count - 1] = Run(key: key, time: time, period: covered) }
      } else if isLate || runs.count == catchUp.runs {
        missed = times.missed(isLate ? .late : .superseded, through: time)
        break
      } else {
        runs.append(Run(key: key, time: time, period: covered))
      }
      current = times.before(time)
    }
    self.runs = runs.reversed()
    self.missed = missed
    handledThrough = max(handled, times.last?.time.instant ?? handled)
    clockIsBehind = handled > now ? handled.duration(since: now) : nil
  }
}

/// The times of a schedule that have come since one that was handled.
private struct PastTimes {
  let schedule: Schedule
  let period: Period
  let handled: Timestamp
  private(set) var last: (time: FireTime, covered: ResolvedPeriod)?

  init(
    of schedule: Schedule, covering period: Period, after handled: Timestamp, through now: Timestamp
  ) {
    (self.schedule, self.period, self.handled) = (schedule, period, handled)
    last = before(Timestamp(milliseconds: now.milliseconds + 1))
  }

  func before(_ time: FireTime) -> (time: FireTime, covered: ResolvedPeriod)? {
    before(time.instant)
  }

  private func before(_ instant: Timestamp) -> (time: FireTime, covered: ResolvedPeriod)? {
    guard let time = schedule.previous(before: instant), time.instant > handled else { return nil }
    return (time, period.resolved(for: time, in: schedule.zone))
  }

  /// Counts the periods from the time handled through another one.
  func missed(_ reason: DueRuns.Missed.Reason, through last: FireTime) -> DueRuns.Missed? {
    guard let first = schedule.next(after: handled) else { return nil }
    var (count, time) = (1, first)
    var interval = period.resolved(for: first, in: schedule.zone).interval
    while count < DueRuns.Missed.most, time.instant < last.instant,
      let next = schedule.next(after: time.instant)
    {
      let following = period.resolved(for: next, in: schedule.zone).interval
      count += following == interval ? 0 : 1
      (time, interval) = (next, following)
    }
    return DueRuns.Missed(reason: reason, first: first, last: last, count: count)
  }
}
