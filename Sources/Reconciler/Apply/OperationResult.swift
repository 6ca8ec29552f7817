package import Diagnostics
package import World

/// What became of one operation of a plan.
package struct OperationResult: Sendable {
  package enum Outcome: Sendable {
    /// It was written and reads back as planned.
    case applied
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

  package var isApplied: Bool {
    if case .applied = outcome { true } else { false }
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
