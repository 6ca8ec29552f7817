extension XMLPullParser {
  /// Refuses bytes that are not UTF-8, and characters that XML 1.0 has not.
  func checkCharacters() throws(XMLError) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch let fault {
      throw error("the document is not UTF-8", at: fault.byteOffsets.lowerBound)
    }
    for index in bytes.indices where bytes[index] < 32 && !isSpace(bytes[index]) {
      throw error("a control character is not accepted", at: index)
    }
    for index in bytes.indices where bytes[index] == 0xEF {
      if bytes[index...].starts(with: [0xEF, 0xBF, 0xBE])
        || bytes[index...].starts(with: [0xEF, 0xBF, 0xBF])
      {
        throw error("a noncharacter is not accepted", at: index)
      }
    }
  }

  /// Reads `<?xml version="1.0" encoding="UTF-8"?>`, which may open a document.
  mutating func skipDeclaration() throws(XMLError) {
    guard has("<?xml"), offset + 5 < bytes.count, isSpace(bytes[offset + 5]) else { return }
    let start = offset
    offset += 5
    let attributes = try attributes()
    guard skip("?>") else { throw error("the XML declaration does not end", at: start) }
    let names = attributes.map(\.name.qualified)
    let order = ["version", "encoding", "standalone"]
    guard names.first == "version", names == order.filter(names.contains) else {
      throw error("the XML declaration is malformed", at: start)
    }
    for attribute in attributes where !isAccepted(attribute) {
      throw error("\(attribute.name.qualified) \"\(attribute.value)\" is not accepted", at: start)
    }
  }

  private func isAccepted(_ attribute: XMLAttribute) -> Bool {
    switch attribute.name.qualified {
    case "version": attribute.value == "1.0"
    case "encoding": ["utf-8", "us-ascii"].contains(attribute.value.lowercased())
    default: ["yes", "no"].contains(attribute.value)
    }
  }

  mutating func skipComment() throws(XMLError) {
    _ = try take(until: "--", of: "the comment")
    guard skip(">") else { throw error("a comment must not hold two hyphens") }
  }

  mutating func skipInstruction() throws(XMLError) {
    let start = offset
    let target = try name()
    guard target.qualified.lowercased() != "xml" else {
      throw error("an XML declaration stands at the start of a document only", at: start)
    }
    guard has("?>") || skipSpace() else {
      throw error("white space must follow the target \(target.qualified)")
    }
    _ = try take(until: "?>", of: "the processing instruction")
  }
}
