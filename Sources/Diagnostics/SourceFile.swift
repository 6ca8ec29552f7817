/// A text that diagnostics point into, kept so that an excerpt can be shown without reading it again.
package final class SourceFile: Sendable {
  /// The path as the user would write it.
  package let name: String
  /// The bytes, which need not be valid UTF-8.
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  package convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// Returns the text of a line counted from 1, without its line break, or nil past the end.
  package func line(_ number: Int) -> String? {
    guard number > 0 else { return nil }
    var start = bytes.startIndex
    for _ in 1..<number {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
    }
    var end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

extension SourceFile: Equatable {
  package static func == (lhs: SourceFile, rhs: SourceFile) -> Bool {
    lhs === rhs || (lhs.name == rhs.name && lhs.bytes == rhs.bytes)
  }
}

extension SourceFile: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}
