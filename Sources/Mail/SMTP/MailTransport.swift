/// What carries a message to a mail server, once, without judging what comes of it.
package protocol MailTransport: Sendable {
  /// Offers one message for some recipients, and tells of each of them what became of it.
  ///
  /// What is under way is brought to its end even where the task is cancelled: half a message sent is a
  /// message of which nobody knows.
  func send(_ envelope: MailEnvelope, to server: MailServer) async -> MailOutcome
  /// Asks a server what it can do, through all that precedes a message.
  func features(of server: MailServer) async -> Result<MailServerFeatures, MailFailure>
}

/// A message and whom it is sent from and to, which its headers need not say.
package struct MailEnvelope: Sendable {
  package let from: EmailAddress
  package let recipients: [EmailAddress]
  /// The encoded message.
  package let message: [UInt8]

  package init(from: EmailAddress, recipients: [EmailAddress], message: [UInt8]) {
    (self.from, self.recipients, self.message) = (from, recipients, message)
  }
}

/// What became of a message, recipient by recipient.
package struct MailOutcome: Sendable, Hashable {
  /// In the order of the envelope.
  package let recipients: [RecipientOutcome]
  /// What the server said it can do, where the connection was a new one.
  package let features: MailServerFeatures?

  package init(_ recipients: [RecipientOutcome], features: MailServerFeatures? = nil) {
    (self.recipients, self.features) = (recipients, features)
  }
}

/// What became of a message for one recipient.
package enum RecipientOutcome: Sendable, Hashable {
  /// The server has taken it on.
  case accepted(SMTPReply)
  /// The server has said no, in answer to a step.
  case refused(SMTPReply, at: SMTPStep)
  /// It was certainly not taken on, and no answer says why.
  case notSent(MailFailure)
  /// It was sent whole and no answer came: the server may have taken it on.
  case unknown(MailFailure)
}

/// The steps of sending, in their order.
package enum SMTPStep: String, Sendable, Hashable, Comparable {
  case connect, greeting, hello
  case startTLS = "starttls"
  case authentication, sender, recipient, data, content

  private static let order: [SMTPStep] = [
    .connect, .greeting, .hello, .startTLS, .authentication, .sender, .recipient, .data, .content,
  ]

  package static func < (lhs: SMTPStep, rhs: SMTPStep) -> Bool { lhs.rank < rhs.rank }

  private var rank: Int { Self.order.firstIndex(of: self) ?? 0 }

  /// Whether a refusal is about the connection and so about every message on it.
  package var isOfSession: Bool { self < .sender }
}

/// Why there is no answer.
package struct MailFailure: Error, Sendable, Hashable {
  package enum Reason: String, Sendable {
    case unresolvedHost, refused, tls, timeout, connectionLost, cancelled, malformed, unsupported
    /// The server refuses who we say we are, or offers no way to say it.
    case login
    /// The server offers no TLS where TLS is asked for.
    case noTLS
    /// The answer was none that a mail server gives.
    case confused
  }

  package let reason: Reason
  package let detail: String
  /// The step at which it happened.
  package let step: SMTPStep

  package init(_ reason: Reason, _ detail: String, at step: SMTPStep) {
    (self.reason, self.detail, self.step) = (reason, detail, step)
  }

  /// Whether the same message may go through a little later.
  package var isTransient: Bool {
    switch reason {
    case .unresolvedHost, .refused, .timeout, .connectionLost, .confused: true
    case .tls, .cancelled, .malformed, .unsupported, .login, .noTLS: false
    }
  }
}
