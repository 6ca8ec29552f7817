internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let undo = Command(
    "undo", usage: "RUN [--out FILE]",
    summary: "Plan the way back from a run; writes nothing until that plan is applied.",
    options: Option.saving + [.output, .exitZero], forms: Invocation.Output.Form.changes
  ) { invocation in
    guard let id = invocation.arguments.positional.first else {
      throw Arguments.Misuse(message: "undo needs a run; gcsync history lists them")
    }
    let session = try Session.withoutManifests(invocation)
    let (record, journal) = try await session.run(named: id)
    let undoing = Undoing(
      run: id, plan: try record.planFile().plan, journal: journal,
      kinds: session.pieces.byCollection)
    let connection = try await Connection(session)
    let planning = try await Planning(session: session, connection: connection)
    var proposal = try await planning.proposal(for: undoing.objects, removals: undoing.removals)
    proposal.findings += undoing.findings
    let code = proposal.exitCode(exitZero: invocation.arguments.has("exit-zero"))
    let report = PlanReport(
      proposal, kinds: session.kinds.kinds, exitCode: Int(code.rawValue))
    try session.show(report, saving: proposal)
    return code
  }
}
