/// The formats of URIs and relative references, as the grammar of RFC 3986 has them.
enum URIFormat {
  /// Whether a text is a URI with a scheme.
  static func isURI(_ text: String) -> Bool {
    URIReference(text).scheme != nil && isReference(text)
  }

  /// Whether a text is a URI or a relative reference.
  static func isReference(_ text: String) -> Bool {
    let parts = URIReference(text)
    if let authority = parts.authority, !isAuthority(authority) { return false }
    if parts.scheme == nil, parts.authority == nil,
      parts.path.prefix(while: { $0 != "/" }).contains(":")
    {
      return false
    }
    return consists(parts.path, of: ":@/") && consists(parts.query ?? "", of: ":@/?")
      && consists(parts.fragment ?? "", of: ":@/?")
  }

  private static func isAuthority(_ text: String) -> Bool {
    var rest = text[...]
    if let at = rest.lastIndex(of: "@") {
      guard consists(String(rest[..<at]), of: ":") else { return false }
      rest = rest[rest.index(after: at)...]
    }
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]"), isLiteral(rest[..<end].dropFirst()) else {
        return false
      }
      return isPort(rest[rest.index(after: end)...])
    }
    let colon = rest.firstIndex(of: ":") ?? rest.endIndex
    return consists(String(rest[..<colon]), of: "") && isPort(rest[colon...])
  }

  private static func isPort(_ text: Substring) -> Bool {
    guard !text.isEmpty else { return true }
    return text.first == ":" && text.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
  }

  private static func isLiteral(_ text: Substring) -> Bool {
    guard text.first == "v" || text.first == "V" else { return NetworkFormat.isIPv6(text) }
    let parts = text.dropFirst().split(separator: ".", maxSplits: 1)
    return parts.count == 2 && parts[0].utf8.allSatisfy(isHex)
      && !parts[1].contains("%") && consists(String(parts[1]), of: ":")
  }

  static func isHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }

  /// Whether a text has only unreserved characters, sub-delimiters, percent-encodings and `others`.
  private static func consists(_ text: String, of others: String) -> Bool {
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(isHex) else { return false }
        rest.removeFirst(2)
      } else if !NetworkFormat.isAlphanumeric(byte), !"-._~!$&'()*+,;=".utf8.contains(byte),
        !others.utf8.contains(byte)
      {
        return false
      }
    }
    return true
  }
}
