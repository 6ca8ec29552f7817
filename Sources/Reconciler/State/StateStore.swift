package import Diagnostics
package import World

/// Why the state could not be read or written; says which file and what to do.
package struct StateFailure: Error, Sendable {
  package let problem: Diagnostic

  package init(_ problem: Diagnostic) {
    self.problem = problem
  }
}

/// The memory of one environment: its runs, what they applied, and who may write now.
///
/// What a call has stored survives a crash as soon as it returns.
package protocol StateStore: Sendable {
  /// Returns the runs, the newest first.
  func runs() async throws(StateFailure) -> [RunRecord]
  /// Returns a run by its name; nil where there is none of it.
  func run(named run: String) async throws(StateFailure) -> RunRecord?
  /// Returns the journal of a run in the order in which it was written.
  func journal(of run: String) async throws(StateFailure) -> [JournalEntry]
  /// Returns the record of what was applied, as all journals left it.
  func applied() async throws(StateFailure) -> AppliedRecord

  /// Enters a new run, before its first request.
  func begin(_ run: RunRecord) async throws(StateFailure)
  /// Writes lines to a run's journal, and with them their changes of the applied record, all or none.
  func append(_ entries: [JournalEntry], to run: String) async throws(StateFailure)
  /// Says how a run stands: that it ended, was interrupted, or goes on.
  func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) async throws(StateFailure)

  /// Takes the lease where nobody holds it or its time is over.
  func acquire(_ lease: Lease, at now: Timestamp) async throws(StateFailure) -> LeaseAnswer
  /// Moves the end of a lease; false where it is no longer ours.
  func renew(_ lease: Lease) async throws(StateFailure) -> Bool
  /// Gives the lease of a run up; nothing happens where another holds it.
  func release(_ lease: Lease) async throws(StateFailure)
  func lease() async throws(StateFailure) -> Lease?
}

extension StateStore {
  package func run(named run: String) async throws(StateFailure) -> RunRecord? {
    try await runs().first { $0.id == run }
  }
}
