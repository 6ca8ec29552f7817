package import World

/// The days that one run of a report covers, and when they begin and end.
package struct ResolvedPeriod: Sendable, Hashable {
  package let days: ClosedRange<CalendarDate>
  /// When the first day begins.
  package let start: Timestamp
  /// When the day after the last one begins.
  package let end: Timestamp
  /// What to call it in a subject line, such as `2026-10-25` or `2026-W43 (2026-10-19 to 2026-10-25)`.
  package let label: String

  init(days: ClosedRange<CalendarDate>, label: String?, in zone: TimeZoneRules) {
    self.days = days
    self.label = label ?? days.label
    start = zone.firstInstant(reading: LocalTime(days.lowerBound))
    end = zone.firstInstant(reading: LocalTime(days.upperBound.advanced(byDays: 1)))
  }

  /// Takes so many hours before a time.
  init(hours: Int, before end: Timestamp, in zone: TimeZoneRules) {
    start = end.advanced(by: .seconds(-3600 * hours))
    self.end = end
    let (first, last) = (zone.localTime(at: start), zone.localTime(at: end))
    days = first.date...last.date
    label = "\(first.text.prefix(16)) to \(last.text.prefix(16))".replacing("T", with: " ")
  }

  /// The ISO 8601 interval in UTC, whose end is not part of it.
  package var interval: String { "\(start.rfc3339)/\(end.rfc3339)" }

  package var duration: Duration { end.duration(since: start) }
}

extension ClosedRange<CalendarDate> {
  var label: String {
    lowerBound == upperBound ? lowerBound.text : "\(lowerBound.text) to \(upperBound.text)"
  }
}
