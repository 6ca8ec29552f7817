internal import Crypto
package import HTTP
package import World

/// How a caller shows that it may call.
package enum CallAuthentication: Sendable {
  /// It need not, which only a server on this machine's own address may say.
  case none
  /// `Authorization: Bearer TOKEN`; several tokens let one be replaced without a break.
  case bearer([Secret])
  case signature(Signing)

  /// What a body must be signed with.
  package struct Signing: Sendable {
    package var keys: [Secret]
    /// How far the sender's clock may be off, and so for how long a signature is remembered.
    package var tolerance: Duration
    /// A field with the plain HMAC of the body, for senders that sign in no other way; such a call
    /// can be sent again at any time.
    package var plainHeader: String?

    package init(
      keys: [Secret], tolerance: Duration = .seconds(300), plainHeader: String? = nil
    ) {
      self.keys = keys
      self.tolerance = tolerance
      self.plainHeader = plainHeader
    }
  }

  /// Returns why a call is not taken, or nil where it is.
  package func refusal(
    _ headers: HTTPHeaders, _ body: [UInt8], at now: Timestamp
  ) -> ActionRefusal? {
    let objection: String?
    switch self {
    case .none:
      // A page in a browser can send requests to this machine, but not without saying so.
      guard headers["Origin"] != nil else { return nil }
      return ActionRefusal(.denied, "Denied: calls from a browser need authentication.")
    case .bearer(let tokens): objection = Self.objection(headers, tokens)
    case .signature(let signing): objection = signing.objection(headers, body, now)
    }
    return objection.map { ActionRefusal(.unauthenticated, "Not authenticated: \($0).") }
  }

  /// Whether a call is its sender's for what it holds, and not for who sends it.
  var isSigned: Bool { if case .signature = self { true } else { false } }

  /// Returns why a call must not be taken although its signature is right: it came before.
  func replay(
    _ headers: HTTPHeaders, among seen: SeenSignatures, at now: Timestamp
  ) -> ActionRefusal? {
    // A plain HMAC of the body has no time, and is good again and again.
    guard case .signature(let signing) = self, let proof = CallProof(headers),
      !seen.take(proof, at: now, tolerance: signing.tolerance)
    else { return nil }
    return ActionRefusal(
      .unauthenticated,
      "Not authenticated: the signature was used before; sign each call anew, with its own "
        + "requestId.")
  }

  private static func objection(_ headers: HTTPHeaders, _ tokens: [Secret]) -> String? {
    let fields = headers.all("Authorization")
    guard fields.count == 1 else { return "there must be one Authorization field" }
    let parts = fields[0].split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      return "the Authorization field must be a bearer token"
    }
    // Digests are of one length, so that the comparison tells nothing of the token's.
    let given = SHA256.hash(String(parts[1])).bytes
    let isKnown = tokens.reduce(false) { isFound, token in
      token.reveal { !$0.isEmpty && equalInConstantTime(SHA256.hash($0).bytes, given) } || isFound
    }
    return isKnown ? nil : "the bearer token is not known"
  }
}

extension CallAuthentication.Signing {
  fileprivate func objection(
    _ headers: HTTPHeaders, _ body: [UInt8], _ now: Timestamp
  ) -> String? {
    let keys = keys.filter { !$0.isEmpty }
    if let plainHeader, headers[CallSignature.header] == nil,
      let signature = headers[plainHeader]
    {
      return CallSignature.isValid(signature, of: body, keys: keys)
        ? nil : "the signature in \(plainHeader) is not that of the body"
    }
    guard let signature = headers[CallSignature.header],
      let sent = headers[CallSignature.timestampHeader]
    else { return "\(CallSignature.header) and \(CallSignature.timestampHeader) must be there" }
    guard let seconds = Int64(sent), String(seconds) == sent, abs(seconds) < 1 << 40 else {
      return "\(CallSignature.timestampHeader) must be seconds since 1970"
    }
    let age = now.duration(since: Timestamp(seconds: seconds))
    guard age <= tolerance, age >= .zero - tolerance else {
      return "\(CallSignature.timestampHeader) is too far from this server's time"
    }
    return CallSignature.isValid(signature, of: Array("\(sent).".utf8) + body, keys: keys)
      ? nil : "the signature is not that of the timestamp and the body"
  }
}
