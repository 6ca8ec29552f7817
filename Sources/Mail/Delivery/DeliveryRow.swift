/// One thing that is known of one recipient, as a ledger keeps it.
package struct DeliveryRow: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// It is being sent; where nothing follows, the run ended in the middle.
    case sending
    /// The server has taken it on.
    case accepted
    /// It will be tried again.
    case deferred
    /// The server said no for good.
    case refused
    /// The attempts are used up, or no attempt can help.
    case failed
    /// The server may have taken it on; it is never sent again unasked.
    case unknown
  }

  package let recipient: EmailAddress
  package let state: State
  /// The code of the server's reply, where there was one.
  package let code: Int?
  /// The server's words, or ours where it said nothing.
  package let text: String
  /// Counted from 1; 0 where no attempt was made.
  package let attempt: Int
  package let step: SMTPStep?

  package init(
    recipient: EmailAddress, state: State, code: Int? = nil, text: String, attempt: Int,
    step: SMTPStep? = nil
  ) {
    self.recipient = recipient
    self.state = state
    self.code = code
    self.text = text
    self.attempt = attempt
    self.step = step
  }
}

extension DeliveryRow.State {
  /// Whether nothing more will be done for the recipient.
  package var isFinal: Bool { self != .sending && self != .deferred }
}
