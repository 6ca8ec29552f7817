package import HTTP

/// Reads `application/x-www-form-urlencoded` text, the form of queries and of token requests.
package enum FormText {
  /// Returns the items in their order; `+` is a space, a broken escape stands for itself.
  package static func items(_ text: String) -> [URL.QueryItem] {
    text.utf8.split(separator: UInt8(ascii: "&")).map { item in
      let parts = item.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : ""
      return URL.QueryItem(decoded(parts[0], plusIsSpace: true), value)
    }
  }

  /// Decodes percent escapes; a broken one stands for itself, bytes that are no UTF-8 are replaced.
  package static func decoded(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String {
    String(decoding: decodedBytes(text, plusIsSpace: plusIsSpace), as: UTF8.self)
  }

  /// Decodes percent escapes into bytes, which need not be UTF-8.
  package static func decodedBytes(
    _ text: some Sequence<UInt8>, plusIsSpace: Bool = false
  ) -> [UInt8] {
    let bytes = Array(text)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "%"), position + 2 < bytes.count,
        let high = hexDigit(bytes[position + 1]), let low = hexDigit(bytes[position + 2])
      {
        result.append(high << 4 | low)
        position += 3
      } else {
        result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        position += 1
      }
    }
    return result
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
