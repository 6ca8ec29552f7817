/// A span of time in which the clocks of a time zone are not changed.
package struct TimeZoneSegment: Sendable, Hashable {
  /// The first second since 1970 UTC, and the one that is no longer in it.
  package let start: Int64
  package let end: Int64
  /// How many seconds the clocks are ahead of UTC.
  package let offset: Int
  /// What the time is called, such as `CEST`.
  package let abbreviation: String

  /// Returns the later or the earlier part of the span.
  func clamped(from earliest: Int64, to latest: Int64 = .max) -> TimeZoneSegment {
    TimeZoneSegment(
      start: max(start, earliest), end: min(end, latest), offset: offset,
      abbreviation: abbreviation)
  }
}
