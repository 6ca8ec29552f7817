/// Reads an address or a mailbox from left to right, and says at which character it is none.
struct AddressParser {
  private let text: String
  private let scalars: [Unicode.Scalar]
  var place = 0

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { place == scalars.count }
  var next: Unicode.Scalar? { isAtEnd ? nil : scalars[place] }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    place += 1
    return true
  }

  mutating func skipBlanks() {
    while next == " " || next == "\t" { place += 1 }
  }

  func error(_ message: String, at place: Int? = nil, remedy: String) -> AddressError {
    AddressError(message, of: text, at: (place ?? self.place) + 1, remedy: remedy)
  }

  /// Refuses what no header may hold, wherever it stands.
  func checkControls() throws(AddressError) {
    guard let place = scalars.firstIndex(where: { isForbidden($0) && $0 != "\t" }) else { return }
    throw error("a control character or line break", at: place, remedy: "take it out")
  }
}

extension AddressParser {
  /// Reads `local@domain`, which must end at the end or before a `>`.
  mutating func address(_ policy: EmailAddress.Policy) throws(AddressError) -> EmailAddress {
    let start = place
    let local = next == "\"" ? try quotedString() : try dotString()
    guard local.utf8.count <= 64 else {
      throw error(
        "the part before @ has more than 64 bytes", at: start, remedy: "no server takes it")
    }
    guard take("@") else {
      throw error("the @ is missing", remedy: "write it as name@example.com")
    }
    let domain = next == "[" ? try literal() : try domain(policy)
    let address = EmailAddress(localPart: local, domain: domain)
    guard address.text.utf8.count <= 254 else {
      throw error("the address has more than 254 bytes", at: start, remedy: "no server takes it")
    }
    return address
  }

  private mutating func dotString() throws(AddressError) -> String {
    let start = place
    while let scalar = next, scalar.isASCII, isAtomByte(UInt8(scalar.value)) || scalar == "." {
      place += 1
    }
    if let scalar = next, !scalar.isASCII {
      throw error(
        "the part before @ has a letter outside ASCII",
        remedy: "ask its owner for the address in ASCII; few servers take another one")
    }
    let word = string(start..<place)
    guard !word.isEmpty else {
      throw error("the part before @ is missing", remedy: "write it as name@example.com")
    }
    if let dot = strayDot(in: word) {
      throw error(
        "a dot stands where none may", at: start + dot, remedy: "take it out, or quote the name")
    }
    return word
  }

  private func strayDot(in word: String) -> Int? {
    let bytes = Array(word.utf8)
    let dot = UInt8(ascii: ".")
    return bytes.indices.first {
      bytes[$0] == dot && ($0 == 0 || $0 == bytes.count - 1 || bytes[$0 - 1] == dot)
    }
  }

  /// Reads a quoted string and returns what it stands for.
  mutating func quotedString() throws(AddressError) -> String {
    let start = place
    place += 1
    var result = ""
    while let scalar = next, scalar != "\"" {
      place += 1
      if scalar == "\\", let escaped = next {
        place += 1
        result.unicodeScalars.append(escaped)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    guard take("\"") else {
      throw error("the quote is not closed", at: start, remedy: "close it with \"")
    }
    if next == "@", !result.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      throw error(
        "the part before @ has a letter outside ASCII", at: start,
        remedy: "ask its owner for the address in ASCII; few servers take another one")
    }
    return result
  }

  private mutating func literal() throws(AddressError) -> String {
    let start = place
    while let scalar = next, scalar != "]", scalar != ">" { place += 1 }
    guard take("]") else {
      throw error("the bracket is not closed", at: start, remedy: "close it with ]")
    }
    let inner = string(start + 1..<place - 1)
    guard isAddressLiteral(inner) else {
      throw error(
        "the brackets hold no address", at: start,
        remedy: "write a domain, [192.0.2.1] or [IPv6:2001:db8::1]")
    }
    return "[\(inner)]"
  }

  private mutating func domain(_ policy: EmailAddress.Policy) throws(AddressError) -> String {
    let start = place
    while let scalar = next, scalar != ">", scalar != " ", scalar != "\t", scalar != "," {
      place += 1
    }
    do throws(DomainError) {
      return try asciiDomain(string(start..<place), policy)
    } catch {
      throw self.error(error.message, at: start + error.offset, remedy: error.remedy)
    }
  }

  func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }
}
