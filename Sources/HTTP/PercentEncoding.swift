extension Sequence<UInt8> {
  /// The bytes as text in which all but RFC 3986's unreserved characters is percent-encoded.
  func percentEncoded(keepingSlashes: Bool = false) -> String {
    var text: [UInt8] = []
    for byte in self {
      if isUnreserved(byte) || (keepingSlashes && byte == UInt8(ascii: "/")) {
        text.append(byte)
      } else {
        text.append(contentsOf: [
          UInt8(ascii: "%"), upperHexDigits[Int(byte >> 4)], upperHexDigits[Int(byte & 15)],
        ])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes with every `%XX` replaced by its byte, or nil where one is malformed.
  package func percentDecoded() -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = [UInt8](self)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexValue),
        let low = rest.popFirst().flatMap(hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

private let upperHexDigits = [UInt8]("0123456789ABCDEF".utf8)

/// Returns whether a byte is a letter, a digit or one of `-._~`.
func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
  default: false
  }
}

/// Returns the value of a hexadecimal digit, or nil for any other byte.
func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
