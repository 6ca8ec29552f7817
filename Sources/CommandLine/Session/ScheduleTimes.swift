internal import JSON
internal import Reports
internal import World

/// The times that a schedule in a manifest names, whichever kind it is of.
struct ScheduleTimes {
  /// How many times are told.
  private static let count = 3

  private let schedule: Schedule
  private let remark: String

  /// Reads a cron expression with its time zone, or the fields of one by themselves; nil for what
  /// names no times, or not all of what they follow from.
  init?(of value: JSON) {
    guard let text = Self.cron(value), let expression = try? CronExpression(text),
      let name = (value["timeZone"] ?? value["timezone"])?.string,
      let zone = try? TimeZoneDatabase().rules(of: name)
    else { return nil }
    schedule = Schedule(expression, in: zone)
    let countsDays = Self.days(value["daysOfWeek"]) != "*"
    remark = name + (value["cron"] == nil && countsDays ? ", Sunday being day 1" : "")
  }

  /// Says when it is due next, on the clocks of its zone: `Mon 2026-11-30 07:00 (Europe/Berlin)`.
  func words(after now: Timestamp) -> String? {
    var times: [String] = []
    var last = now
    while times.count < Self.count, let next = schedule.next(after: last) {
      times.append(next.words)
      last = next.instant
    }
    return times.isEmpty ? nil : "\(times.joined(separator: ", ")) (\(remark))"
  }

  private static func cron(_ value: JSON) -> String? {
    if let text = value["cron"]?.string { return text }
    guard let minutes = value["minutes"]?.string, let hours = value["hours"]?.string else {
      return nil
    }
    let fields = [
      minutes, hours, any(value["daysOfMonth"]), any(value["months"]), days(value["daysOfWeek"]),
    ]
    return fields.joined(separator: " ")
  }

  private static func any(_ field: JSON?) -> String {
    let text = field?.string ?? ""
    return ["", "?"].contains(text) ? "*" : text
  }

  /// The days of the week from 0, as a crontab has them, for those from 1.
  private static func days(_ field: JSON?) -> String {
    let text = any(field)
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    return words.map { word in
      word.split(separator: "-", omittingEmptySubsequences: false).map { day in
        Int(day).map { String($0 - 1) } ?? String(day)
      }.joined(separator: "-")
    }.joined(separator: ",")
  }
}
