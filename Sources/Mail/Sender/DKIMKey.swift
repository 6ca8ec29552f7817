internal import Crypto

/// A public key that receivers check signatures with (RFC 6376, 3.6.1; RFC 8463).
struct DKIMKey: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case rsa(bits: Int)
    case ed25519
    /// The record is there to say that the key counts no more.
    case revoked
  }

  let kind: Kind
  /// Whether receivers are asked to treat signed mail like unsigned (`t=y`).
  let isTesting: Bool
  /// Whether the key is for mail.
  let isForMail: Bool
  /// Whether signatures over SHA-256 count, the only ones that do today.
  let takesSHA256: Bool

  init(_ text: String) throws(RecordFault) {
    let tags = try TagList(text)
    if let version = tags["v"] {
      guard version == "DKIM1", tags.tags.first?.name == "v" else {
        throw RecordFault("v= is not DKIM1, or does not stand first")
      }
    }
    guard let data = tags["p"] else { throw RecordFault("it has no p=") }
    isTesting = tags.list("t").contains("y")
    isForMail = tags["s"] == nil || !Set(tags.list("s")).isDisjoint(with: ["*", "email"])
    takesSHA256 = tags["h"] == nil || tags.list("h").contains("sha256")
    kind = try Self.kind(tags["k"] ?? "rsa", data)
  }

  private static func kind(_ name: String, _ data: String) throws(RecordFault) -> Kind {
    let digits = data.filter { !$0.isWhitespace }
    if digits.isEmpty { return .revoked }
    let padded =
      digits + String(repeating: "=", count: digits.contains("=") ? 0 : -digits.count & 3)
    guard let bytes = Base64.standard.decode(padded) else {
      throw RecordFault("p= is not Base64")
    }
    switch name {
    case "rsa":
      guard let bits = RSAKeyLength.bits(of: bytes) else {
        throw RecordFault("p= is no RSA key")
      }
      return .rsa(bits: bits)
    case "ed25519":
      guard bytes.count == 32 else { throw RecordFault("p= is no Ed25519 key") }
      return .ed25519
    default: throw RecordFault("k=\(shown(name)) is no kind of key")
    }
  }
}

extension TagList {
  /// The values of a tag that has several, with colons between them.
  fileprivate func list(_ name: String) -> [String] {
    (self[name] ?? "").split(separator: ":").map { String($0.trimmingSpace) }
  }
}
