package import World

/// When something is to happen in a time zone.
///
/// It fires when the clocks first read a time that matches, or a later one. Where the expression
/// follows real time, it fires at every minute at which they read a time that matches.
package struct Schedule: Sendable {
  package let expression: CronExpression
  package let zone: TimeZoneRules

  package init(_ expression: CronExpression, in zone: TimeZoneRules) {
    (self.expression, self.zone) = (expression, zone)
  }

  /// Returns the first time after another one.
  package func next(after timestamp: Timestamp) -> FireTime? {
    let second = timestamp.seconds
    if expression.followsRealTime { return nextReading(from: second + 1) }
    let latest = zone.latestReading(through: second)
    return expression.firstMatch(from: LocalTime(seconds: latest.seconds + 1))
      .flatMap { fireTime(for: $0) }
  }

  /// Returns the last time before another one.
  package func previous(before timestamp: Timestamp) -> FireTime? {
    let isWhole = timestamp.seconds * 1000 == timestamp.milliseconds
    let second = isWhole ? timestamp.seconds - 1 : timestamp.seconds
    if expression.followsRealTime { return lastReading(through: second) }
    return expression.lastMatch(through: zone.latestReading(through: second))
      .flatMap { fireTime(for: $0) }
  }

  /// Returns when a local time that matches fires, under the last one of those that fire with it.
  private func fireTime(for local: LocalTime) -> FireTime? {
    let instant = zone.firstInstant(reading: local)
    return expression.lastMatch(through: zone.localTime(at: instant))
      .map {
        FireTime(instant: instant, local: $0, reading: zone.localTime(at: instant))
      }
  }
}

extension Schedule {
  /// How often the clocks may be changed before a time that matches: more than in forty years.
  private static let mostChanges = 100

  private func nextReading(from second: Int64) -> FireTime? {
    var second = second
    for _ in 0..<Self.mostChanges {
      let segment = zone.segment(at: second)
      let offset = Int64(segment.offset)
      guard let local = expression.firstMatch(from: LocalTime(seconds: second + offset))
      else { return nil }
      if local.seconds - offset < segment.end { return FireTime(local, offset) }
      second = segment.end
    }
    return nil
  }

  private func lastReading(through second: Int64) -> FireTime? {
    var second = second
    for _ in 0..<Self.mostChanges {
      let segment = zone.segment(at: second)
      let offset = Int64(segment.offset)
      guard let local = expression.lastMatch(through: LocalTime(seconds: second + offset))
      else { return nil }
      if local.seconds - offset >= segment.start { return FireTime(local, offset) }
      second = segment.start - 1
    }
    return nil
  }
}

/// A time at which a schedule fires.
package struct FireTime: Sendable, Hashable {
  package let instant: Timestamp
  /// The time of the schedule that it stands for, which the clocks may have skipped.
  package let local: LocalTime
  /// What the clocks show when it fires.
  package let reading: LocalTime

  package init(instant: Timestamp, local: LocalTime, reading: LocalTime? = nil) {
    (self.instant, self.local, self.reading) = (instant, local, reading ?? local)
  }

  fileprivate init(_ local: LocalTime, _ offset: Int64) {
    self.init(instant: Timestamp(seconds: local.seconds - offset), local: local)
  }
}
