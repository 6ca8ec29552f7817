import Reports
import Testing
import World

let database = TimeZoneDatabase()

/// Reads a point in time, which the test names with its offset.
func at(_ text: String) throws -> Timestamp {
  try #require(Timestamp(rfc3339: text), "\(text)")
}

func schedule(_ expression: String, _ zone: String = "UTC") throws -> Schedule {
  Schedule(try CronExpression(expression), in: try database.rules(of: zone))
}

extension Schedule {
  /// Returns the times after one point until another one, neither included.
  func times(after start: Timestamp, before end: Timestamp) -> [FireTime] {
    var times: [FireTime] = []
    var time = next(after: start)
    while let found = time, found.instant < end {
      times.append(found)
      time = next(after: found.instant)
    }
    return times
  }
}

/// Writes a point in time in UTC, to the minute.
func text(_ timestamp: Timestamp) -> String { String(timestamp.rfc3339.dropLast(4)) }

/// Returns the changes of a zone's clocks from 2010 until 2030.
func changes(of zone: String) throws -> [Int64] {
  let rules = try database.rules(of: zone)
  let end = try at("2030-01-01T12:00:00Z").seconds
  var changes: [Int64] = []
  var segment = rules.segment(at: try at("2010-01-01T12:00:00Z").seconds)
  while segment.end < end {
    changes.append(segment.end)
    segment = rules.segment(at: segment.end)
  }
  return changes
}
