/// Why a CSV file is refused, and where.
package struct CSVError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  /// The row, counted from 1 with the header, empty lines left out.
  package let row: Int
  /// The byte in the decompressed file, counted from 0.
  package let offset: Int

  package var description: String { "row \(row), byte \(offset): \(message)" }

  init(_ message: String, row: Int, at offset: Int) {
    self.message = message
    self.row = row
    self.offset = offset
  }
}
