/// HKDF with SHA-256, as RFC 5869 describes it.
package enum HKDFSHA256 {
  /// Derives a key of some length, at most 255 digests, from secret input.
  package static func derive(
    from secret: [UInt8], salt: [UInt8] = [], info: [UInt8] = [], count: Int = 32
  ) -> [UInt8] {
    precondition((0...255 * 32).contains(count), "HKDF yields at most 255 digests")
    let extracted = HMACSHA256.authenticate(secret, key: salt).bytes
    var key: [UInt8] = []
    var block: [UInt8] = []
    var index: UInt8 = 1
    while key.count < count {
      block = HMACSHA256.authenticate(block + info + [index], key: extracted).bytes
      key.append(contentsOf: block)
      index &+= 1
    }
    return [UInt8](key.prefix(count))
  }
}
