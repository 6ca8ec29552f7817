/// One of the five fields of a cron expression: what it is called and which values it takes.
enum CronField: Int, CaseIterable, Sendable {
  case minute, hour, day, month, weekday

  var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .day: 1...31
    case .month: 1...12
    case .weekday: 0...7
    }
  }

  var name: String {
    switch self {
    case .minute: "minute"
    case .hour: "hour"
    case .day: "day of the month"
    case .month: "month"
    case .weekday: "day of the week"
    }
  }

  /// The names that stand for values, the first one for the least value.
  var names: [String] {
    switch self {
    case .minute, .hour, .day: []
    case .month:
      ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    case .weekday: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    }
  }

  /// What may be written, in words.
  var choice: String {
    let numbers = "\(range.lowerBound) to \(range.upperBound)"
    guard let first = names.first, let last = names.last else { return "write \(numbers)" }
    return "write \(numbers) or \(first) to \(last)"
  }

  /// How many values pass before the least one comes again.
  var cycle: Int { self == .weekday ? 7 : range.count }
}
