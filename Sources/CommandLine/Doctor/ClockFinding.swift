package import Rendering
package import World

/// What this machine's clock showed around an exchange, and what the server's showed within it.
package struct ClockFinding: Sendable {
  /// From the request's start to its answer.
  package let here: ClosedRange<Timestamp>
  /// Nil where no answer told.
  package let there: Timestamp?

  /// What signatures and leases tolerate without trouble.
  package static let tolerance = Duration.seconds(30)

  package init(here: ClosedRange<Timestamp>, there: Timestamp?) {
    self.here = here
    self.there = there
  }

  /// How far this machine is ahead at least, however long the answer took; negative behind.
  private func skew(against there: Timestamp) -> Duration {
    if there < here.lowerBound { return here.lowerBound.duration(since: there) }
    return there > here.upperBound ? here.upperBound.duration(since: there) : .zero
  }

  package var row: Checkup.Row {
    guard let there else {
      return Checkup.Row("clock", .unknown, "no answer told the time")
    }
    let skew = skew(against: there)
    let seconds = abs(skew.components.seconds)
    guard max(skew, .zero - skew) > Self.tolerance else {
      let tolerance = Self.tolerance.components.seconds
      return Checkup.Row("clock", .ok, "within \(tolerance) s of the service's")
    }
    return Checkup.Row(
      "clock", .warning,
      "\(seconds) s \(skew > .zero ? "ahead of" : "behind") the service's",
      remedy: "set this machine's clock, for example with NTP; --now and GCSYNC_NOW move it, too")
  }
}
