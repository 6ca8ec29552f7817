internal import Diagnostics
internal import JSON

/// Where audit reports are kept: one per attempt at a run, and the chain that binds them.
package protocol AuditArchive: Sendable {
  /// Writes the report of the next attempt at a run and puts it behind the chain; returns it and
  /// its place.
  func write(
    _ run: String, _ report: @Sendable (_ attempt: Int) -> AuditReport
  ) async throws(StateFailure) -> (report: AuditReport, place: String)

  /// Reads a report as it was written; nil where there is none of that name.
  func report(of run: String) async throws(StateFailure) -> [UInt8]?

  /// Reads several reports, those that are there.
  func reports(of runs: [String]) async throws(StateFailure) -> [String: [UInt8]]

  /// Reads the chain; empty where nothing was written yet.
  func chain() async throws(StateFailure) -> [UInt8]
}

extension AuditArchive {
  package func reports(of runs: [String]) async throws(StateFailure) -> [String: [UInt8]] {
    var reports: [String: [UInt8]] = [:]
    for run in runs { reports[run] = try await report(of: run) }
    return reports
  }

  /// Returns the runs that left a report, oldest first by the chain.
  package func runs() async throws(StateFailure) -> [String] {
    AuditChain.runs(in: try await chain())
  }

  /// Checks the chain and every report it names.
  package func verify() async throws(StateFailure) -> AuditChain.Verdict {
    let chain = try await chain()
    let reports = try await reports(of: AuditChain.runs(in: chain))
    return AuditChain.verify(chain) { reports[$0] }
  }
}

extension AuditReport {
  /// The report as it is kept.
  package var bytes: [UInt8] { Array((document.prettyText + "\n").utf8) }
}
