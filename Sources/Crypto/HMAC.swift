import COpenSSL

/// HMAC with SHA-256, as RFC 2104 and RFC 4231 describe it.
package enum HMACSHA256 {
  private static let blockSize = 64

  /// Authenticates a message under a key of any length.
  ///
  /// libcrypto's own `HMAC` looks its methods up anew for each message, which takes longer than a
  /// short message does.
  package static func authenticate(
    _ message: some Sequence<UInt8>, key: some Sequence<UInt8>
  ) -> Digest {
    var key = [UInt8](key)
    if key.count > blockSize { key = SHA256.hash(key).bytes }
    var block = [UInt8](repeating: 0x36, count: blockSize)
    for (place, byte) in key.enumerated() { block[place] ^= byte }
    var inner = DigestContext(.sha256)
    inner.update(block)
    inner.update([UInt8](message))
    for place in block.indices { block[place] ^= 0x36 ^ 0x5C }
    var outer = DigestContext(.sha256)
    outer.update(block)
    outer.update(inner.finish().bytes)
    return outer.finish()
  }
}

/// Compares in a time that depends on the lengths alone (`CRYPTO_memcmp`).
package func equalInConstantTime(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
  lhs.count == rhs.count && CRYPTO_memcmp(lhs, rhs, lhs.count) == 0
}
