internal import Crypto
package import World

/// Makes fingerprints by which a secret's change can be seen and its value cannot.
package struct FingerprintKey: Sendable {
  private let key: [UInt8]
  /// The key's own name, which tells fingerprints of different keys apart.
  private let id: String

  /// Takes the project's own key.
  package init(_ key: Secret) {
    self.init(key: key.reveal { Array($0.utf8) })
  }

  /// Derives a key from the environment's client secret.
  package init(derivedFrom clientSecret: Secret) {
    let secret = clientSecret.reveal { Array($0.utf8) }
    self.init(
      key: HKDFSHA256.derive(from: secret, info: Array("gcsync fingerprint/1".utf8)))
  }

  private init(key: [UInt8]) {
    self.key = key
    id = String(SHA256.hash(key).hex.prefix(8))
  }

  package func fingerprint(of secret: Secret) -> String {
    let code = secret.reveal { HMACSHA256.authenticate($0.utf8, key: key) }
    return "\(id):\(code.hex.prefix(16))"
  }
}
