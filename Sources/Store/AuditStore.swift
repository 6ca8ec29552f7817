internal import Diagnostics
package import Reconciler
internal import World

/// The audit folder of a project's state: a file per run, and the chain that binds them.
package struct AuditStore: AuditArchive {
  private let folder: String

  /// Opens the audit folder below a state folder such as `.gcsync`, which need not exist yet.
  package init(state: String) {
    folder = "\(state)/audit"
  }

  package func write(
    _ run: String, _ report: @Sendable (_ attempt: Int) -> AuditReport
  ) throws(StateFailure) -> (report: AuditReport, place: String) {
    let report = report(nextAttempt(of: run))
    let path = path(of: report.name)
    try guarding { () throws(FileError) in
      try Files.createDirectory(folder)
      try Files.write(report.bytes, to: path)
      try Files.append(to: chainPath) { chain in
        AuditChain.entry(of: report, after: chain)
      }
    }
    return (report, path)
  }

  package func report(of run: String) throws(StateFailure) -> [UInt8]? {
    // A run's name comes from a file that may have been tampered with, so it must not lead away.
    run.contains("/") ? nil : try present(path(of: run), limit: 64 << 20)
  }

  package func chain() throws(StateFailure) -> [UInt8] {
    try present(chainPath, limit: 256 << 20) ?? []
  }

  private var chainPath: String { "\(folder)/chain.jsonl" }

  private func path(of run: String) -> String { "\(folder)/\(run).json" }

  /// Returns which attempt at a run comes next, by the reports it has left.
  private func nextAttempt(of run: String) -> Int {
    guard Files.exists(path(of: run)) else { return 1 }
    var attempt = 2
    while Files.exists(path(of: "\(run).\(attempt)")) { attempt += 1 }
    return attempt
  }

  private func present(_ path: String, limit: Int) throws(StateFailure) -> [UInt8]? {
    guard Files.exists(path) else { return nil }
    return try guarding { () throws(FileError) in try Files.read(path, limit: limit) }
  }

  private func guarding<Value>(
    _ body: () throws(FileError) -> Value
  ) throws(StateFailure) -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw StateFailure(.error("audit-unusable", error.description))
    }
  }
}
