internal import Crypto
package import HTTP
package import World

/// Who sent a body, and when: HMAC-SHA-256 under a key that both sides know.
package enum CallSignature {
  package static let header = "X-Gcsync-Signature"
  package static let timestampHeader = "X-Gcsync-Timestamp"

  /// Returns the header fields that vouch for a body sent at a time.
  package static func fields(
    of body: [UInt8], at time: Timestamp, key: Secret
  ) -> [HTTPHeaders.Field] {
    let seconds = String(time.seconds)
    return [
      HTTPHeaders.Field(name: timestampHeader, value: seconds),
      HTTPHeaders.Field(
        name: header, value: "sha256=" + mac(Array("\(seconds).".utf8) + body, key).hex),
    ]
  }

  /// Returns whether a text is the signature of a message under one of several keys.
  ///
  /// All keys are tried whatever the first gives, so that the time it takes tells nothing.
  static func isValid(_ text: String, of message: [UInt8], keys: [Secret]) -> Bool {
    let given = bytes(text) ?? []
    return keys.reduce(false) { isFound, key in
      equalInConstantTime(mac(message, key).bytes, given) || isFound
    }
  }

  /// Reads the bytes of a signature.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.hasPrefix("sha256=") ? text.dropFirst(7) : text[...]
    return [UInt8](hex: digits.lowercased())
  }

  private static func mac(_ message: [UInt8], _ key: Secret) -> Digest {
    key.reveal { HMACSHA256.authenticate(message, key: Array($0.utf8)) }
  }
}
