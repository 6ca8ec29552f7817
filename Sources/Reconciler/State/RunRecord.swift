package import JSON
package import World

/// One apply as the journal knows it, from its first line to its end.
package struct RunRecord: Sendable, Hashable {
  package enum State: String, Sendable, CaseIterable {
    /// It has begun and not said how it ended: it runs, or was killed.
    case running
    /// It was asked to stop, or could not go on, and can be resumed.
    case interrupted
    /// It ended, with something not applied.
    case failed
    case done
  }

  package let id: String
  package let environment: String
  package let owner: String
  package let actor: String
  package let commit: String?
  package let started: Timestamp
  package var finished: Timestamp?
  package var state: State
  /// The plan's file, so that the run can be resumed and undone.
  package let plan: JSON
  /// How many operations ended in which way.
  package var summary: [String: Int]

  package init(
    id: String, environment: String, owner: String, actor: String, commit: String?,
    started: Timestamp, finished: Timestamp? = nil, state: State = .running, plan: JSON,
    summary: [String: Int] = [:]
  ) {
    self.id = id
    self.environment = environment
    self.owner = owner
    self.actor = actor
    self.commit = commit
    self.started = started
    self.finished = finished
    self.state = state
    self.plan = plan
    self.summary = summary
  }
}

/// One line of the journal: what is about to happen to an object, or what has.
package struct JournalEntry: Sendable, Hashable {
  package enum Event: Sendable, Hashable {
    /// The request is about to be sent; without a later line its outcome is unknown.
    case intent(Write.Action)
    /// The service has accepted the request, or shown that it had carried it out before.
    case accepted(Write.Action)
    /// All requests of the operation were accepted.
    case applied
    /// The object was as planned already.
    case unchanged
    case failed(String)
    case skipped(String)
  }

  package let address: Address
  package let event: Event
  package let id: String?
  package let time: Timestamp
  /// What the record of applied objects is to know from now on.
  package let change: AppliedChange?

  package init(
    _ address: Address, _ event: Event, id: String? = nil, at time: Timestamp,
    change: AppliedChange? = nil
  ) {
    self.address = address
    self.event = event
    self.id = id
    self.time = time
    self.change = change
  }
}

extension JournalEntry.Event {
  /// The event as two words: its name, and what else there is to say.
  package var words: (name: String, detail: String?) {
    switch self {
    case .intent(let action): ("intent", action.rawValue)
    case .accepted(let action): ("accepted", action.rawValue)
    case .applied: ("applied", nil)
    case .unchanged: ("unchanged", nil)
    case .failed(let problem): ("failed", problem)
    case .skipped(let reason): ("skipped", reason)
    }
  }

  package init?(_ name: String, detail: String?) {
    let action = detail.flatMap(Write.Action.init)
    switch (name, action, detail) {
    case ("intent", let action?, _): self = .intent(action)
    case ("accepted", let action?, _): self = .accepted(action)
    case ("applied", _, _): self = .applied
    case ("unchanged", _, _): self = .unchanged
    case ("failed", _, let problem?): self = .failed(problem)
    case ("skipped", _, let reason?): self = .skipped(reason)
    default: return nil
    }
  }
}
