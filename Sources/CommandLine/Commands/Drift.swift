internal import Diagnostics
internal import JSON
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
      .output, .exitZero,
    ], hasPatch: true
  ) { invocation in
    let session = try Session.load(invocation)
    let baseline = try session.baseline()
    let connection = try await Connection(session)
    var planning = try await Planning(session: session, connection: connection)
    planning.baseline = baseline
    let accepts = invocation.arguments.has("accept")
    if accepts { await planning.read() }
    var proposal = try await planning.proposal()
    let view = DriftView(
      record: planning.record, kinds: session.kinds.kinds, baseline: baseline,
      now: invocation.world.now())
    proposal.findings += view.agreements(in: proposal.plan)
    func report(_ code: ExitCode) -> PlanReport {
      PlanReport(
        proposal, kinds: session.kinds.kinds, exitCode: Int(code.rawValue),
        directions: view.direction)
    }
    let isExitZero = invocation.arguments.has("exit-zero")
    guard accepts, proposal.obstacle == nil else {
      let code = view.exitCode(of: proposal, exitZero: isExitZero)
      let report = report(code)
      try invocation.write(patch: report.patch) { report.rendered(as: $0, style: $1) }
      return code
    }
    let accepting = Accepting(session: session, planning: planning)
    let result = try await accepting.accept(proposal.plan.operations, view.acceptable)
    let code = view.exitCode(of: result.remaining, exitZero: isExitZero)
    let report = report(code)
    try accepting.write(result)
    try invocation.write(patch: result.patch) { report.rendered(as: $0, style: $1) }
    return code
  }
}

/// A plan as drift looks at it: who moved, and what of it somebody has agreed to.
struct DriftView: Sendable {
  let record: AppliedRecord
  let kinds: [String: Kind]
  let baseline: DriftBaseline
  let now: Timestamp

  /// Tells who moved in an object, or in one field of it.
  @Sendable func direction(_ operation: Operation, _ change: FieldChange? = nil) -> Direction {
    guard let kind = kinds[operation.address.kind] else { return .unknown }
    if let change { return direction(of: change, in: operation) }
    return operation.direction(since: record, in: kind.spec)
  }

  /// Returns a note for each difference that is agreed to.
  func agreements(in plan: Plan) -> [Diagnostic] {
    plan.operations.flatMap { operation in
      operation.fields.compactMap { baseline.note(on: $0, of: operation.address, at: now) }
    }
  }

  /// The exit code: what waits to be applied or is agreed to is listed, and is no drift.
  func exitCode(of proposal: Proposal, exitZero: Bool) -> ExitCode {
    if let obstacle = proposal.obstacle { return obstacle.code }
    let hasMoved = !proposal.blocked.isEmpty || proposal.plan.operations.contains(where: isDrift)
    return hasMoved && !exitZero ? .changes : .done
  }

  /// Returns the fields of an operation that moved in the org alone, as far as is known, and that
  /// nobody has agreed to leave as they are.
  func acceptable(_ operation: Operation) -> [JSONPointer] {
    guard [.update, .replace, .adopt].contains(operation.action) else { return [] }
    return operation.fields.filter { change in
      baseline.entry(covering: change, of: operation.address, at: now) == nil
        && [.org, .unknown].contains(direction(of: change, in: operation))
    }
    .map(\.path)
  }

  private func direction(of change: FieldChange, in operation: Operation) -> Direction {
    guard let applied = record[operation.address], let kind = kinds[operation.address.kind]
    else { return .unknown }
    return operation.direction(of: change, applied, in: kind.spec)
  }

  private func isDrift(_ operation: Operation) -> Bool {
    guard direction(operation) != .git else { return false }
    let isAgreed =
      !operation.fields.isEmpty
      && operation.fields.allSatisfy {
        baseline.entry(covering: $0, of: operation.address, at: now) != nil
          || isPending($0, of: operation)
      }
    return !isAgreed
  }

  /// Whether only the manifest moved in one field.
  private func isPending(_ change: FieldChange, of operation: Operation) -> Bool {
    operation.action != .create && direction(of: change, in: operation) == .git
  }
}

extension Session {
  /// The agreed differences of the manifests, and of the files named.
  fileprivate func baseline() throws -> DriftBaseline {
    var baseline = manifests.baseline
    for path in invocation.arguments.all("baseline") {
      do throws(DiagnosticsError) {
        let named = try DriftBaseline.load(path, shownAs: path, kinds: kinds)
        invocation.report(named.expired(at: invocation.world.now(), .warning))
        baseline = baseline.joined(with: named)
      } catch {
        throw CommandFailure(.invalid, error.diagnostics)
      }
    }
    return baseline
  }
}
