/// An address of either family in the exact textual forms of RFC 3986, nothing abbreviated.
package enum IPAddress: Hashable, Sendable {
  case v4([UInt8])
  case v6([UInt16])

  /// Parses four decimal numbers without leading zeros, or an IPv6 address without brackets.
  package init?(_ text: some StringProtocol) {
    if let bytes = ipv4(text) {
      self = .v4(bytes)
    } else if let groups = ipv6(text) {
      self = .v6(groups)
    } else {
      return nil
    }
  }

  /// Whether it names this very machine: 127.0.0.0/8 or ::1.
  var isLoopback: Bool {
    switch self {
    case .v4(let bytes): bytes[0] == 127
    case .v6(let groups): groups == [0, 0, 0, 0, 0, 0, 0, 1]
    }
  }
}

private func ipv4(_ text: some StringProtocol) -> [UInt8]? {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  let bytes = parts.compactMap { UInt8($0) }
  guard bytes.count == 4, parts.count == 4, zip(parts, bytes).allSatisfy({ $0 == String($1) })
  else { return nil }
  return bytes
}

private func ipv6(_ text: some StringProtocol) -> [UInt16]? {
  let bytes = [UInt8](text.utf8)
  let colons = UInt8(ascii: ":")
  let gaps = bytes.indices.dropLast().filter { bytes[$0] == colons && bytes[$0 + 1] == colons }
  guard let gap = gaps.first else {
    return groups(bytes).flatMap { $0.count == 8 ? $0 : nil }
  }
  let (left, right) = (bytes[..<gap], bytes[(gap + 2)...])
  guard gaps.count == 1, let head = left.isEmpty ? [] : groups([UInt8](left), mayEndInIPv4: false),
    let tail = right.isEmpty ? [] : groups([UInt8](right)), head.count + tail.count < 8
  else { return nil }
  return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
}

/// Parses groups of hexadecimal digits between colons, the last perhaps an IPv4 address.
private func groups(_ bytes: [UInt8], mayEndInIPv4: Bool = true) -> [UInt16]? {
  let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  var groups: [UInt16] = []
  for (index, part) in parts.enumerated() {
    let text = String(decoding: part, as: UTF8.self)
    if mayEndInIPv4, index == parts.count - 1, let bytes = ipv4(text) {
      groups.append(UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
      groups.append(UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
    } else {
      guard (1...4).contains(part.count), part.allSatisfy({ hexValue($0) != nil }),
        let group = UInt16(text, radix: 16)
      else { return nil }
      groups.append(group)
    }
  }
  return groups
}
