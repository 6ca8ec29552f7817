/// The result of a hash: a fixed number of bytes, usually read as hexadecimal digits.
package struct Digest: Sendable, Hashable {
  package let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The digest as lower-case hexadecimal digits.
  package var hex: String { bytes.hex }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}

/// SHA-256, over bytes at once or as they come.
package struct SHA256: ~Copyable {
  private var context = DigestContext(.sha256)

  package init() {}

  /// Takes in further bytes.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    context.update([UInt8](bytes))
  }

  /// Returns the digest of all bytes taken in.
  package consuming func finish() -> Digest {
    context.finish()
  }

  /// Hashes bytes at once.
  package static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// Hashes the UTF-8 form of a text.
  package static func hash(_ text: String) -> Digest {
    var text = text
    var context = DigestContext(.sha256)
    text.withUTF8 { context.update(UnsafeRawBufferPointer($0)) }
    return context.finish()
  }

  /// Hashes an array of bytes where it lies.
  package static func hash(_ bytes: [UInt8]) -> Digest {
    var context = DigestContext(.sha256)
    context.update(bytes)
    return context.finish()
  }
}

/// SHA-1, for UUIDs and for services that ask for it; never for anything that must resist forgery.
package enum SHA1 {
  /// Hashes bytes at once.
  package static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
    var context = DigestContext(.sha1)
    context.update([UInt8](bytes))
    return context.finish()
  }
}
