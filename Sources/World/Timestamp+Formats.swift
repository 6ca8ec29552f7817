extension Timestamp {
  /// The RFC 3339 form in UTC, with milliseconds only where there are any.
  package var rfc3339: String {
    let civil = CivilTime(self)
    let fraction = civil.millisecond == 0 ? "" : "." + padded(civil.millisecond, 3)
    return "\(civil.dateText)T\(civil.timeText)\(fraction)Z"
  }

  /// The basic ISO 8601 form `20261121T013000Z` that request signatures use.
  package var basicISO8601: String {
    let civil = CivilTime(self)
    guard (0...9999).contains(civil.year) else {
      return basicDate + "T" + padded(civil.hour, 2) + padded(civil.minute, 2)
        + padded(civil.second, 2) + "Z"
    }
    // Every signed request has one, so that it is written in one piece.
    return String(unsafeUninitializedCapacity: 16) { text in
      let fields = [
        civil.year / 100, civil.year % 100, civil.month, civil.day, civil.hour, civil.minute,
        civil.second,
      ]
      var place = 0
      for (number, value) in fields.enumerated() {
        if number == 4 {
          text[place] = UInt8(ascii: "T")
          place += 1
        }
        text[place] = UInt8(ascii: "0") + UInt8(value / 10)
        text[place + 1] = UInt8(ascii: "0") + UInt8(value % 10)
        place += 2
      }
      text[place] = UInt8(ascii: "Z")
      return 16
    }
  }

  /// The basic ISO 8601 date `20261121`.
  package var basicDate: String {
    let civil = CivilTime(self)
    return padded(civil.year, 4) + padded(civil.month, 2) + padded(civil.day, 2)
  }

  /// The preferred HTTP-date form of RFC 9110, `Sun, 06 Nov 1994 08:49:37 GMT`.
  package var httpDate: String {
    let civil = CivilTime(self)
    let weekday = weekdayNames[civil.weekday]
    let month = monthNames[civil.month - 1]
    let date = "\(padded(civil.day, 2)) \(month) \(padded(civil.year, 4))"
    return "\(weekday), \(date) \(civil.timeText) GMT"
  }

  /// Parses an RFC 3339 date and time with any offset, or a bare date as its midnight in UTC.
  package init?(rfc3339 text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2),
      scanner.take("-"), let day = scanner.digits(2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day)
    if scanner.isAtEnd {
      guard let midnight = civil.timestamp else { return nil }
      self = midnight
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
      let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2),
      scanner.take(":"), let second = scanner.digits(2)
    else { return nil }
    (civil.hour, civil.minute, civil.second) = (hour, minute, second)
    if scanner.take(".") {
      guard let fraction = scanner.fraction() else { return nil }
      civil.millisecond = fraction
    }
    guard let offset = scanner.offsetMinutes(), scanner.isAtEnd, let local = civil.timestamp
    else { return nil }
    self.init(milliseconds: local.milliseconds - Int64(offset) * 60_000)
  }

  /// Parses any of the three HTTP-date forms of RFC 9110; a two-digit year is read as 1970…2069.
  package init?(httpDate text: String) {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    let clock = words.first { $0.contains(":") }?.split(separator: ":").compactMap { Int($0) } ?? []
    let isAsctime = words.count == 5 && words[3].contains(":")
    guard words.count >= 5, weekdayNames.contains(String(words[0].prefix(3))), clock.count == 3
    else { return nil }
    guard let day = Int(isAsctime ? words[2] : words[1]),
      let month = monthNames.firstIndex(of: isAsctime ? words[1] : words[2]),
      var year = Int(isAsctime ? words[4] : words[3]),
      isAsctime || words.last == "GMT"
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    let civil = CivilTime(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
    guard let timestamp = civil.timestamp else { return nil }
    self = timestamp
  }
}

extension CivilTime {
  fileprivate var dateText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
  fileprivate var timeText: String {
    "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
  }
}

private let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
private let monthNames = [
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

private func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
}

/// Reads fixed-width decimal fields from the front of a text.
private struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func digits(_ count: Int) -> Int? {
    let field = rest.prefix(count)
    guard field.count == count, field.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return field.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Reads the digits after a decimal point as milliseconds, further digits cut off.
  mutating func fraction() -> Int? {
    let field = rest.prefix { (48...57).contains($0) }
    guard !field.isEmpty else { return nil }
    rest = rest.dropFirst(field.count)
    let digits = Array(field.prefix(3)) + [48, 48, 48].dropFirst(Swift.min(3, field.count))
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  mutating func offsetMinutes() -> Int? {
    if take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hours = digits(2), take(":"), let minutes = digits(2), hours < 24,
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
