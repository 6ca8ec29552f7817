/// Keeps requests away from addresses that are nobody's on the internet: this machine, its
/// network, the metadata service of its cloud.
///
/// It judges addresses, not names: a name may lead to one address when it is looked at and to
/// another when it is used.
package struct AddressGuard: Sendable, Hashable {
  private let ranges: [AddressRange]
  private let hosts: [String]

  /// Refuses everything but global addresses.
  package init() {
    (ranges, hosts) = ([], [])
  }

  /// Refuses everything but global addresses, these ranges, and whatever these hosts lead to.
  ///
  /// Each is an address, a range as `10.0.0.0/8`, or the name of a host.
  package init(allowing entries: [String]) throws(Problem) {
    var ranges: [AddressRange] = []
    var hosts: [String] = []
    for entry in entries {
      if let range = AddressRange(entry) {
        ranges.append(range)
      } else if let host = Self.host(entry) {
        hosts.append(host)
      } else {
        throw Problem(entry: entry)
      }
    }
    self.ranges = ranges
    self.hosts = hosts
  }

  /// What is neither an address nor a host.
  package struct Problem: Error, Sendable, CustomStringConvertible {
    package let entry: String

    package var description: String {
      "\"\(entry)\" is no host, no address and no range; write api.internal.example, 10.1.2.3 or "
        + "10.0.0.0/8"
    }
  }

  /// Returns why a request to a host must not go to an address, or nil where it may.
  package func objection(to address: IPAddress, of host: String) -> String? {
    let plain = address.unmapped
    guard address.kind != .global, !hosts.contains(host.lowercased()),
      !ranges.contains(where: { $0.contains(plain) || $0.contains(address) })
    else { return nil }
    return "\(host) leads to \(plain), a \(address.kind.rawValue) address"
  }

  /// Returns what judges the addresses a request to a URL is about to connect to.
  package func peers(of url: URL) -> PeerGuard {
    PeerGuard { objection(to: $0, of: url.host) }
  }

  private static func host(_ entry: String) -> String? {
    guard !entry.contains("/"), let url = URL(parsing: "https://\(entry)/"), url.port == nil,
      entry.contains(where: \.isLetter)
    else { return nil }
    return url.host
  }
}

/// Judges each address that a request is about to connect to.
package struct PeerGuard: Sendable {
  /// Returns why there must be no connection to an address, or nil where there may.
  package let objection: @Sendable (IPAddress) -> String?

  package init(_ objection: @escaping @Sendable (IPAddress) -> String?) {
    self.objection = objection
  }
}
