package import Diagnostics
package import Mail

extension Project {
  /// How an environment's mail goes out, and in whose name.
  package struct Mail: Sendable {
    /// What a server wants to see before it takes mail.
    package struct Credentials: Sendable {
      package let user: String
      package let kind: MailServer.Credentials.Kind
      /// Where the password or the token is kept.
      package let secret: SecretSource
    }

    package let host: String
    /// Nil for the usual port of the kind of security.
    package let port: Int?
    package let security: MailServer.Security
    package let credentials: Credentials?
    package let from: Mailbox
    package let replyTo: Mailbox?
    /// What the machine calls itself in EHLO; nil for the sender's domain.
    package let ehloName: String?
    /// The names below `_domainkey` of the keys that mail is signed with.
    package let dkimSelectors: [String]
    /// How large an encoded message may be; nil for the usual limit.
    package let maximumBytes: Int?
    package let timeouts: MailServer.Timeouts
    package let location: SourceLocation

    /// Returns the server as it is spoken to, with the secret it wants where it wants one.
    package func server(credentials: MailServer.Credentials?) -> MailServer {
      MailServer(
        host: host, port: port, security: security, credentials: credentials,
        clientName: ehloName ?? from.address.domain, timeouts: timeouts)
    }
  }
}
