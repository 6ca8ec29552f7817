package import HTTP
package import Rendering

/// What the first answer said of the rate limit.
package struct RateFinding: Sendable {
  /// Nil where the answer had no such headers, or there was none.
  package let reading: RateBudget.Reading?
  /// How many requests of this command are in the server's count.
  package let own: Int

  package init(reading: RateBudget.Reading?, own: Int) {
    self.reading = reading
    self.own = own
  }

  package var row: Checkup.Row {
    let name = "rate limit"
    guard let reading else {
      return Checkup.Row(
        name, .unknown, "no answer told of it; 300 requests in 60 s are assumed")
    }
    let others = max(0, reading.count - own)
    let found =
      "\(reading.count) of \(reading.allowed) requests are used in a window that ends in "
      + "\(reading.reset) s, \(others) of them not by this command"
    let isScarce = (reading.allowed - reading.count) * 10 < reading.allowed
    guard isScarce || others * 2 > reading.allowed else { return Checkup.Row(name, .ok, found) }
    return Checkup.Row(
      name, .warning, found,
      remedy: "give gcsync an OAuth client of its own, or leave room to the others with --budget")
  }
}
