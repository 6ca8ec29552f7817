import COpenSSL

/// HMAC with SHA-256, as RFC 2104 and RFC 4231 describe it.
package enum HMACSHA256 {
  /// Authenticates a message under a key of any length (`HMAC`).
  package static func authenticate(
    _ message: some Sequence<UInt8>, key: some Sequence<UInt8>
  ) -> Digest {
    let (message, key) = ([UInt8](message), [UInt8](key))
    var bytes = [UInt8](repeating: 0, count: 32)
    let result = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &bytes, nil)
    precondition(result != nil, "libcrypto offers HMAC with SHA-256")
    return Digest(bytes: bytes)
  }
}

/// Compares in a time that depends on the lengths alone (`CRYPTO_memcmp`).
package func equalInConstantTime(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
  lhs.count == rhs.count && CRYPTO_memcmp(lhs, rhs, lhs.count) == 0
}
