import COpenSSL

/// A hash in progress, owned by one variable (`EVP_MD_CTX`).
struct DigestContext: ~Copyable {
  enum Algorithm { case sha1, sha256 }

  private let context: OpaquePointer
  private let size: Int

  init(_ algorithm: Algorithm) {
    let method = algorithm == .sha1 ? EVP_sha1() : EVP_sha256()
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, method, nil) == 1 else {
      preconditionFailure("libcrypto offers SHA-1 and SHA-256 and has memory for one of them")
    }
    self.context = context
    self.size = algorithm == .sha1 ? 20 : 32
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  mutating func update(_ bytes: [UInt8]) {
    let status = EVP_DigestUpdate(context, bytes, bytes.count)
    precondition(status == 1, "a hash that was begun takes in bytes")
  }

  consuming func finish() -> Digest {
    var bytes = [UInt8](repeating: 0, count: size)
    let status = EVP_DigestFinal_ex(context, &bytes, nil)
    precondition(status == 1, "a hash that was begun can be finished")
    return Digest(bytes: bytes)
  }
}
