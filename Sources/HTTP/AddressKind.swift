/// What an address is for, by IANA's registries of special-purpose addresses.
package enum AddressKind: String, Sendable, CaseIterable {
  /// Anybody's on the internet.
  case global
  case unspecified, loopback
  case privateUse = "private-use"
  case linkLocal = "link-local"
  /// Between a provider and its customers (carrier-grade NAT).
  case shared
  case multicast, broadcast, documentation, benchmarking
  /// Kept back by the IETF, given up, or never given out.
  case reserved
  /// A tunnel from the time IPv6 began, which may come out anywhere.
  case tunnel
}

extension IPAddress {
  /// What the address is for; one that stands in another's form is judged as itself.
  package var kind: AddressKind {
    let address = unmapped
    switch address {
    case .v4: return ipv4.first { $0.range.contains(address) }?.kind ?? .global
    case .v6(let groups):
      if nat64.contains(address) || compatible.contains(address), groups != loopbackGroups,
        groups != [UInt16](repeating: 0, count: 8)
      {
        let inner = IPAddress.v4([UInt8](address.bytes.suffix(4))).kind
        return inner == .global && compatible.contains(address) ? .reserved : inner
      }
      if let special = ipv6.first(where: { $0.range.contains(address) }) { return special.kind }
      return unicast.contains(address) ? .global : .reserved
    }
  }
}

private struct Special: Sendable {
  let range: AddressRange
  let kind: AddressKind

  init(_ text: String, _ kind: AddressKind) {
    guard let range = AddressRange(text) else {
      preconditionFailure("\(text) is a range of addresses")
    }
    self.range = range
    self.kind = kind
  }
}

private let loopbackGroups: [UInt16] = [0, 0, 0, 0, 0, 0, 0, 1]
/// RFC 6052: an IPv4 address behind a translator that everybody may use.
private let nat64 = Special("64:ff9b::/96", .global).range
/// RFC 4291: an IPv4 address with zeros before it, given up.
private let compatible = Special("::/96", .reserved).range
/// What IANA has begun to give out to the internet.
private let unicast = Special("2000::/3", .global).range

/// IANA's IPv4 Special-Purpose Address Registry, without what everybody can reach, and the ranges
/// of its IPv4 Multicast Address Space; the first that fits counts.
private let ipv4: [Special] = [
  Special("0.0.0.0/8", .unspecified), Special("10.0.0.0/8", .privateUse),
  Special("100.64.0.0/10", .shared), Special("127.0.0.0/8", .loopback),
  Special("169.254.0.0/16", .linkLocal), Special("172.16.0.0/12", .privateUse),
  Special("192.0.0.0/24", .reserved), Special("192.0.2.0/24", .documentation),
  Special("192.88.99.0/24", .tunnel), Special("192.168.0.0/16", .privateUse),
  Special("198.18.0.0/15", .benchmarking), Special("198.51.100.0/24", .documentation),
  Special("203.0.113.0/24", .documentation), Special("224.0.0.0/4", .multicast),
  Special("255.255.255.255/32", .broadcast), Special("240.0.0.0/4", .reserved),
]

/// IANA's IPv6 Special-Purpose Address Registry, likewise.
private let ipv6: [Special] = [
  Special("::/128", .unspecified), Special("::1/128", .loopback),
  Special("64:ff9b:1::/48", .privateUse), Special("100::/64", .reserved),
  Special("100:0:0:1::/64", .reserved), Special("2001::/32", .tunnel),
  Special("2001:2::/48", .benchmarking), Special("2001::/23", .reserved),
  Special("2001:db8::/32", .documentation), Special("2002::/16", .tunnel),
  Special("3fff::/20", .documentation), Special("5f00::/16", .reserved),
  Special("fc00::/7", .privateUse), Special("fe80::/10", .linkLocal),
  Special("fec0::/10", .privateUse), Special("ff00::/8", .multicast),
]
