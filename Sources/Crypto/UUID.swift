/// A 128-bit identifier of RFC 9562.
package struct UUID: Sendable, Hashable {
  package let bytes: [UInt8]

  private init(bytes: [UInt8], version: UInt8) {
    var bytes = bytes
    bytes[6] = bytes[6] & 0x0f | version << 4
    bytes[8] = bytes[8] & 0x3f | 0x80
    self.bytes = bytes
  }

  /// Parses the form `8-4-4-4-12` in hexadecimal digits of either case.
  package init?(_ text: String) {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let bytes = [UInt8](hex: groups.joined())
    else { return nil }
    self.bytes = bytes
  }

  /// Makes the version 5 UUID of a name: the same name in the same namespace, the same UUID.
  package init(namespace: UUID, name: some Sequence<UInt8>) {
    let digest = SHA1.hash(namespace.bytes + [UInt8](name)).bytes
    self.init(bytes: [UInt8](digest.prefix(16)), version: 5)
  }

  /// Makes the version 5 UUID of a name in UTF-8.
  package init(namespace: UUID, name: String) {
    self.init(namespace: namespace, name: name.utf8)
  }

  /// Makes a version 4 UUID from secure random bytes.
  package static func random() -> UUID {
    UUID(bytes: SecureRandom.bytes(16), version: 4)
  }

  /// The version a UUID of the usual variant says it is.
  package var version: Int { Int(bytes[6] >> 4) }

  /// The form `8-4-4-4-12` in lower case.
  package var text: String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
      for digit in [byte >> 4, byte & 0x0f] {
        text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension UUID: CustomStringConvertible {
  package var description: String { text }
}

extension UUID {
  /// The namespace of fully qualified domain names.
  package static let dns = wellKnown(0x10)
  /// The namespace of URLs.
  package static let url = wellKnown(0x11)

  /// Returns `6ba7b8NN-9dad-11d1-80b4-00c04fd430c8`.
  private static func wellKnown(_ number: UInt8) -> UUID {
    UUID(
      bytes: [
        0x6b, 0xa7, 0xb8, number, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30,
        0xc8,
      ],
      version: 1)
  }
}
