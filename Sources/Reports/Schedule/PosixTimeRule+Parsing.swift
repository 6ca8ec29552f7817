extension PosixTimeRule {
  /// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`, with the longer times of RFC 9636.
  init?(_ text: some Collection<UInt8>) {
    var scanner = PosixScanner(rest: Array(text)[...])
    guard let standard = scanner.abbreviation(), let offset = scanner.time(upTo: 24)
    else { return nil }
    self.standard = Clock(offset: -offset, abbreviation: standard)
    guard !scanner.rest.isEmpty else {
      summer = nil
      return
    }
    guard let abbreviation = scanner.abbreviation() else { return nil }
    var ahead = -offset + 3600
    if scanner.rest.first != UInt8(ascii: ",") {
      guard let given = scanner.time(upTo: 24) else { return nil }
      ahead = -given
    }
    guard scanner.take(","), let begin = scanner.moment(), scanner.take(","),
      let end = scanner.moment(), scanner.rest.isEmpty
    else { return nil }
    summer = Summer(
      clock: Clock(offset: ahead, abbreviation: abbreviation), begin: begin, end: end)
  }
}

/// Reads the parts of a POSIX rule from its front.
private struct PosixScanner {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Reads letters, or between `<` and `>` digits and signs too.
  mutating func abbreviation() -> String? {
    let isQuoted = take("<")
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
      default: false
      }
    }
    rest = rest.dropFirst(name.count)
    guard name.count >= 3, !isQuoted || take(">") else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(value) ? value : nil
  }

  /// Reads hours, and minutes and seconds where there are any, as seconds.
  mutating func time(upTo hours: Int) -> Int? {
    let sign = take("-") ? -1 : take("+") ? 1 : 1
    guard let hour = number(0...hours) else { return nil }
    var seconds = hour * 3600
    for unit in [60, 1] where take(":") {
      guard let value = number(0...59) else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  mutating func moment() -> PosixTimeRule.Moment? {
    guard let day = day() else { return nil }
    guard take("/") else { return PosixTimeRule.Moment(day: day, time: 7200) }
    return time(upTo: 167).map { PosixTimeRule.Moment(day: day, time: $0) }
  }

  private mutating func day() -> PosixTimeRule.Moment.Day? {
    if take("J") { return number(1...365).map { .julian($0) } }
    guard take("M") else { return number(0...365).map { .ofYear($0) } }
    guard let month = number(1...12), take("."), let week = number(1...5), take("."),
      let weekday = number(0...6)
    else { return nil }
    return .weekday(weekday, week: week, month: month)
  }
}
