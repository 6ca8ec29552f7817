package import Diagnostics
package import Mail

extension Project {
  /// Somebody who can be told of drift, and how.
  package struct Notification: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
      case webhook, slack, teams, mail
    }

    /// Where something is posted to: a URL, or the secret that it is.
    package enum Target: Sendable {
      case url(String)
      case secret(SecretSource)
    }

    package let name: String
    package let kind: Kind
    /// Nil for mail.
    package let target: Target?
    /// What bodies are signed with.
    package let key: SecretSource?
    package let recipients: [Mailbox]
    /// What is told of, in the words of the project file; nil for everything.
    package let subjects: [String]?
    /// After how long the same is told again; nil for never.
    package let reminder: Duration?
    package let location: SourceLocation
  }
}
