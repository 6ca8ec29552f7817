package import Diagnostics

/// Says why a text is no JSON document and where it stops being one.
package struct JSONParseError: Error, Sendable, Hashable {
  /// The reason, which quotes one character of the document at most.
  package let message: String
  /// The byte at which the document stops making sense, counted from 0.
  package let offset: Int
  package let line: Int
  /// The column, counted from 1 in Unicode scalars.
  package let column: Int

  /// Where the member stands whose name comes again, if that is the problem and it is known.
  let earlier: SourceLocation?
  let code: String

  init(
    _ message: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>,
    code: String = "json-syntax", earlier: SourceLocation? = nil
  ) {
    var position = TextPosition(in: bytes)
    (line, column) = position.lineAndColumn(at: offset)
    self.message = message
    self.offset = offset
    self.earlier = earlier
    self.code = code
  }

  /// Returns the error as a problem of the file it was found in.
  package func diagnostic(in file: SourceFile) -> Diagnostic {
    .error(
      code, message, at: SourceLocation(file: file, line: line, column: column),
      notes: earlier.map { [.init("it stands here for the first time", at: $0)] } ?? [])
  }
}

extension JSONParseError: CustomStringConvertible {
  package var description: String { "\(line):\(column): \(message)" }
}
