/// Holds everybody up while a service asks to be left alone.
struct Gate {
  private var opens: ContinuousClock.Instant?

  /// Closes for so long; a shorter time changes nothing.
  mutating func close(for time: Duration, at now: ContinuousClock.Instant) {
    let end = now + time
    if opens.map({ $0 < end }) ?? true { opens = end }
  }

  /// Returns how long to wait, nil where the gate is open.
  mutating func wait(at now: ContinuousClock.Instant) -> Duration? {
    guard let opens else { return nil }
    if opens <= now {
      self.opens = nil
      return nil
    }
    return now.duration(to: opens)
  }
}
