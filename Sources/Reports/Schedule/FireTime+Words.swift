extension FireTime {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  /// The time as a person reads it, on the clock of its zone: `Mon 2026-11-30 07:00`.
  package var words: String {
    "\(Self.weekdays[reading.date.weekday]) \(reading.text.replacing("T", with: " ").prefix(16))"
  }
}
