/// Why a document is refused, and where.
package struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  /// The line and the column in characters, counted from 1.
  package let line: Int
  package let column: Int

  package var description: String { "\(line):\(column): \(message)" }

  /// Makes an error that points at a byte of a document.
  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    self.message = message
    line = before.count { $0 == 10 } + 1
    column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
  }
}

/// How much of a document is read before it is refused.
package struct XMLLimits: Sendable, Hashable {
  package var bytes: Int
  package var depth: Int
  package var elements: Int
  package var attributesPerElement: Int

  package init(
    bytes: Int = 64 << 20, depth: Int = 64, elements: Int = 1_000_000,
    attributesPerElement: Int = 64
  ) {
    self.bytes = bytes
    self.depth = depth
    self.elements = elements
    self.attributesPerElement = attributesPerElement
  }
}
