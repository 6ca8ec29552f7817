package import HTTP
package import Mail
package import World

/// Somebody who is told, and how; every secret it takes is at hand.
package struct NoticeChannel: Sendable {
  package enum Way: Sendable {
    /// gcsync's own document, signed where there is a key.
    case webhook(URL, key: Secret?)
    case slack(URL)
    case teams(URL)
    case mail([Mailbox])

    /// What a project file calls it.
    package var name: String {
      switch self {
      case .webhook: "webhook"
      case .slack: "slack"
      case .teams: "teams"
      case .mail: "mail"
      }
    }
  }

  package let name: String
  package let way: Way
  package let policy: NoticePolicy

  package init(name: String, way: Way, policy: NoticePolicy = NoticePolicy()) {
    (self.name, self.way, self.policy) = (name, way, policy)
  }
}

/// Why somebody could not be told, in words that hold no secret.
package struct NoticeFailure: Error, Sendable, Hashable {
  package let reason: String

  package init(_ reason: String) {
    self.reason = reason
  }
}
