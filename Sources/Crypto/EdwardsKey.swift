import COpenSSL

/// An Ed25519 key in libcrypto's hands (`EVP_PKEY`).
///
/// `@unchecked Sendable`: libcrypto lets any number of threads read one key, and nothing here
/// changes a key after its initialiser.
final class EdwardsKey: @unchecked Sendable {
  private let key: OpaquePointer

  private init(owning key: OpaquePointer) {
    self.key = key
  }

  deinit {
    EVP_PKEY_free(key)
  }

  convenience init(privateBytes bytes: [UInt8]) throws(KeyError) {
    let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    guard bytes.count == 32, let key else { throw .wrongLength }
    self.init(owning: key)
  }

  convenience init(publicBytes bytes: [UInt8]) throws(KeyError) {
    let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    guard bytes.count == 32, let key else { throw .wrongLength }
    self.init(owning: key)
  }

  convenience init(privatePEM text: String) throws(KeyError) {
    if text.contains("BEGIN ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED") {
      throw .encrypted
    }
    try self.init(parsing: text) { PEM_read_bio_PrivateKey($0, nil, noPassphrase, nil) }
  }

  convenience init(publicPEM text: String) throws(KeyError) {
    try self.init(parsing: text) { PEM_read_bio_PUBKEY($0, nil, noPassphrase, nil) }
  }

  private convenience init(
    parsing text: String, _ read: (OpaquePointer) -> OpaquePointer?
  ) throws(KeyError) {
    let key = MemoryBIO(text).flatMap { bio in
      defer { ERR_clear_error() }
      return read(bio.pointer)
    }
    guard let key else { throw .notPEM }
    guard EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 else {
      EVP_PKEY_free(key)
      throw .notEd25519
    }
    self.init(owning: key)
  }
}

extension EdwardsKey {
  var publicBytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = bytes.count
    let status = EVP_PKEY_get_raw_public_key(key, &bytes, &count)
    precondition(status == 1 && count == 32, "every Ed25519 key has a public half of 32 bytes")
    return bytes
  }

  var publicPEM: String {
    written { PEM_write_bio_PUBKEY($0, key) }
  }

  var privatePEM: String {
    written { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
  }

  private func written(_ write: (OpaquePointer) -> Int32) -> String {
    guard let bio = MemoryBIO(), write(bio.pointer) == 1 else {
      preconditionFailure("a key in memory can be written to memory")
    }
    return bio.text
  }

  /// Signs with the pure form of RFC 8032, which hashes nothing beforehand (`EVP_DigestSign`).
  func sign(_ message: [UInt8]) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: 64)
    var count = signature.count
    let done =
      EVP_DigestSignInit(context, nil, nil, nil, key) == 1
      && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    precondition(done && count == 64, "a private Ed25519 key signs any message")
    return signature
  }

  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    let context = EVP_MD_CTX_new()
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

/// Answers that there is no passphrase, where libcrypto would else ask on the terminal.
private func noPassphrase(
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 { -1 }
