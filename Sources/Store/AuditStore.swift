internal import JSON
package import Reconciler
package import World

/// The audit folder of a project's state: a file per run, and the chain that binds them.
package struct AuditStore: Sendable {
  private let folder: String

  /// Opens the audit folder below a state folder such as `.gcsync`, which need not exist yet.
  package init(state: String) {
    folder = "\(state)/audit"
  }

  package func path(of run: String) -> String { "\(folder)/\(run).json" }

  /// Returns which attempt at a run comes next, by the reports it has left.
  package func nextAttempt(of run: String) -> Int {
    guard Files.exists(path(of: run)) else { return 1 }
    var attempt = 2
    while Files.exists(path(of: "\(run).\(attempt)")) { attempt += 1 }
    return attempt
  }

  /// Writes a report and puts it behind the chain; returns its path.
  package func write(_ report: AuditReport) throws(FileError) -> String {
    try Files.createDirectory(folder)
    let bytes = Array((report.document.prettyText + "\n").utf8)
    let path = path(of: report.name)
    try Files.write(bytes, to: path)
    try Files.append(to: "\(folder)/chain.jsonl") { chain in
      AuditChain.entry(
        run: report.name, report: bytes, at: report.run.finished,
        after: AuditChain.head(of: chain))
    }
    return path
  }

  /// Reads the report of a run as it was written.
  package func report(of run: String) throws(FileError) -> [UInt8] {
    try Files.read(path(of: run))
  }

  /// Returns the runs that left a report, oldest first by the chain.
  package func runs() throws(FileError) -> [String] {
    try chain().split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSON.parse(Array(line)))?["run"]?.string
    }
  }

  package func verify() throws(FileError) -> AuditChain.Verdict {
    AuditChain.verify(try chain()) { run in
      // A run's name comes from a file that may have been tampered with, so it must not lead away.
      run.contains("/") ? nil : try? report(of: run)
    }
  }

  private func chain() throws(FileError) -> [UInt8] {
    do throws(FileError) {
      return try Files.read("\(folder)/chain.jsonl", limit: 256 << 20)
    } catch {
      guard error.reason == .notFound else { throw error }
      return []
    }
  }
}
