extension JSON {
  /// The document on one line without spaces, numbers as they were written.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The UTF-8 bytes of `text`.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.compact(self)
    return writer.bytes
  }

  /// The document with a line for each member and element, two spaces a level, no final newline.
  package var prettyText: String {
    var writer = JSONWriter()
    writer.pretty(self, level: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The one text that equal documents share, as RFC 8785 defines it.
  ///
  /// Members stand in the order of their names' UTF-16 code units and numbers as ECMAScript writes
  /// them. Where that would lose digits, the number stands in the same notation with all its
  /// digits: see `JSONNumber.canonicalText`.
  package var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The UTF-8 bytes of `canonicalText`, which is what gets hashed and signed.
  package var canonicalBytes: [UInt8] {
    var writer = JSONWriter()
    writer.canonical(self)
    return writer.bytes
  }
}
