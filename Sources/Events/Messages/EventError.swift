/// Why an event has not been handled, under a name that state machines and alarms can rely on.
package struct EventError: Error, Sendable, Hashable {
  /// What an error is called in a `Retry` or `Catch` of a state machine and in metrics.
  package enum Name: String, Sendable, CaseIterable {
    /// The message is no event: no JSON, no id, nothing where the conversation should be named.
    case invalid = "Event.Invalid"
    /// The event is larger than an execution takes.
    case tooLarge = "Event.TooLarge"
    /// Another event came under the same id.
    case conflict = "Event.Conflict"
    /// Another worker has the event in hand.
    case inProgress = "Event.InProgress"
    case ledger = "Event.LedgerUnavailable"
    case rateLimited = "Genesys.RateLimited"
    case notFound = "Genesys.NotFound"
    case refused = "Genesys.Refused"
    case unauthorized = "Genesys.Unauthorized"
    case unavailable = "Genesys.Unavailable"
    case stateMachineMissing = "StepFunctions.StateMachineDoesNotExist"
    case queueMissing = "SQS.QueueDoesNotExist"
    case throttled = "AWS.Throttled"
    case accessDenied = "AWS.AccessDenied"
    case serviceRefused = "AWS.Refused"
    case serviceUnavailable = "AWS.Unavailable"
    /// The time of the invocation was up.
    case timeUp = "Lambda.TimeUp"
  }

  /// What can be done about it.
  package enum Remedy: Sendable, Hashable {
    /// Nothing: the same message will fail again.
    case none
    /// Trying again, and not before the wait that was asked for.
    case retry(after: Duration?)
    /// Nothing here: every message would fail, so that the run ends and all of them stay.
    case stop
  }

  package let name: Name
  package let remedy: Remedy
  /// What happened, in one sentence without a secret.
  package let message: String

  package init(_ name: Name, _ remedy: Remedy, _ message: String) {
    self.name = name
    self.remedy = remedy
    self.message = message
  }

  /// An error of the message itself.
  package static func permanent(_ name: Name, _ message: String) -> EventError {
    EventError(name, .none, message)
  }

  /// An error that passes.
  package static func transient(
    _ name: Name, after wait: Duration? = nil, _ message: String
  ) -> EventError {
    EventError(name, .retry(after: wait), message)
  }

  /// An error that every message would meet.
  package static func fatal(_ name: Name, _ message: String) -> EventError {
    EventError(name, .stop, message)
  }
}

extension EventError: CustomStringConvertible {
  package var description: String { "\(name.rawValue): \(message)" }
}
