/// An address with the name of whose it is, as RFC 5322 has them in headers: `"Ann Lee" <a@x.org>`.
package struct Mailbox: Sendable, Hashable {
  package let name: String?
  package let address: EmailAddress

  package init(_ address: EmailAddress, name: String? = nil) {
    (self.address, self.name) = (address, name)
  }

  /// Reads `name@example.com`, `<name@example.com>` or `Ann Lee <name@example.com>`.
  package init(parsing text: String) throws(AddressError) {
    var parser = AddressParser(text)
    try parser.checkControls()
    self = try parser.mailbox()
  }
}

extension Mailbox: CustomStringConvertible {
  package var description: String {
    guard let name else { return address.text }
    return "\(quoted(name)) <\(address.text)>"
  }
}

extension AddressParser {
  fileprivate mutating func mailbox() throws(AddressError) -> Mailbox {
    skipBlanks()
    let beginning = self
    guard let name = try displayName() else {
      self = beginning
      let address = try address(.internet)
      try expectEnd()
      return Mailbox(address)
    }
    _ = take("<")
    let address = try address(.internet)
    guard take(">") else { throw error("the > is missing", remedy: "close the address with >") }
    try expectEnd()
    return Mailbox(address, name: name.isEmpty ? nil : name)
  }

  /// Reads the words before a `<`, or returns nil where an address stands alone.
  private mutating func displayName() throws(AddressError) -> String? {
    var words: [String] = []
    while let scalar = next, scalar != "<" {
      if scalar == "\"" {
        words.append(try quotedString())
        if next == "@" { return nil }
      } else if let word = try word() {
        words.append(word)
      } else {
        return nil
      }
      skipBlanks()
    }
    return isAtEnd ? nil : words.joined(separator: " ")
  }

  /// Reads a word of a name; nil where it is the beginning of an address.
  private mutating func word() throws(AddressError) -> String? {
    let start = place
    while let scalar = next, isNameScalar(scalar) { place += 1 }
    if next == "@" { return nil }
    guard place > start else {
      let scalar = next.map { "\($0)" } ?? ""
      throw error(
        "\"\(scalar)\" stands in a name without quotes",
        remedy: "write the name in quotes, as \"Lee, Ann\" <ann@example.com>")
    }
    return string(start..<place)
  }

  private mutating func expectEnd() throws(AddressError) {
    skipBlanks()
    guard !isAtEnd else { return }
    throw error("something follows the address", remedy: "write one address, without comments")
  }
}

/// Tells whether a scalar may stand in a name without quotes; dots may, as in `J. Lee`.
private func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
  guard scalar.isASCII else { return true }
  return isAtomByte(UInt8(scalar.value)) || scalar == "."
}
