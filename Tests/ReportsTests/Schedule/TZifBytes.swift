/// A file of a time zone as a test puts it together, right or wrong.
struct TZifBytes {
  var magic = "TZif"
  var version = UInt8(ascii: "2")
  var times: [Int64] = []
  var kinds: [UInt8] = []
  /// Offset, and the place of the name among the letters.
  var clocks: [(offset: Int32, name: UInt8)] = [(0, 0)]
  var letters = "ABC\0DEF\0"
  var leaps = 0
  var footer = "\nABC0\n"

  /// The file, with an empty first block.
  var bytes: [UInt8] {
    header(times: 0, clocks: 1, letters: 1, leaps: 0) + [UInt8](repeating: 0, count: 7)
      + header(times: times.count, clocks: clocks.count, letters: letters.utf8.count, leaps: leaps)
      + times.flatMap { big(UInt64(bitPattern: $0), 8) } + kinds
      + clocks.flatMap { big(UInt64(UInt32(bitPattern: $0.offset)), 4) + [0, $0.name] }
      + Array(letters.utf8) + [UInt8](repeating: 0, count: leaps * 12) + Array(footer.utf8)
  }

  private func header(times: Int, clocks: Int, letters: Int, leaps: Int) -> [UInt8] {
    Array(magic.utf8) + [version] + [UInt8](repeating: 0, count: 15)
      + [0, 0, leaps, times, clocks, letters].flatMap { big(UInt64($0), 4) }
  }

  private func big(_ value: UInt64, _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }
}
