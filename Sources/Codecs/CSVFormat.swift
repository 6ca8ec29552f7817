/// How a CSV file is written, as far as that is not the same for all of them.
package struct CSVFormat: Sendable, Hashable {
  /// What becomes of a row that has not as many cells as the first one.
  package enum Ragged: String, Sendable, CaseIterable {
    case fail
    /// Cells that lack are missing, and surplus ones are left out.
    case pad
  }

  /// What becomes of bytes that are no UTF-8.
  package enum InvalidUTF8: String, Sendable, CaseIterable {
    case fail
    /// Each stands as U+FFFD in the texts.
    case replace
  }

  /// The byte between cells; nil has it found out from the first 16 KiB.
  package var delimiter: UInt8?
  /// Whether the first row names the columns.
  package var hasHeader: Bool
  package var ragged: Ragged
  package var invalidUTF8: InvalidUTF8

  package init(
    delimiter: UInt8? = nil, hasHeader: Bool = true, ragged: Ragged = .fail,
    invalidUTF8: InvalidUTF8 = .fail
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.ragged = ragged
    self.invalidUTF8 = invalidUTF8
  }

  /// The delimiters that are looked for where none is given, the likeliest first.
  package static let delimiters = [",", ";", "\t", "|"].flatMap { Array($0.utf8) }
}

/// How much of a CSV file is held at once before it is refused.
package struct CSVLimits: Sendable, Hashable {
  package var columns: Int
  package var cellBytes: Int
  package var rowBytes: Int

  package init(columns: Int = 10_000, cellBytes: Int = 1 << 20, rowBytes: Int = 4 << 20) {
    precondition(rowBytes < 1 << 30, "Places within a row are 32 bits wide.")
    self.columns = columns
    self.cellBytes = cellBytes
    self.rowBytes = rowBytes
  }
}
