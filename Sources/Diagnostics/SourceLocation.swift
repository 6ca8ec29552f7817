/// A place in a source file, counted from 1, columns in Unicode scalars.
package struct SourceLocation: Sendable, Hashable {
  package let file: SourceFile
  private let packedLine: UInt32
  private let packedColumn: UInt32

  package var line: Int { Int(packedLine) }
  package var column: Int { Int(packedColumn) }

  package init(file: SourceFile, line: Int, column: Int) {
    self.file = file
    self.packedLine = UInt32(clamping: line)
    self.packedColumn = UInt32(clamping: column)
  }
}

extension SourceLocation: CustomStringConvertible {
  package var description: String { "\(file.name):\(line):\(column)" }
}

extension SourceLocation: Comparable {
  package static func < (lhs: SourceLocation, rhs: SourceLocation) -> Bool {
    (lhs.file.name, lhs.line, lhs.column) < (rhs.file.name, rhs.line, rhs.column)
  }
}
