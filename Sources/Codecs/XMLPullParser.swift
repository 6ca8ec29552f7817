/// Reads an XML document piece by piece, and refuses what is not well formed or beyond its limits.
///
/// It reads UTF-8 only and knows no document type: a DOCTYPE is refused, so that neither external
/// nor nested entities exist. Comments and processing instructions are checked and left out.
package struct XMLPullParser {
  package enum Event: Sendable, Hashable {
    case start(XMLName, [XMLAttribute])
    /// A run of text or a CDATA section; neighbours are not joined.
    case text(String)
    case end(XMLName)
  }

  let bytes: [UInt8]
  let limits: XMLLimits
  var offset = 0
  /// The elements that are open, the innermost last.
  var open: [XMLName] = []
  var elementCount = 0
  /// An element written as `<a/>` has started and not yet ended.
  var isEmptyElement = false

  package init(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) {
    guard bytes.count <= limits.bytes else {
      throw XMLError("the document is larger than \(limits.bytes) bytes", at: 0, in: [])
    }
    self.bytes = bytes
    self.limits = limits
    try checkCharacters()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    try skipDeclaration()
  }

  /// Returns the next piece, or nil after the end of the root element and all that follows it.
  package mutating func next() throws(XMLError) -> Event? {
    if isEmptyElement { return close() }
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "<") else {
        if let text = try text() { return .text(text) }
        continue
      }
      if let event = try markup() { return event }
    }
    if let name = open.last { throw error("element \(name.qualified) does not end") }
    guard elementCount > 0 else { throw error("the document has no element") }
    return nil
  }

  private mutating func markup() throws(XMLError) -> Event? {
    if skip("<!--") {
      try skipComment()
    } else if skip("<![CDATA[") {
      return try .text(section())
    } else if skip("<?") {
      try skipInstruction()
    } else if has("<!") {
      throw error("a document type or declaration is not accepted")
    } else if skip("</") {
      return try endTag()
    } else {
      return try startTag()
    }
    return nil
  }

  /// Ends the innermost element.
  mutating func close() -> Event? {
    isEmptyElement = false
    return open.popLast().map { .end($0) }
  }
}

extension XMLPullParser {
  func error(_ message: String, at place: Int? = nil) -> XMLError {
    XMLError(message, at: place ?? offset, in: bytes)
  }

  func has(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[offset...].starts(with: $0) }
  }

  mutating func skip(_ text: StaticString) -> Bool {
    guard has(text) else { return false }
    offset += text.utf8CodeUnitCount
    return true
  }

  /// Skips white space, and returns whether there was any.
  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = offset
    while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
    return offset > start
  }

  /// Returns what stands before a closing mark, and moves behind the mark.
  mutating func take(until mark: StaticString, of what: String) throws(XMLError) -> Range<Int> {
    let start = offset
    while offset < bytes.count {
      let end = offset
      if skip(mark) { return start..<end }
      offset += 1
    }
    throw error("\(what) does not end", at: start)
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
