extension UnsafeBufferPointer<UInt8> {
  /// Returns where the next byte stands that means something inside a string, else the end: a quote,
  /// a backslash or a control character.
  @inline(__always) func endOfPlainBytes(from start: Int) -> Int {
    var index = start
    let bytes = UnsafeRawBufferPointer(self)
    // Eight bytes at once, as long as none of them is meant.
    while index + 8 <= count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if hasSpecial(word) { break }
      index += 8
    }
    while index < count, !isSpecial(self[index]) { index += 1 }
    return index
  }
}

@inline(__always) private func isSpecial(_ byte: UInt8) -> Bool {
  byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

/// Whether one of eight bytes is a quote, a backslash or below 0x20.
///
/// Taking a number from every byte borrows from the highest bit exactly where a byte is smaller.
@inline(__always) private func hasSpecial(_ word: UInt64) -> Bool {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quotes = word ^ (ones &* 0x22)
  let backslashes = word ^ (ones &* 0x5C)
  let found =
    ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
    | ((word &- ones &* 0x20) & ~word)
  return found & (ones &* 0x80) != 0
}
