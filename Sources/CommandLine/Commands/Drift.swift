internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let drift = Command(
    "drift", summary: "Show how the org differs from the manifests; writes nothing.",
    options: Option.scope + [.output, .exitZero]
  ) { invocation in
    let session = try Session.load(invocation)
    let connection = try Connection(session)
    let planning = try await Planning(session: session, connection: connection)
    let proposal = try await planning.proposal()
    let kinds = session.kinds.kinds
    let directions: @Sendable (Operation) -> Direction = { operation in
      guard let kind = kinds[operation.address.kind] else { return .unknown }
      return operation.direction(since: planning.record, in: kind.spec)
    }
    let code = proposal.driftCode(
      directions, exitZero: invocation.arguments.has("exit-zero"))
    let report = PlanReport(
      proposal, kinds: kinds, exitCode: Int(code.rawValue), directions: directions)
    try invocation.write { report.rendered(as: $0, style: $1) }
    return code
  }
}

extension Proposal {
  /// The exit code of drift: changes that only wait to be applied are listed and are none.
  func driftCode(_ direction: (Operation) -> Direction, exitZero: Bool) -> ExitCode {
    if let obstacle { return obstacle.code }
    let hasMoved = plan.operations.contains { direction($0) != .git }
    return hasMoved && !exitZero ? .changes : .done
  }
}
