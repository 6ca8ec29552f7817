internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let drift = Command(
    "drift", summary: "Show how the org differs from the manifests; writes nothing.",
    options: Option.scope + [
      Option(
        "baseline", value: "FILE", repeatable: true,
        "Differences that are agreed to, besides those that stand among the manifests."),
      .output, .exitZero,
    ], hasPatch: true
  ) { invocation in
    let session = try Session.load(invocation)
    let baseline = try session.baseline()
    let connection = try Connection(session)
    let planning = try await Planning(session: session, connection: connection)
    var proposal = try await planning.proposal()
    let view = DriftView(
      record: planning.record, kinds: session.kinds.kinds, baseline: baseline,
      now: invocation.world.now())
    proposal.findings += view.agreements(in: proposal.plan)
    let code = view.exitCode(of: proposal, exitZero: invocation.arguments.has("exit-zero"))
    let report = PlanReport(
      proposal, kinds: session.kinds.kinds, exitCode: Int(code.rawValue),
      directions: view.direction)
    try invocation.write(patch: report.patch) { report.rendered(as: $0, style: $1) }
    return code
  }
}

/// A plan as drift looks at it: who moved, and what of it somebody has agreed to.
struct DriftView: Sendable {
  let record: AppliedRecord
  let kinds: [String: Kind]
  let baseline: DriftBaseline
  let now: Timestamp

  @Sendable func direction(_ operation: Operation) -> Direction {
    guard let kind = kinds[operation.address.kind] else { return .unknown }
    return operation.direction(since: record, in: kind.spec)
  }

  /// Returns a note for each difference that is agreed to.
  func agreements(in plan: Plan) -> [Diagnostic] {
    plan.operations.flatMap { operation in
      operation.fields.compactMap { change in
        baseline.entry(covering: change, of: operation.address, at: now).map { entry in
          Diagnostic(
            .note, "baselined",
            "\(operation.address)\(change.path) differs as agreed until "
              + "\(entry.expires.rfc3339): \(entry.reason)",
            at: entry.location, address: operation.address.description)
        }
      }
    }
  }

  /// The exit code: what waits to be applied or is agreed to is listed, and is no drift.
  func exitCode(of proposal: Proposal, exitZero: Bool) -> ExitCode {
    if let obstacle = proposal.obstacle { return obstacle.code }
    let hasMoved = !proposal.blocked.isEmpty || proposal.plan.operations.contains(where: isDrift)
    return hasMoved && !exitZero ? .changes : .done
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
    guard let applied = record[operation.address], let kind = kinds[operation.address.kind],
      operation.action != .create
    else { return false }
    return operation.direction(of: change, applied, in: kind.spec) == .git
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
