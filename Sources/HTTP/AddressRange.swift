/// The addresses that begin with the same bits, as in `10.0.0.0/8`.
package struct AddressRange: Sendable, Hashable {
  private let prefix: [UInt8]
  private let length: Int

  /// Parses `ADDRESS/BITS`, or an address alone, which is a range of one.
  ///
  /// Bits set behind the prefix are refused: whoever wrote them meant something else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
    let bytes = address.bytes
    guard parts.count == 2 else {
      (prefix, length) = (bytes, bytes.count * 8)
      return
    }
    guard let length = Int(parts[1]), String(length) == parts[1],
      (0...bytes.count * 8).contains(length), bytes == masked(bytes, to: length)
    else { return nil }
    (prefix, self.length) = (bytes, length)
  }

  /// Returns whether an address of the same family begins with the range's bits.
  package func contains(_ address: IPAddress) -> Bool {
    let bytes = address.bytes
    return bytes.count == prefix.count && masked(bytes, to: length) == prefix
  }
}

/// The bytes with every bit cleared behind the first so many.
private func masked(_ bytes: [UInt8], to length: Int) -> [UInt8] {
  bytes.enumerated().map { index, byte in
    let kept = min(max(length - index * 8, 0), 8)
    return kept == 0 ? 0 : byte & (0xff << UInt8(8 - kept))
  }
}
