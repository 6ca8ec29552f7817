internal import JSON

/// Data inside a page: between two tags, and yet never read as one.
enum PageData {
  /// Returns a document of JSON of which a browser reads nothing as markup.
  ///
  /// What stands for markup is in its texts only, where JSON has an escape for it.
  static func embedded(_ document: JSON) -> String {
    let source = document.bytes
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count + source.count / 16)
    for (index, byte) in source.enumerated() {
      switch byte {
      case UInt8(ascii: "<"): bytes += Array("\\u003C".utf8)
      case UInt8(ascii: ">"): bytes += Array("\\u003E".utf8)
      case UInt8(ascii: "&"): bytes += Array("\\u0026".utf8)
      case 0xA8...0xA9
      where index >= 2 && source[index - 2] == 0xE2 && source[index - 1] == 0x80:
        // U+2028 and U+2029, which end a line of a program.
        bytes.removeLast(2)
        bytes += Array((byte == 0xA8 ? "\\u2028" : "\\u2029").utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
