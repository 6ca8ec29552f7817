internal import HTTP
internal import JSON
internal import World

/// Credentials with the time for which they are good.
struct HeldCredentials: Sendable {
  let credentials: AWSCredentials
  /// Nil where they do not expire.
  let expires: Timestamp?
  /// When they should be replaced, which is before they must be.
  private let due: Timestamp?

  init(_ credentials: AWSCredentials, expires: Timestamp? = nil, obtained now: Timestamp) {
    self.credentials = credentials
    self.expires = expires
    due = expires.map { end in
      let whole = end.duration(since: now)
      return end.advanced(by: .zero - min(Self.buffer, whole / 2))
    }
  }

  /// How long before their end credentials are replaced, unless they live less than twice as long.
  private static let buffer = Duration.seconds(300)

  func isDue(at now: Timestamp) -> Bool { due.map { now >= $0 } ?? false }
  func isExpired(at now: Timestamp) -> Bool { expires.map { now >= $0 } ?? false }
}

extension HeldCredentials {
  /// Reads the document in which containers, instances and commands give credentials.
  init?(_ document: JSON?, token: String = "Token", at now: Timestamp) {
    guard let document, let id = document["AccessKeyId"]?.string,
      let secret = document["SecretAccessKey"]?.string, !id.isEmpty, !secret.isEmpty
    else { return nil }
    var expires: Timestamp?
    if let text = document["Expiration"]?.string {
      guard let time = Timestamp(rfc3339: text) else { return nil }
      expires = time
    }
    self.init(
      AWSCredentials(
        accessKeyID: id, secretAccessKey: Secret(secret),
        sessionToken: document[token]?.string.map { Secret($0) }),
      expires: expires, obtained: now)
  }
}
