internal import DataActions
internal import Diagnostics
internal import JSON
internal import Reconciler
internal import Rendering

extension Command {
  /// Runs the inputs of tests, or one that is given, here and in the org, and compares the runs.
  static func compareActions(
    _ session: ActionSession, _ invocation: Invocation
  ) async throws -> ExitCode {
    let org = try await session.org()
    var entries: [ActionTestReport.Entry] = []
    for (address, action) in session.actions {
      let id = try await org.id(of: address)
      var results: [ActionTestResult] = []
      for run in try await session.runs(of: action) {
        let theirs = try await org.trace(of: id, input: run.input)
        results.append(
          ActionTestResult(
            name: run.name, trace: run.trace,
            differences: TraceComparison.differences(run.trace, org: theirs)))
      }
      entries.append(.init(address: address.description, results: results))
    }
    let report = ActionTestReport(entries, showsTraces: invocation.arguments.has("trace"))
    try invocation.write(.init(suites: { report.suites })) { report.rendered(as: $0, style: $1) }
    return report.isPassed ? .done : .error
  }
}
