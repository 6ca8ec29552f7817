internal import HTTP

/// A block of addresses such as `203.0.113.0/24`, or one address.
struct AddressBlock: Sendable, Hashable {
  private let bytes: [UInt8]
  /// How many leading bits are the same in the whole block.
  private let bits: Int

  init?(_ text: String) {
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(halves[0]) else { return nil }
    bytes = address.bytes
    guard halves.count == 2 else {
      bits = bytes.count * 8
      return
    }
    guard let bits = Int(halves[1]), (0...bytes.count * 8).contains(bits), halves[1].first != "+"
    else { return nil }
    self.bits = bits
  }

  /// Tells whether an address lies in the block; none of the other family does.
  func contains(_ address: IPAddress) -> Bool {
    let other = address.bytes
    guard other.count == bytes.count else { return false }
    let whole = bits / 8
    guard bytes[..<whole] == other[..<whole] else { return false }
    guard bits % 8 > 0 else { return true }
    let mask = UInt8.max << UInt8(8 - bits % 8)
    return bytes[whole] & mask == other[whole] & mask
  }
}

extension IPAddress {
  fileprivate var bytes: [UInt8] {
    switch self {
    case .v4(let bytes): bytes
    case .v6(let groups): groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
  }
}
