internal import Glibc

/// Texts read lately, so that one that comes again and again is held once.
package struct TextCache {
  /// Empty until there is a text to keep: many documents have none.
  private var texts: [String] = []

  package init() {}

  /// Returns the text of UTF-8 bytes.
  package mutating func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Shorter texts need no memory of their own, and longer ones seldom come twice.
    guard bytes.count > 15, bytes.count <= 128 else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let last = bytes[bytes.count - 1]
    let slot = (bytes.count &* 31 &+ Int(bytes[bytes.count / 2]) &* 7 &+ Int(last)) & 63
    let count = bytes.count
    if texts.isEmpty { texts = [String](repeating: "", count: 64) }
    let isKnown = texts[slot].utf8.withContiguousStorageIfAvailable { known in
      guard known.count == bytes.count, let known = known.baseAddress,
        let bytes = bytes.baseAddress
      else { return false }
      return memcmp(known, bytes, count) == 0
    }
    if isKnown == true { return texts[slot] }
    let text = String(decoding: bytes, as: UTF8.self)
    texts[slot] = text
    return text
  }
}
