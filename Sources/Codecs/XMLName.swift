/// An element's or attribute's name as written, with or without a namespace prefix.
package struct XMLName: Sendable, Hashable {
  package let qualified: String
  /// The name after its prefix, if it has one.
  package let local: String

  /// Makes a name, or returns nil where XML and its namespaces know no such name.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last, parts.allSatisfy(isNameWithoutColon) else {
      return nil
    }
    qualified = text
    local = String(last)
  }
}

/// An attribute with its value as it reads after references and white space are resolved.
package struct XMLAttribute: Sendable, Hashable {
  package let name: XMLName
  package let value: String
}

/// Tells a byte that may stand in a name, the colon and the bytes of other scripts included.
func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 48...58, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
    0x80...:
    true
  default: false
  }
}

private func isNameWithoutColon(_ text: Substring) -> Bool {
  guard let first = text.unicodeScalars.first else { return false }
  return isNameStart(first) && text.unicodeScalars.allSatisfy(isNameCharacter)
}

/// The production NameStartChar of XML 1.0, without the colon.
private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 65...90, 95, 97...122, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
    0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
    0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
    true
  default: false
  }
}

/// The production NameChar of XML 1.0, without the colon.
private func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 45, 46, 48...57, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
  default: isNameStart(scalar)
  }
}
