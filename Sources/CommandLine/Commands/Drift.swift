internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let drift = Command(
    "drift", summary: "Show how the org differs from the manifests; writes nothing to it.",
    options: Option.scope + [
      Option(
        "baseline", value: "FILE", repeatable: true,
        "Differences that are agreed to, besides those that stand among the manifests."),
      Option(
        "accept",
        "Write what moved in the org into the manifests, comments and formatting kept. "
          + "What moved in Git, too, stays as it is."),
      .notify, .metrics, .output, .exitZero,
    ], forms: Invocation.Output.Form.changes
  ) { invocation in
    let (session, notifying) = try await Notifying.begin(invocation)
    do {
      let sight = try await DriftLooking(session).look()
      let (report, code) = try await shown(sight, invocation)
      await notifying.tell(sight.look(report))
      return code
    } catch {
      await notifying.tell(error)
      throw error
    }
  }

  /// Writes what a look came to, accepted first where that was asked for.
  private static func shown(
    _ sight: DriftSight, _ invocation: Invocation
  ) async throws -> (PlanReport, ExitCode) {
    let isExitZero = invocation.arguments.has("exit-zero")
    guard invocation.arguments.has("accept"), sight.proposal.obstacle == nil else {
      let code = sight.view.exitCode(of: sight.proposal, exitZero: isExitZero)
      let report = sight.report(code)
      try invocation.write(report)
      return (report, code)
    }
    let accepting = Accepting(session: sight.planning.session, planning: sight.planning)
    let result = try await accepting.accept(
      sight.proposal.plan.operations, sight.view.acceptable)
    let code = sight.view.exitCode(of: result.remaining, exitZero: isExitZero)
    let report = sight.report(code)
    try accepting.write(result)
    invocation.report(sight.view.deletions(in: result.remaining.plan))
    try invocation.write(report, patch: result.patch)
    return (report, code)
  }
}
