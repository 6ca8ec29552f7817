extension IPAddress {
  /// Takes an address as it goes on the wire: 4 bytes or 16.
  package init?(bytes: some Collection<UInt8>) {
    let bytes = [UInt8](bytes)
    switch bytes.count {
    case 4: self = .v4(bytes)
    case 16: self = .v6(groups(bytes[...]))
    default: return nil
    }
  }

  /// The address as it goes on the wire.
  package var bytes: [UInt8] {
    switch self {
    case .v4(let bytes): bytes
    case .v6(let groups): groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }
  }

  /// The IPv4 address where this is one in its IPv6 form, `::ffff:192.0.2.1`, else itself.
  package var unmapped: IPAddress {
    guard case .v6(let groups) = self, groups.starts(with: [0, 0, 0, 0, 0, 0xffff])
    else { return self }
    return .v4([UInt8](bytes.suffix(4)))
  }
}

extension IPAddress: CustomStringConvertible {
  /// The address in full, no group of zeros left out.
  package var description: String {
    switch self {
    case .v4(let bytes): bytes.map { String($0) }.joined(separator: ".")
    case .v6(let groups): groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
  }
}

private func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
  stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
    UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
  }
}
