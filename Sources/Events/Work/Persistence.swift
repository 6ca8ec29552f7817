package import HTTP

/// Decides how long to stay with a message that could not be handled.
///
/// While a service limits the rate, a message is kept in hand and hidden from others, since handing
/// it back would count against it; any other trouble is tried a few times and then left to later.
package struct Persistence: Sendable {
  package enum Decision: Sendable, Hashable {
    case again(after: Duration)
    /// The message goes back to the queue, hidden for so long.
    case handBack(hiddenFor: Duration)
    /// The message goes where those go that cannot be handled.
    case bury
    /// The run ends; the message goes back.
    case stop
  }

  /// How often trouble that passes is met before the message is handed back.
  package var attempts: Int
  /// How long a message is kept while the rate is limited; a queue hides one for 12 hours at most.
  package var patience: Duration
  package var backoff: Backoff

  package init(
    attempts: Int = 4, patience: Duration = .seconds(6 * 3600),
    backoff: Backoff = Backoff(base: .seconds(1), cap: .seconds(60))
  ) {
    self.attempts = attempts
    self.patience = patience
    self.backoff = backoff
  }

  /// Returns what to do after an attempt, counted from 1, with a message that has been in hand so long.
  ///
  /// A message on its last turn is buried with its reason rather than handed back, after which the
  /// queue would bury it without one.
  package func decide(
    _ error: EventError, attempt: Int, held: Duration, isLastTurn: Bool, random: Double
  ) -> Decision {
    switch error.remedy {
    case .none: return .bury
    case .stop: return .stop
    case .retry(let asked):
      let wait = backoff.wait(after: attempt, floor: asked, random: random)
      let stays =
        error.isThrottling ? held + wait <= patience : attempt < attempts && wait <= .seconds(60)
      if stays { return .again(after: wait) }
      return isLastTurn ? .bury : .handBack(hiddenFor: min(wait, .seconds(900)))
    }
  }
}

extension EventError {
  /// Whether a service asks to be left alone for a while.
  package var isThrottling: Bool { name == .rateLimited || name == .throttled }
}
