package import World

/// A server that takes mail, and how it is spoken to.
package struct MailServer: Sendable {
  package enum Security: String, Sendable, Hashable, CaseIterable {
    /// The connection begins in clear text and goes on in TLS before anything is said (port 587).
    case startTLS = "starttls"
    /// The connection is TLS from its first byte (port 465).
    case implicitTLS = "tls"
    /// No TLS, and so no credentials.
    case none
  }

  package struct Credentials: Sendable {
    package enum Kind: Sendable, Hashable {
      case password
      /// A bearer token of OAuth 2, for servers that take no password.
      case accessToken
    }

    package let user: String
    package let secret: Secret
    package let kind: Kind

    package init(user: String, secret: Secret, kind: Kind = .password) {
      (self.user, self.secret, self.kind) = (user, secret, kind)
    }
  }

  /// How long the steps of sending may take.
  package struct Timeouts: Sendable, Hashable {
    package var connect: Duration
    /// For one reply of the server; RFC 5321 asks for minutes.
    package var reply: Duration
    /// For one message, from its turn to the last reply.
    package var message: Duration

    package init(
      connect: Duration = .seconds(30), reply: Duration = .seconds(120),
      message: Duration = .seconds(600)
    ) {
      (self.connect, self.reply, self.message) = (connect, reply, message)
    }
  }

  package var host: String
  package var port: Int
  package var security: Security
  package var credentials: Credentials?
  /// What this machine calls itself in EHLO.
  package var clientName: String
  package var timeouts: Timeouts

  package init(
    host: String, port: Int? = nil, security: Security = .startTLS,
    credentials: Credentials? = nil, clientName: String = "localhost",
    timeouts: Timeouts = Timeouts()
  ) {
    self.host = host
    self.port = port ?? (security == .implicitTLS ? 465 : 587)
    self.security = security
    self.credentials = credentials
    self.clientName = clientName
    self.timeouts = timeouts
  }

  /// Why nothing may be sent to it, or nil where it may.
  package var objection: String? {
    let isHost =
      !host.isEmpty && host.utf8.allSatisfy { isAlphanumeric($0) || ".-_:".utf8.contains($0) }
    if !isHost || !(1...65535).contains(port) { return "the mail server's host or port is not one" }
    if security == .none, credentials != nil {
      return "credentials are not sent in clear text; use starttls or tls"
    }
    let isName =
      !clientName.isEmpty
      && clientName.utf8.allSatisfy { isAlphanumeric($0) || ".-[]:".utf8.contains($0) }
    return isName ? nil : "the name for EHLO is no host name"
  }
}

/// What a server says of itself in answer to EHLO.
package struct MailServerFeatures: Sendable, Hashable {
  /// The largest message it takes in bytes; nil where it names none.
  package let size: Int?
  package let keywords: [String]

  /// Reads the lines of the answer, the first of which is a greeting.
  package init(_ lines: some Sequence<String>) {
    keywords = lines.dropFirst().map { $0.uppercased() }
    let size = keywords.lazy.filter { $0.hasPrefix("SIZE ") }.first.flatMap { Int($0.dropFirst(5)) }
    self.size = size == 0 ? nil : size
  }
}
