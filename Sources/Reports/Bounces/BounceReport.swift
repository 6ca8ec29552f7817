package import Mail

/// What a mail system said of one recipient after it had taken a message on.
package struct BounceReport: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The address does not exist; nothing sent there will ever arrive.
    case permanent
    /// This message did not arrive; another one may.
    case transient
    /// The reader called it spam.
    case complaint
  }

  /// The form in which it was said.
  package enum Source: String, Sendable, Hashable {
    /// A delivery status notification of RFC 3464.
    case notification = "dsn"
    /// Prose, in one of the forms that mail systems are known for.
    case prose
    /// A feedback report of RFC 5965.
    case feedback = "arf"
    case ses
  }

  package let recipient: EmailAddress
  package let kind: Kind
  package let status: EnhancedStatus?
  /// The receiving side's own words.
  package let diagnostic: String
  /// The name of the message that did not arrive.
  package let messageID: MessageID?
  package let source: Source

  package init(
    recipient: EmailAddress, kind: Kind, status: EnhancedStatus? = nil, diagnostic: String,
    messageID: MessageID? = nil, source: Source
  ) {
    self.recipient = recipient
    self.kind = kind
    self.status = status
    self.diagnostic = diagnostic
    self.messageID = messageID
    self.source = source
  }
}

/// What an incoming message turned out to be.
package enum BounceReading: Sendable, Hashable {
  /// One report for each recipient; never empty.
  case reports([BounceReport])
  /// It speaks of a delivery, and of none that failed: a delay, a success, a message that is no spam.
  case noFailure(String)
  /// It is something else, or nothing that can be understood; somebody should look at it.
  case notUnderstood(String)
}
