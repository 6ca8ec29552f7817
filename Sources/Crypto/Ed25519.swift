/// Why a key could not be read.
package enum KeyError: Error, Sendable, Hashable, CustomStringConvertible {
  case notPEM, encrypted, notEd25519, wrongLength

  package var description: String {
    switch self {
    case .notPEM: "the key is not a PEM document of the expected kind"
    case .encrypted: "the key is encrypted; gcsync reads keys without a passphrase only"
    case .notEd25519: "the key is not an Ed25519 key"
    case .wrongLength: "an Ed25519 key has exactly 32 bytes"
    }
  }
}

/// The private half of an Ed25519 pair.
package struct SigningKey: Sendable {
  private let key: EdwardsKey

  /// Parses a PKCS #8 PEM document, `BEGIN PRIVATE KEY`.
  package init(pem: String) throws(KeyError) {
    key = try EdwardsKey(privatePEM: pem)
  }

  /// Takes the 32 bytes of RFC 8032.
  package init(bytes: [UInt8]) throws(KeyError) {
    key = try EdwardsKey(privateBytes: bytes)
  }

  /// Makes a new pair from secure random bytes.
  package static func generate() throws(KeyError) -> SigningKey {
    try SigningKey(bytes: SecureRandom.bytes(32))
  }

  package var verifyingKey: VerifyingKey { VerifyingKey(key) }

  /// Returns the 64-byte signature of a message.
  package func sign(_ message: [UInt8]) -> [UInt8] { key.sign(message) }

  /// Calls the closure with the PKCS #8 PEM document, where it is put into a file.
  package func withPEM<Result>(_ use: (String) throws -> Result) rethrows -> Result {
    try use(key.privatePEM)
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "<signing key>" }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// The public half of an Ed25519 pair.
package struct VerifyingKey: Sendable {
  private let key: EdwardsKey

  fileprivate init(_ key: EdwardsKey) {
    self.key = key
  }

  /// Parses a PEM document, `BEGIN PUBLIC KEY`.
  package init(pem: String) throws(KeyError) {
    key = try EdwardsKey(publicPEM: pem)
  }

  /// Takes the 32 bytes of RFC 8032.
  package init(bytes: [UInt8]) throws(KeyError) {
    key = try EdwardsKey(publicBytes: bytes)
  }

  package var bytes: [UInt8] { key.publicBytes }
  package var pem: String { key.publicPEM }

  /// The first 16 hexadecimal digits of the key's SHA-256, to name it by.
  package var id: String { String(SHA256.hash(bytes).hex.prefix(16)) }

  /// Returns whether a signature is this key's over a message.
  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    key.verifies(signature, of: message)
  }
}
