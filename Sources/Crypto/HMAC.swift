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
    key += repeatElement(0, count: blockSize - key.count)
    var inner = DigestContext(.sha256)
    inner.update(key.map { $0 ^ 0x36 })
    inner.update([UInt8](message))
    var outer = DigestContext(.sha256)
    outer.update(key.map { $0 ^ 0x5C })
    outer.update(inner.finish().bytes)
    return outer.finish()
  }
}

/// Compares in a time that depends on the lengths alone (`CRYPTO_memcmp`).
package func equalInConstantTime(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
  lhs.count == rhs.count && CRYPTO_memcmp(lhs, rhs, lhs.count) == 0
}
