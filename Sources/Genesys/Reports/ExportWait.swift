/// Decides when to ask how far an export is, and when to stop asking.
package struct ExportWait: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package enum Mode: Sendable, Hashable {
    /// Asks until the file is there or the budget is used up.
    case wait(budget: Duration)
    /// Asks a few times, and leaves the rest to another run.
    case deferred(polls: Int)
  }

  package enum Step: Sendable, Hashable {
    /// Ask after a wait; the question itself may take no longer than `allowance`.
    case poll(after: Duration, allowance: Duration)
    /// The budget is used up.
    case exhausted
    /// Another run is to go on.
    case deferred
  }

  private let mode: Mode
  private let start: Instant
  private var next: Duration = .seconds(1)
  private var polls = 0

  /// How long a single question may take at most.
  private static let longestQuestion: Duration = .seconds(15)
  /// What is kept of a budget for its last question.
  private static let lastQuestion: Duration = .seconds(2)
  /// The longest wait between two questions.
  private static let longestWait: Duration = .seconds(30)

  package init(_ mode: Mode, start: Instant) {
    self.mode = mode
    self.start = start
  }

  /// Returns what to do at an instant, given that everything so far has been done.
  ///
  /// The waits are 1 s, 2 s, 4 s and so on; the last one is cut so that its question still fits into
  /// the budget.
  package mutating func next(at now: Instant) -> Step {
    switch mode {
    case .deferred(let allowed):
      guard polls < allowed else { return .deferred }
      return poll(after: next, allowance: Self.longestQuestion)
    case .wait(let budget):
      let left = now.duration(to: start + budget)
      let room = left - Self.lastQuestion
      guard room > .zero || (polls == 0 && left > .zero) else { return .exhausted }
      let wait = min(next, max(room, .zero))
      return poll(after: wait, allowance: min(left - wait, Self.longestQuestion))
    }
  }

  private mutating func poll(after wait: Duration, allowance: Duration) -> Step {
    polls += 1
    next = min(next * 2, Self.longestWait)
    return .poll(after: wait, allowance: allowance)
  }
}
