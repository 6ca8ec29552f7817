/// An opaque token that says where the next page of one list begins.
struct PageToken {
  let list: String
  let last: String

  init(list: String, last: String) {
    self.list = list
    self.last = last
  }

  var text: String {
    let payload = Array((list + "\n" + last).utf8)
    return hex(checksum(payload)) + payload.reversed().map { hex($0 ^ 0x5A) }.joined()
  }

  /// Reads a token; nil where this server has not made it.
  init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count >= 4, digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    let payload = bytes.dropFirst(2).reversed().map { $0 ^ 0x5A }
    guard hex(checksum(payload)) == String(decoding: digits[..<4], as: UTF8.self) else {
      return nil
    }
    let parts = String(decoding: payload, as: UTF8.self)
      .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    self.init(list: String(parts[0]), last: String(parts[1]))
  }
}

private func checksum(_ bytes: [UInt8]) -> UInt16 {
  bytes.reduce(0x1D0F) { ($0 << 5 | $0 >> 11) ^ UInt16($1) }
}

private func hex(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: value.bitWidth / 4 - digits.count) + digits
}
