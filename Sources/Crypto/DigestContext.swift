import COpenSSL

/// A hash in progress, owned by one variable (`EVP_MD_CTX`).
struct DigestContext: ~Copyable {
  enum Algorithm { case sha1, sha256 }

  private let context: OpaquePointer
  private let size: Int

  init(_ algorithm: Algorithm) {
    let method = algorithm == .sha1 ? methods.sha1 : methods.sha256
    guard let method, let context = EVP_MD_CTX_new(),
      EVP_DigestInit_ex2(context, method.pointer, nil) == 1
    else {
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

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(status == 1, "a hash that was begun takes in bytes")
  }

  consuming func finish() -> Digest {
    var bytes = [UInt8](repeating: 0, count: size)
    let status = EVP_DigestFinal_ex(context, &bytes, nil)
    precondition(status == 1, "a hash that was begun can be finished")
    return Digest(bytes: bytes)
  }
}

/// A method of libcrypto (`EVP_MD`), which any thread may use and nobody frees.
private struct Method: @unchecked Sendable {
  let pointer: OpaquePointer

  init?(_ name: String) {
    guard let pointer = EVP_MD_fetch(nil, name, nil) else { return nil }
    self.pointer = pointer
  }
}

/// The methods, looked up once: looking one up takes longer than hashing a request.
private let methods = (sha1: Method("SHA1"), sha256: Method("SHA256"))
