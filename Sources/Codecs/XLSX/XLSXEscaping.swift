/// Writes texts into a sheet so that they are read back as they are.
enum XLSXEscaping {
  /// Appends a text; what XML cannot hold is written as `_x0001_`, and `_x0001_` itself in the same
  /// way.
  static func append(_ text: String, to xml: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      for (index, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: "&"): xml += "&amp;".utf8
        case UInt8(ascii: "<"): xml += "&lt;".utf8
        case UInt8(ascii: ">"): xml += "&gt;".utf8
        case UInt8(ascii: "_") where isCode(bytes, at: index): xml += "_x005F_".utf8
        case 9, 10: xml.append(byte)
        case 0..<32:
          let digits = String(byte, radix: 16, uppercase: true)
          xml += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8
        case 0xBE, 0xBF:
          // U+FFFE and U+FFFF, which XML has not, become U+FFFD.
          let isThird = index >= 2 && bytes[index - 2] == 0xEF && bytes[index - 1] == 0xBF
          xml.append(isThird ? 0xBD : byte)
        default: xml.append(byte)
        }
      }
    }
  }

  /// Whether `_xHHHH_` stands at a place.
  private static func isCode(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard place + 6 < bytes.count, bytes[place + 1] == UInt8(ascii: "x"),
      bytes[place + 6] == UInt8(ascii: "_")
    else { return false }
    return bytes[place + 2..<place + 6].allSatisfy {
      switch $0 {
      case 48...57, 65...70, 97...102: true
      default: false
      }
    }
  }
}
