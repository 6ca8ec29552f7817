internal import HTTP

extension EmailAddress {
  /// How much of a domain an address must have.
  package enum Policy: Sendable, Hashable {
    /// A domain of the internet, of two labels at least, or an address in brackets.
    case internet
    /// One label will do, as in `root@localhost`, which stands in mail that machines write.
    case anywhere
  }

  /// Reads an address that stands alone.
  package init(parsing text: String, _ policy: Policy = .internet) throws(AddressError) {
    var parser = AddressParser(text)
    try parser.checkControls()
    self = try parser.address(policy)
    guard parser.isAtEnd else {
      throw parser.error(
        "something follows the address", remedy: "write one address, as name@example.com")
    }
  }
}

/// Tells whether the inside of brackets is an address of IP.
func isAddressLiteral(_ text: String) -> Bool {
  let isVersion6 = text.lowercased().hasPrefix("ipv6:")
  let address = isVersion6 ? text.dropFirst(5) : text[...]
  return IPAddress(address) != nil && address.contains(":") == isVersion6
}
