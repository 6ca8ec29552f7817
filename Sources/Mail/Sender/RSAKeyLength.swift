/// Tells how long an RSA key is, from the DER form that it is published in.
enum RSAKeyLength {
  /// Returns the length of the modulus; nil where the bytes are no key (RFC 8017, A.1.1; RFC 5280, 4.1).
  static func bits(of bytes: [UInt8]) -> Int? {
    var outer = DER(bytes[...])
    guard var key = outer.value(of: 0x30), outer.rest.isEmpty else { return nil }
    // Most publish the key in an envelope that names its kind, some the bare key.
    if key.next == 0x30 {
      guard var kind = key.value(of: 0x30), kind.value(of: 0x06)?.rest.elementsEqual(rsa) == true,
        var bits = key.value(of: 0x03), bits.byte() == 0, let bare = bits.value(of: 0x30)
      else { return nil }
      key = bare
    }
    guard let modulus = key.value(of: 0x02), key.value(of: 0x02) != nil else { return nil }
    let digits = modulus.rest.drop { $0 == 0 }
    guard let first = digits.first, modulus.rest.first.map({ $0 < 0x80 }) == true else {
      return nil
    }
    return digits.count * 8 - first.leadingZeroBitCount
  }

  /// The object identifier 1.2.840.113549.1.1.1.
  private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
}

/// A run of values in the distinguished encoding of ASN.1.
private struct DER {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var next: UInt8? { rest.first }

  mutating func byte() -> UInt8? { rest.popFirst() }

  /// Takes the next value off, if it is of the kind given.
  mutating func value(of kind: UInt8) -> DER? {
    guard byte() == kind, let first = byte() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      length = 0
      guard (1...3).contains(first & 0x7f) else { return nil }
      for _ in 0..<(first & 0x7f) {
        guard let digit = byte() else { return nil }
        length = length << 8 | Int(digit)
      }
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return DER(rest.prefix(length))
  }
}
