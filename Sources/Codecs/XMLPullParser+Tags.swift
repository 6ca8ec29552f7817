extension XMLPullParser {
  mutating func startTag() throws(XMLError) -> Event {
    let start = offset
    offset += 1
    guard !open.isEmpty || elementCount == 0 else {
      throw error("a document has one root element", at: start)
    }
    elementCount += 1
    guard elementCount <= limits.elements else {
      throw error("the document has more than \(limits.elements) elements", at: start)
    }
    guard open.count < limits.depth else {
      throw error("elements are nested deeper than \(limits.depth)", at: start)
    }
    let name = try name()
    let attributes = try attributes()
    isEmptyElement = skip("/>")
    guard isEmptyElement || skip(">") else {
      throw error("the tag of \(name.qualified) does not end")
    }
    open.append(name)
    return .start(name, attributes)
  }

  mutating func endTag() throws(XMLError) -> Event? {
    let start = offset
    let name = try name()
    guard name == open.last else {
      let expected = open.last.map { "</\($0.qualified)> is expected" } ?? "nothing is open"
      throw error("</\(name.qualified)> ends what is not open: \(expected)", at: start)
    }
    skipSpace()
    guard skip(">") else { throw error("the end tag of \(name.qualified) does not end") }
    return close()
  }

  mutating func name() throws(XMLError) -> XMLName {
    let start = offset
    while offset < bytes.count, isNameByte(bytes[offset]) { offset += 1 }
    guard let name = XMLName(string(start..<offset)) else {
      throw error("a name is expected", at: start)
    }
    return name
  }

  /// Reads attributes, each after white space, up to the end of the tag.
  mutating func attributes() throws(XMLError) -> [XMLAttribute] {
    var attributes: [XMLAttribute] = []
    while skipSpace(), offset < bytes.count, isNameByte(bytes[offset]) {
      let start = offset
      let name = try name()
      guard attributes.count < limits.attributesPerElement else {
        throw error("an element has more than \(limits.attributesPerElement) attributes", at: start)
      }
      guard !attributes.contains(where: { $0.name == name }) else {
        throw error("attribute \(name.qualified) is there twice", at: start)
      }
      skipSpace()
      guard skip("=") else { throw error("= is expected after attribute \(name.qualified)") }
      skipSpace()
      attributes.append(XMLAttribute(name: name, value: try attributeValue()))
    }
    return attributes
  }

  private mutating func attributeValue() throws(XMLError) -> String {
    guard has("\"") || has("'") else { throw error("an attribute's value stands in quotes") }
    let isDouble = has("\"")
    offset += 1
    let range = try take(until: isDouble ? "\"" : "'", of: "the attribute's value")
    if let bracket = bytes[range].firstIndex(of: UInt8(ascii: "<")) {
      throw error("an attribute's value must not hold <", at: bracket)
    }
    return try resolved(range, isAttribute: true)
  }
}
