/// A set of the small numbers that a field of a cron expression can have.
struct CronValues: Sendable, Hashable {
  private(set) var bits: UInt64 = 0

  init() {}

  init(_ values: some Sequence<Int>) {
    for value in values { insert(value) }
  }

  mutating func insert(_ value: Int) {
    bits |= 1 << UInt64(value)
  }

  func union(_ other: CronValues) -> CronValues {
    var union = self
    union.bits |= other.bits
    return union
  }

  var isEmpty: Bool { bits == 0 }

  func contains(_ value: Int) -> Bool { bits & 1 << UInt64(value) != 0 }

  /// Returns the least value that is not less than another.
  func first(from value: Int) -> Int? {
    guard value < 64 else { return nil }
    let rest = bits & ~0 << UInt64(max(0, value))
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  /// Returns the greatest value that is not greater than another.
  func last(through value: Int) -> Int? {
    guard value >= 0 else { return nil }
    let rest = value >= 63 ? bits : bits & (1 << UInt64(value + 1) - 1)
    return rest == 0 ? nil : 63 - rest.leadingZeroBitCount
  }

  /// Returns the values that are not greater than another.
  func through(_ value: Int) -> CronValues {
    var values = self
    values.bits &= 1 << UInt64(value + 1) - 1
    return values
  }
}
