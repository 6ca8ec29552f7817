/// The formats of host names, addresses and mailboxes.
enum NetworkFormat {
  /// Whether a text is a host name of RFC 1123, in ASCII and without a final dot.
  static func isHostname(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isLabel)
  }

  private static func isLabel(_ label: Substring) -> Bool {
    let bytes = Array(label.utf8)
    guard (1...63).contains(bytes.count), bytes.first != 45, bytes.last != 45 else { return false }
    // Two hyphens in the third and fourth place are kept for encoded labels.
    if bytes.count > 3, bytes[2] == 45, bytes[3] == 45, !label.lowercased().hasPrefix("xn--") {
      return false
    }
    return bytes.allSatisfy { isAlphanumeric($0) || $0 == 45 }
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 32) && byte < 128
  }

  /// Whether a text is four decimal octets, none with a leading zero.
  static func isIPv4(_ text: Substring) -> Bool {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4
      && octets.allSatisfy { octet in
        (1...3).contains(octet.utf8.count) && octet.utf8.allSatisfy { (48...57).contains($0) }
          && (octet == "0" || octet.first != "0") && (Int(octet) ?? 256) < 256
      }
  }

  /// Whether a text is an address of RFC 4291, which has no zone.
  static func isIPv6(_ text: Substring) -> Bool {
    guard let gap = text.firstRange(of: "::") else { return groups(text, mayEmbed: true) == 8 }
    let (head, tail) = (text[..<gap.lowerBound], text[gap.upperBound...])
    guard let first = head.isEmpty ? 0 : groups(head, mayEmbed: false),
      let last = tail.isEmpty ? 0 : groups(tail, mayEmbed: true)
    else { return false }
    return first + last <= 7
  }

  /// Returns how many groups of 16 bits a text has; an IPv4 address at its end counts as two.
  private static func groups(_ text: Substring, mayEmbed: Bool) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var count = 0
    for (offset, part) in parts.enumerated() {
      if mayEmbed, offset == parts.count - 1, part.contains(".") {
        guard isIPv4(part) else { return nil }
        count += 2
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(URIFormat.isHex) else {
          return nil
        }
        count += 1
      }
    }
    return count
  }
}

extension NetworkFormat {
  /// Whether a text is a mailbox of RFC 5321 in ASCII.
  static func isEmail(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@") else { return false }
    let (local, domain) = (text[..<at], text[text.index(after: at)...])
    guard (1...64).contains(local.utf8.count), isLocalPart(local) else { return false }
    if domain.hasPrefix("["), domain.hasSuffix("]") {
      let literal = domain.dropFirst().dropLast()
      if literal.lowercased().hasPrefix("ipv6:") { return isIPv6(literal.dropFirst(5)) }
      return isIPv4(literal)
    }
    return isHostname(domain)
  }

  private static func isLocalPart(_ text: Substring) -> Bool {
    if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 {
      return isQuoted(text.dropFirst().dropLast())
    }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty
        && atom.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }
  }

  private static func isQuoted(_ text: Substring) -> Bool {
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "\\"):
        guard let next = bytes.next(), (32...126).contains(next) else { return false }
      case UInt8(ascii: "\""): return false
      case 32...126: continue
      default: return false
      }
    }
    return true
  }
}
