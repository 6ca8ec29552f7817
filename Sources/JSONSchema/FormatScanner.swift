/// Reads the formats of dates, times, durations and UUIDs from left to right.
struct FormatScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  private mutating func take(_ characters: String) -> Bool {
    guard let byte = rest.first, characters.utf8.contains(byte) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func number(digits count: Int) -> Int? {
    let part = rest.prefix(count)
    guard part.count == count, part.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest.removeFirst(count)
    return part.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  private mutating func digits() -> Bool {
    let count = rest.prefix { (48...57).contains($0) }.count
    rest.removeFirst(count)
    return count > 0
  }
}

extension FormatScanner {
  /// Reads a `full-date` of RFC 3339.
  mutating func date() -> Bool {
    guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
      let day = number(digits: 2), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  /// Reads a `full-time` of RFC 3339; a leap second stands at 23:59:60 UTC alone.
  mutating func time() -> Bool {
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2), take(":"),
      let second = number(digits: 2), hour < 24, minute < 60, second <= 60
    else { return false }
    if take("."), !digits() { return false }
    guard let offset = offset() else { return false }
    let minuteOfDay = (hour * 60 + minute - offset + 2880) % 1440
    return second < 60 || minuteOfDay == 1439
  }

  /// Reads an offset from UTC as minutes.
  private mutating func offset() -> Int? {
    if take("Zz") { return 0 }
    let isNegative = rest.first == UInt8(ascii: "-")
    guard take("+-"), let hour = number(digits: 2), take(":"), let minute = number(digits: 2),
      hour < 24, minute < 60
    else { return nil }
    return (isNegative ? -1 : 1) * (hour * 60 + minute)
  }

  mutating func dateTime() -> Bool { date() && take("Tt") && time() }

  /// Reads a duration of RFC 3339's appendix A: units in order, none left out in between.
  mutating func duration() -> Bool {
    guard take("P") else { return false }
    if rest.first == UInt8(ascii: "T") { return timeOfDuration() }
    guard let unit = units("YMD", or: "W") else { return false }
    return unit == "W" || rest.isEmpty || timeOfDuration()
  }

  private mutating func timeOfDuration() -> Bool { take("T") && units("HMS", or: nil) != nil }

  /// Reads amounts whose units follow each other without a gap, and returns the last unit.
  private mutating func units(_ order: String, or single: String?) -> String? {
    var expected = order[...]
    var last: String?
    while !isAtEnd, rest.first != UInt8(ascii: "T") {
      guard digits() else { return nil }
      if last == nil, let single, take(single) { return single }
      guard let byte = rest.popFirst() else { return nil }
      let unit = Character(Unicode.Scalar(byte))
      guard let position = expected.firstIndex(of: unit),
        last == nil || position == expected.startIndex
      else { return nil }
      last = String(unit)
      expected = expected[expected.index(after: position)...]
    }
    return last
  }

  /// Reads a UUID of RFC 9562.
  mutating func uuid() -> Bool {
    for (offset, count) in [8, 4, 4, 4, 12].enumerated() {
      if offset > 0, !take("-") { return false }
      for _ in 0..<count where !take("0123456789abcdefABCDEF") { return false }
    }
    return true
  }
}
