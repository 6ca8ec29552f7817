/// Why a workbook cannot be read or written, and where within it.
package struct XLSXError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    (self.message, self.hint) = (message, hint)
  }

  package var description: String { hint.map { "\(message); \($0)" } ?? message }
}

/// How much of a workbook is read before it is refused.
package struct XLSXLimits: Sendable, Hashable {
  /// How large a sheet may be when it is unpacked.
  package var sheetBytes: Int
  /// How large the texts may be that cells share, which are held while rows are read.
  package var sharedBytes: Int
  /// How large every other part may be.
  package var partBytes: Int
  package var cellBytes: Int

  package init(
    sheetBytes: Int = 2 << 30, sharedBytes: Int = 128 << 20, partBytes: Int = 16 << 20,
    cellBytes: Int = 1 << 20
  ) {
    self.sheetBytes = sheetBytes
    self.sharedBytes = sharedBytes
    self.partBytes = partBytes
    self.cellBytes = cellBytes
  }
}
