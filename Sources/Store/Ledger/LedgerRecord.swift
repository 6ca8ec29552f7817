package import World

/// What is known of one event that must not be handled twice.
package struct LedgerRecord: Sendable, Hashable {
  package enum State: String, Sendable {
    case inProgress = "INPROGRESS"
    case completed = "COMPLETED"
  }

  package let state: State
  /// The SHA-256 of what was handled under the key.
  package let payloadHash: String
  /// When the record stops counting.
  package let expires: Timestamp

  package init(state: State, payloadHash: String, expires: Timestamp) {
    self.state = state
    self.payloadHash = payloadHash
    self.expires = expires
  }

  /// How long records count.
  package struct Lifetimes: Sendable {
    /// How long whoever began may take before another one may begin again.
    package var inProgress: Duration
    /// How long a second copy of an event is known as such.
    package var completed: Duration

    package init(inProgress: Duration = .seconds(900), completed: Duration = .seconds(86_400 * 14))
    {
      self.inProgress = inProgress
      self.completed = completed
    }
  }
}

/// An event that somebody wants to handle.
package struct LedgerEntry: Sendable, Hashable {
  package let key: String
  package let payloadHash: String

  package init(key: String, payloadHash: String) {
    self.key = key
    self.payloadHash = payloadHash
  }
}

/// What a ledger says to somebody who wants to handle an event.
package enum LedgerClaim: Sendable, Hashable {
  /// Nobody has; it is theirs now.
  case granted
  /// It was handled.
  case completed
  /// Somebody is at it, and has until then.
  case inProgress(until: Timestamp)
  /// Another payload was handled under the same key.
  case conflict
}

extension LedgerEntry {
  /// Decides on a claim, given what is known of the key; a record past its end is as none.
  package func claim(against record: LedgerRecord?, at now: Timestamp) -> LedgerClaim {
    guard let record, record.expires > now else { return .granted }
    guard record.payloadHash == payloadHash else { return .conflict }
    switch record.state {
    case .completed: return .completed
    case .inProgress: return .inProgress(until: record.expires)
    }
  }
}
