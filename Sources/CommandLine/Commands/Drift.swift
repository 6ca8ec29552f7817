internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let drift = Command(
    "drift", summary: "Show how the org differs from the manifests; writes nothing.",
    options: [.output, .exitZero]
  ) { invocation in
    let session = try Session.load(invocation)
    let connection = try Connection(session)
    let proposal = await Planning(session: session, connection: connection).proposal()
    let code = proposal.exitCode(exitZero: invocation.arguments.has("exit-zero"))
    // Without a record of what was applied nobody can tell who moved.
    let report = PlanReport(
      proposal, kinds: session.kinds.kinds, exitCode: Int(code.rawValue),
      directions: { _ in .unknown })
    try invocation.write { report.rendered(as: $0, style: $1) }
    return code
  }
}
