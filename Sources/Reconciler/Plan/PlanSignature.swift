package import Crypto
internal import JSON

/// Whose key vouches for a plan file.
package struct PlanSignature: Sendable, Hashable {
  /// The name of the key, as `VerifyingKey.id` makes it.
  package let keyID: String
  let value: [UInt8]

  var document: JSON {
    [
      "algorithm": "ed25519", "keyId": .string(keyID),
      "value": .string(Base64.standard.encode(value)),
    ]
  }

  init(keyID: String, value: [UInt8]) {
    self.keyID = keyID
    self.value = value
  }

  init?(document: JSON) {
    guard document["algorithm"] == "ed25519", let keyID = document["keyId"]?.string,
      let value = document["value"]?.string.flatMap(Base64.standard.decode)
    else { return nil }
    self.init(keyID: keyID, value: value)
  }
}

extension PlanFile {
  /// Signs everything in the file but the signature itself.
  package mutating func sign(with key: SigningKey) {
    let bytes = unsigned.canonicalBytes
    signature = PlanSignature(
      keyID: key.verifyingKey.id, value: key.sign(bytes))
  }

  /// Tells whether one of the keys has signed the file as it is.
  package func isSigned(byOneOf keys: [VerifyingKey]) -> Bool {
    guard let signature else { return false }
    let bytes = unsigned.canonicalBytes
    return keys.contains { key in
      key.id == signature.keyID && key.verifies(signature.value, of: bytes)
    }
  }
}
