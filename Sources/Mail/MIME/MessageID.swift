/// The name of a message, as `Message-ID` has it between angle brackets.
package struct MessageID: Sendable, Hashable {
  package let text: String

  /// Takes `left@right` where both are what RFC 5322 takes there.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 200,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { isAtomByte($0) || $0 == 46 } })
    else { return nil }
    self.text = text
  }

  /// Reads the first name in angle brackets, however odd, as other machines write it.
  package init?(tolerant field: String) {
    let inner = field.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
    let name = inner.filter { !$0.isWhitespace }
    guard name.contains("@"), name.utf8.count <= 998 else { return nil }
    text = name
  }
}

extension MessageID: CustomStringConvertible {
  package var description: String { "<\(text)>" }
}
