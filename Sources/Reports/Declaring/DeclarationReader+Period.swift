package import JSON
internal import World

extension DeclarationReader {
  /// Reads what a report covers, and whether its API counts that from the moment of the export.
  mutating func period() -> (Period?, isCountedFromNow: Bool) {
    let named = spec["period"]
    if !isPlatform, let range = spec["report"]?["dateRange"] {
      if named != nil {
        warn(
          ["period"], "period-unused", "report.dateRange takes the place of the period",
          hint: "leave one of the two out")
      }
      return (relative(range), true)
    }
    let period = read(named)
    if !isPlatform, let period, period.relativeRange == nil {
      report(
        ["period"], "period-not-relative",
        "the guide profile's API counts a range back from now, which cannot say this period",
        hint: "take yesterday or the last days, or write report.dateRange")
    }
    return (period, !isPlatform)
  }

  private mutating func read(_ words: JSON?) -> Period? {
    switch words?.string {
    case nil where words == nil: return .yesterday
    case "yesterday": return .yesterday
    case "last 7 days": return .lastSevenDays
    case "last week": return .lastWeek
    case "month to date": return .monthToDate
    case "last month": return .lastMonth
    default:
      do throws(PeriodError) {
        return .days(
          try DayOffsets(from: words?["from"]?.int ?? 0, to: words?["to"]?.int ?? 0))
      } catch {
        report(["period"], "invalid-period", error.message, hint: error.remedy)
        return nil
      }
    }
  }

  /// Reads a range that the API counts back from now.
  private mutating func relative(_ range: JSON) -> Period? {
    let count = -(range["value"]?.int ?? -1)
    guard range["unit"]?.string != "hours" else { return .hours(count) }
    let days = range["unit"]?.string == "weeks" ? count * 7 : count
    do throws(PeriodError) {
      return .days(try DayOffsets(from: -days, to: -1))
    } catch {
      report(["report", "dateRange", "value"], "invalid-period", error.message, hint: error.remedy)
      return nil
    }
  }

  /// Warns of a schedule that fires more often than there is something new to send.
  mutating func checkPeriods(of schedule: Schedule, covering period: Period) {
    guard let first = schedule.next(after: Self.anyTime),
      let second = schedule.next(after: first.instant),
      let third = schedule.next(after: second.instant)
    else { return }
    let intervals = [first, second, third].map {
      period.resolved(for: $0, in: schedule.zone).interval
    }
    guard intervals[0] == intervals[1] || intervals[1] == intervals[2] else { return }
    warn(
      ["schedule", "cron"], "period-repeated",
      "it fires several times within one period, of which the first alone is sent",
      hint: "let it fire once a period, or write a period that ends today: {from: 0, to: 0}")
  }

  /// A Tuesday on which no clock changes.
  private static let anyTime = Timestamp(seconds: 1_768_262_400)
}

extension Period {
  /// The range as an API says it that counts back from now; nil where it cannot.
  package var relativeRange: JSON? {
    switch self {
    case .days(let offsets) where offsets.to == -1:
      [
        "type": "relative", "value": .number(JSONNumber(offsets.from)), "unit": "days",
      ]
    case .hours(let count):
      ["type": "relative", "value": .number(JSONNumber(-count)), "unit": "hours"]
    case .days, .lastWeek, .monthToDate, .lastMonth: nil
    }
  }
}
