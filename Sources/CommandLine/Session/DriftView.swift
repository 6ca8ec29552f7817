internal import Diagnostics
internal import JSON
internal import Manifests
internal import Notices
internal import Reconciler
internal import Rendering
internal import World

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
    return hasMoved && !(exitZero && proposal.blocked.isEmpty) ? .changes : .done
  }

  /// Returns the objects that have moved without anybody's agreement.
  func drifted(in plan: Plan) -> Set<Address> {
    Set(plan.operations.filter(isDrift).map(\.address))
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

  /// Returns what is told of a proposal: all that has moved and that nobody has agreed to.
  func differences(
    in proposal: Proposal, told report: PlanReport, moved: (Operation) -> String? = { _ in nil }
  ) -> [DriftDifference] {
    var differences: [DriftDifference] = []
    for operation in proposal.plan.operations where isDrift(operation) {
      let isWhole = [.create, .delete].contains(operation.action) || operation.fields.isEmpty
      let fields: [FieldChange?] =
        isWhole ? [nil] : operation.fields.filter { isTold($0, of: operation) }
      differences += fields.map { change in
        DriftDifference(
          address: operation.address, path: change?.path.description ?? "",
          direction: direction(operation, change), live: report.live(change, of: operation),
          words: report.words(change, of: operation), moved: moved(operation))
      }
    }
    let told = Set(differences.map(\.address))
    for (address, reasons) in proposal.blocked.sorted(by: { $0.key < $1.key })
    where !told.contains(address) {
      let words = reasons.joined(separator: "; ")
      differences.append(
        DriftDifference(
          address: address, path: "", direction: .unknown, live: Array(words.utf8),
          words: "is held up: \(words)"))
    }
    return differences
  }

  private func isTold(_ change: FieldChange, of operation: Operation) -> Bool {
    !isPending(change, of: operation)
      && baseline.entry(covering: change, of: operation.address, at: now) == nil
  }

  /// Whether an object has moved in a way that nobody has agreed to.
  func isDrift(_ operation: Operation) -> Bool {
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
