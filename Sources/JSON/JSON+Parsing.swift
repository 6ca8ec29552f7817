package import Diagnostics

extension JSON {
  /// What a document may be, so that a hostile one costs neither memory nor the stack.
  package struct Limits: Sendable {
    /// What becomes of an object that has a member twice.
    package enum DuplicateKeys: Sendable {
      case error, lastWins
    }

    /// How many arrays and objects may stand inside each other.
    package var depth: Int
    /// How long a document may be.
    package var bytes: Int
    package var duplicateKeys: DuplicateKeys

    package init(
      depth: Int = 512, bytes: Int = 256 << 20, duplicateKeys: DuplicateKeys = .error
    ) {
      self.depth = depth
      self.bytes = bytes
      self.duplicateKeys = duplicateKeys
    }

    package static let `default` = Limits()
  }

  /// Parses a document as RFC 8259 defines it, with nothing more allowed.
  ///
  /// Refused are a byte order mark, invalid UTF-8, escapes of lone surrogates and anything after
  /// the value.
  package static func parse(
    _ bytes: [UInt8], limits: Limits = .default
  ) throws(JSONParseError) -> JSON {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONParseError) in
      var parser = JSONParser(buffer, limits: limits, builder: PlainBuilder())
      return try parser.document()
    }
  }

  /// Parses the text of a document.
  package static func parse(
    _ text: String, limits: Limits = .default
  ) throws(JSONParseError) -> JSON {
    try parse(Array(text.utf8), limits: limits)
  }

  /// Parses a file into values and member names that know where they stand.
  package static func parseLocated(
    _ file: SourceFile, limits: Limits = .default
  ) throws(DiagnosticsError) -> LocatedJSON {
    do throws(JSONParseError) {
      return try file.bytes.withUnsafeBufferPointer { buffer throws(JSONParseError) in
        let builder = LocatedBuilder(file: file, position: TextPosition(in: buffer))
        var parser = JSONParser(buffer, limits: limits, builder: builder)
        return try parser.document()
      }
    } catch {
      throw DiagnosticsError(error.diagnostic(in: file))
    }
  }
}
