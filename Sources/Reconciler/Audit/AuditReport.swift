package import Diagnostics
package import World

/// What one run did, in the guide's shape with what an auditor needs besides.
package struct AuditReport: Sendable {
  /// Whether recordings flow, as far as the manifests and the run's results tell.
  package enum RoutingState: String, Sendable { case active, degraded, inactive }

  package struct Run: Sendable {
    package var id: String
    /// Which attempt at the run the report is of; a resumed run leaves one each time.
    package var attempt: Int
    package var planID: String?
    package var environment: String
    package var owner: String
    package var actor: String
    package var commit: String?
    package var started: Timestamp
    package var finished: Timestamp

    package init(
      id: String, attempt: Int = 1, planID: String?, environment: String, owner: String,
      actor: String, commit: String?, started: Timestamp, finished: Timestamp
    ) {
      self.id = id
      self.attempt = attempt
      self.planID = planID
      self.environment = environment
      self.owner = owner
      self.actor = actor
      self.commit = commit
      self.started = started
      self.finished = finished
    }
  }

  /// What the report is filed under.
  package var name: String { run.attempt == 1 ? run.id : "\(run.id).\(run.attempt)" }

  package let run: Run
  package let results: [OperationResult]
  package let routing: RoutingState
  /// How many requests were sent to each service.
  package let requests: [String: Int]
  /// Why the run ended before or without its operations, where it did.
  package let failures: [Diagnostic]
  package let wasInterrupted: Bool
  /// The fields of each kind, so that nothing secret is shown.
  let kinds: [String: Kind]

  package init(
    run: Run, results: [OperationResult], routing: RoutingState, requests: [String: Int],
    failures: [Diagnostic], wasInterrupted: Bool, kinds: [String: Kind]
  ) {
    self.run = run
    self.results = results
    self.routing = routing
    self.requests = requests
    self.failures = failures
    self.wasInterrupted = wasInterrupted
    self.kinds = kinds
  }

  package var successCount: Int { results.count(where: \.isApplied) }
  package var failureCount: Int { results.count { $0.problem != nil } }
  package var skippedCount: Int { results.count - successCount - failureCount }

  /// The share of operations that succeeded, 0 where there was none.
  package var successRatePercent: Double {
    results.isEmpty ? 0 : Double(successCount) * 100 / Double(results.count)
  }

  /// Whether at least 95 % succeeded; a run that had nothing to do passes.
  package var isCompliant: Bool {
    !failures.hasErrors && (results.isEmpty || successCount * 100 >= results.count * 95)
  }
}
