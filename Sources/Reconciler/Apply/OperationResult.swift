package import Diagnostics
package import World

/// What became of one operation of a plan.
package struct OperationResult: Sendable {
  package enum Outcome: Sendable {
    /// It was written and reads back as planned.
    case applied
    /// Its goal was there already, so that nothing was sent.
    case unchanged
    case failed(WriteFailure.Cause, Diagnostic)
    /// It was not tried, for the reason given.
    case skipped(String)
  }

  package let operation: Operation
  package let outcome: Outcome
  package let id: String?
  package let attempts: [AttemptSample]
  /// From the first attempt to the last answer; nil where nothing was sent.
  package let latency: Duration?
  package let correlation: String?
  package let finished: Timestamp

  package init(
    operation: Operation, outcome: Outcome, id: String?, attempts: [AttemptSample],
    latency: Duration?, correlation: String?, finished: Timestamp
  ) {
    self.operation = operation
    self.outcome = outcome
    self.id = id
    self.attempts = attempts
    self.latency = latency
    self.correlation = correlation
    self.finished = finished
  }

  /// Whether the object is as planned.
  package var isApplied: Bool {
    switch outcome {
    case .applied, .unchanged: true
    case .failed, .skipped: false
    }
  }

  package var problem: Diagnostic? {
    if case .failed(_, let problem) = outcome { problem } else { nil }
  }

  /// The same result with another outcome, for what reading back has shown.
  func with(_ outcome: Outcome) -> OperationResult {
    OperationResult(
      operation: operation, outcome: outcome, id: id, attempts: attempts, latency: latency,
      correlation: correlation, finished: finished)
  }
}
