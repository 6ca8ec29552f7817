internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let plan = Command(
    "plan", summary: "Show what apply would change; reads the org and S3, writes nothing.",
    options: Option.scope + Option.permissions + Option.saving + [.metrics, .output, .exitZero],
    forms: Invocation.Output.Form.changes
  ) { invocation in
    let session = try Session.load(invocation)
    let connection = try await Connection(session)
    var planning = try await Planning(session: session, connection: connection)
    planning.agreed = session.manifests.baseline
    let proposal = try await planning.proposal()
    let code = proposal.exitCode(exitZero: invocation.arguments.has("exit-zero"))
    let report = PlanReport(
      proposal, kinds: session.kinds.kinds, exitCode: Int(code.rawValue))
    try session.show(report, saving: proposal)
    return code
  }
}
