/// Reads the file of a time zone as RFC 9636 describes it, from version 2 on.
struct TZifReader {
  /// Why a file cannot be read.
  struct Fault: Error {
    let message: String
  }

  /// How many of each there are in a block of the file.
  private struct Counts {
    let universal, standard, leaps, changes, clocks, letters: Int

    func size(timeSize: Int) -> Int {
      changes * (timeSize + 1) + clocks * 6 + letters + leaps * (timeSize + 4) + standard
        + universal
    }
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func read(name: String) throws(Fault) -> TimeZoneRules {
    let (version, old) = try header()
    guard version >= UInt8(ascii: "2") else {
      throw Fault(message: "it is of version 1, which ends in 2037")
    }
    _ = try take(old.size(timeSize: 4))
    let (_, counts) = try header()
    guard counts.leaps == 0 else { throw Fault(message: "it counts leap seconds") }
    guard counts.clocks > 0 else { throw Fault(message: "it has no offset") }
    let times = try (0..<counts.changes).map { _ throws(Fault) in try integer(8) }
    let kinds = Array(try take(counts.changes))
    let records = try (0..<counts.clocks).map { _ throws(Fault) in try record() }
    let letters = Array(try take(counts.letters))
    _ = try take(counts.standard + counts.universal)
    let clocks = try records.map { record throws(Fault) in try clock(record, letters) }
    return TimeZoneRules(
      name: name, table: try table(times, kinds, clocks), rule: try footer())
  }

  private mutating func table(
    _ times: [Int64], _ kinds: [UInt8], _ clocks: [PosixTimeRule.Clock]
  ) throws(Fault) -> [TimeZoneSegment] {
    guard kinds.allSatisfy({ Int($0) < clocks.count }) else {
      throw Fault(message: "a change leads to an offset that there is not")
    }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw Fault(message: "its changes are in no order")
    }
    guard times.allSatisfy({ $0.magnitude <= 1 << 59 }) else {
      throw Fault(message: "a change lies beyond all time")
    }
    let starts = [Int64.min] + times
    let ends = times + [Int64.max]
    let indices = [0] + kinds.map { Int($0) }
    return zip(zip(starts, ends), indices).map { span, index in
      TimeZoneSegment(
        start: span.0, end: span.1, offset: clocks[index].offset,
        abbreviation: clocks[index].abbreviation)
    }
  }

  private mutating func footer() throws(Fault) -> PosixTimeRule? {
    guard rest.first == 10, let end = rest.dropFirst().firstIndex(of: 10) else {
      throw Fault(message: "it ends without its last line")
    }
    let line = rest[(rest.startIndex + 1)..<end]
    guard !line.isEmpty else { return nil }
    guard let rule = PosixTimeRule(line) else {
      let text = String(decoding: line.prefix(60), as: UTF8.self)
      throw Fault(message: "its last line is no rule: \(text)")
    }
    return rule
  }
}

extension TZifReader {
  private mutating func header() throws(Fault) -> (version: UInt8, counts: Counts) {
    guard try take(4).elementsEqual("TZif".utf8) else {
      throw Fault(message: "it is no file of a time zone")
    }
    let version = try take(16).first ?? 0
    var counts: [Int] = []
    for _ in 0..<6 { counts.append(Int(try integer(4))) }
    guard counts.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw Fault(message: "its counts are too large")
    }
    return (
      version,
      Counts(
        universal: counts[0], standard: counts[1], leaps: counts[2], changes: counts[3],
        clocks: counts[4], letters: counts[5])
    )
  }

  private mutating func record() throws(Fault) -> (offset: Int, letter: Int) {
    let offset = Int(try integer(4))
    let bytes = Array(try take(2))
    guard abs(offset) < 26 * 3600 else { throw Fault(message: "an offset is longer than a day") }
    return (offset, Int(bytes[1]))
  }

  private func clock(
    _ record: (offset: Int, letter: Int), _ letters: [UInt8]
  ) throws(Fault) -> PosixTimeRule.Clock {
    guard record.letter < letters.count else { throw Fault(message: "an offset has no name") }
    let name = letters[record.letter...].prefix { $0 != 0 }
    return PosixTimeRule.Clock(
      offset: record.offset, abbreviation: String(decoding: name, as: UTF8.self))
  }

  private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw Fault(message: "it ends too early") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Reads a number with a sign, the highest byte first.
  private mutating func integer(_ size: Int) throws(Fault) -> Int64 {
    let bits = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
  }
}
