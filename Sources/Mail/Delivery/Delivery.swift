/// Decides to whom a message is offered next and when, from what became of it so far.
///
/// Only what the server may take later is offered again: a refusal with 4xx, or a connection that
/// broke before the message was out whole. Who has accepted, refused for good or may have accepted is
/// never offered it again. Time and chance come in as arguments.
package struct Delivery: Sendable {
  package enum Action: Sendable, Hashable {
    /// To be sent now, with the outcome given to `record`.
    case send([EmailAddress])
    case wait(Duration)
    case done
  }

  struct Waiting {
    let recipient: EmailAddress
    var attempts: Int
    var notBefore: ContinuousClock.Instant?
  }

  let policy: DeliveryPolicy
  var waiting: [Waiting] = []
  private var sending: [Waiting] = []
  /// How many connections in a row came to nothing.
  var fruitless = 0
  var pausedUntil: ContinuousClock.Instant?
  /// What is known without sending, once.
  private var opening: [DeliveryRow] = []

  /// Begins with recipients, or goes on where rows of an earlier run end.
  package init(
    to recipients: [EmailAddress], policy: DeliveryPolicy = DeliveryPolicy(),
    after rows: [DeliveryRow] = []
  ) {
    self.policy = policy
    let last = Dictionary(rows.map { ($0.recipient, $0) }) { $1 }
    var seen: Set<EmailAddress> = []
    for recipient in recipients where seen.insert(recipient).inserted {
      guard let row = last[recipient] else {
        waiting.append(Waiting(recipient: recipient, attempts: 0))
        continue
      }
      if row.state == .sending {
        opening.append(
          DeliveryRow(
            recipient: recipient, state: .unknown,
            text: "the run ended while the message was being sent", attempt: row.attempt))
      } else if row.state == .deferred {
        waiting.append(Waiting(recipient: recipient, attempts: row.attempt))
      }
    }
  }
}

extension Delivery {
  /// Returns what to do now; where that is to send, the rows are to be kept before it is done.
  package mutating func next(at now: ContinuousClock.Instant) -> (Action, [DeliveryRow]) {
    precondition(sending.isEmpty, "What was sent is recorded before anything else is.")
    defer { opening = [] }
    guard !waiting.isEmpty else { return (.done, opening) }
    if let pausedUntil, pausedUntil > now { return (.wait(now.duration(to: pausedUntil)), opening) }
    let ready = waiting.filter { $0.notBefore ?? now <= now }.prefix(policy.batch)
    guard !ready.isEmpty else {
      let first = waiting.compactMap(\.notBefore).min() ?? now
      return (.wait(now.duration(to: first)), opening)
    }
    sending = Array(ready)
    let taken = Set(ready.map(\.recipient))
    waiting.removeAll { taken.contains($0.recipient) }
    let rows = sending.map {
      DeliveryRow(
        recipient: $0.recipient, state: .sending, text: "offered", attempt: $0.attempts + 1)
    }
    return (.send(sending.map(\.recipient)), opening + rows)
  }

  /// Takes what became of what was sent, and returns what is now known.
  package mutating func record(
    _ outcome: MailOutcome, at now: ContinuousClock.Instant, random: Double
  ) -> [DeliveryRow] {
    let sent = sending
    sending = []
    precondition(outcome.recipients.count == sent.count, "Each recipient has an outcome.")
    let isProgress = outcome.recipients.contains { if case .accepted = $0 { true } else { false } }
    let rows = zip(sent, outcome.recipients).map { entry, result in
      row(entry, result, isProgress: isProgress, now, random)
    }
    return rows + judgeSession(outcome.recipients, now, random)
  }

  /// Leaves everybody who waits to another run, and returns a row for each.
  package mutating func interrupt() -> [DeliveryRow] {
    end(.deferred, "the run was interrupted")
  }

  /// Ends the waiting, and returns a row for each of them.
  mutating func end(_ state: DeliveryRow.State, _ reason: String) -> [DeliveryRow] {
    defer { (waiting, opening) = ([], []) }
    return opening
      + waiting.map {
        DeliveryRow(recipient: $0.recipient, state: state, text: reason, attempt: $0.attempts)
      }
  }
}
