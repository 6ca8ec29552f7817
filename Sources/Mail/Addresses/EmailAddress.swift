/// An address that mail can be sent to, as RFC 5321 has it: `local@domain`.
///
/// The case of the domain makes no difference, that of the local part is the receiver's own affair.
package struct EmailAddress: Sendable, Hashable {
  /// What stands before the `@`, without quotes and escapes.
  package let localPart: String
  /// The domain in ASCII and lower case, or an address in brackets.
  package let domain: String

  init(localPart: String, domain: String) {
    (self.localPart, self.domain) = (localPart, domain)
  }

  /// The address as commands and headers have it, the local part quoted where it must be.
  package var text: String { "\(quotedIfNeeded(localPart))@\(domain)" }
}

extension EmailAddress: CustomStringConvertible {
  package var description: String { text }
}

extension EmailAddress: Comparable {
  package static func < (lhs: EmailAddress, rhs: EmailAddress) -> Bool {
    (lhs.domain, lhs.localPart) < (rhs.domain, rhs.localPart)
  }
}

/// Returns a local part as it is where it consists of atoms, else as a quoted string.
private func quotedIfNeeded(_ local: String) -> String {
  let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
  if atoms.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isAtomByte) }) { return local }
  return quoted(local)
}

/// Returns text as a quoted string.
func quoted(_ text: String) -> String {
  var result = "\""
  for character in text.unicodeScalars {
    if character == "\"" || character == "\\" { result.unicodeScalars.append("\\") }
    result.unicodeScalars.append(character)
  }
  return result + "\""
}

/// Tells whether a byte may stand in an atom of RFC 5322.
func isAtomByte(_ byte: UInt8) -> Bool {
  isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte | 32)
}
