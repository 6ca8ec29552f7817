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
  private let former: FormerIDs
  private let unread: Set<String>
  private let unclear: Set<Address>

  init(
    record: AppliedRecord, kinds: [String: Kind], baseline: DriftBaseline, now: Timestamp,
    _ proposal: Proposal
  ) {
    (self.record, self.kinds, self.baseline, self.now) = (record, kinds, baseline, now)
    (former, unread, unclear) = (proposal.former, proposal.unread, proposal.unclear)
  }

  /// Tells who moved in an object, or in one field of it.
  @Sendable func direction(_ operation: Operation, _ change: FieldChange? = nil) -> Direction {
    guard let kind = kinds[operation.address.kind] else { return .unknown }
    if let change { return direction(of: change, in: operation) }
    return operation.direction(since: record, in: kind.spec, former)
  }

  /// Returns a note for each difference that is agreed to.
  func agreements(in plan: Plan) -> [Diagnostic] {
    plan.operations.flatMap { operation in
      operation.fields.compactMap { baseline.note(on: $0, of: operation.address, at: now) }
    }
  }

  /// Returns a note for each object that is as declared, and not the one that was applied.
  func remarks(on proposal: Proposal) -> [Diagnostic] {
    let changing = Set(proposal.plan.operations.lazy.map(\.address.whole))
    return former.remadeObjects.filter { !changing.contains($0) }.map { address in
      Diagnostic(
        .note, "made-anew", "\(address) was deleted in the org and made anew, as it is declared",
        at: proposal.sources[address], address: address.description)
    }
  }

  /// The exit code: what waits to be applied or is agreed to is listed, and is no drift.
  func exitCode(of proposal: Proposal, exitZero: Bool) -> ExitCode {
    if let obstacle = proposal.obstacle { return obstacle.code }
    return hasMoved(proposal) && !(exitZero && proposal.blocked.isEmpty) ? .changes : .done
  }

  /// Whether anything has moved, or is held up, as far as could be read.
  func hasMoved(_ proposal: Proposal) -> Bool {
    proposal.blocked.keys.contains { !isUnseen($0) }
      || proposal.plan.operations.contains(where: isDrift)
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
      // The id of an object that is gone is nothing to take over.
      baseline.entry(covering: change, of: operation.address, at: now) == nil
        && [.org, .unknown].contains(direction(of: change, in: operation))
        && change.lostTargets(former).isEmpty
    }
    .map(\.path)
  }

  /// Returns what no manifest can take over: that objects are gone.
  func deletions(in plan: Plan) -> [Diagnostic] {
    plan.operations.filter { operation in
      operation.action == .create && [.org, .both].contains(direction(operation))
    }.map { operation in
      .warning(
        "deleted-in-org",
        "\(operation.address) was deleted in the org, which --accept does not take over",
        address: operation.address.description,
        hint: "take its manifest out where it is no longer wanted, or let apply make it anew")
    }
  }

  private func direction(of change: FieldChange, in operation: Operation) -> Direction {
    guard let applied = record[operation.address], let kind = kinds[operation.address.kind]
    else { return .unknown }
    return operation.direction(of: change, applied, in: kind.spec, former)
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
          words: report.words(change, of: operation),
          moved: change?.lostTargets(former).isEmpty ?? true ? moved(operation) : nil)
      }
    }
    let told = Set(differences.map(\.address))
    for (address, reasons) in proposal.blocked.sorted(by: { $0.key < $1.key })
    where !told.contains(address) && !isUnseen(address) {
      let words = reasons.joined(separator: "; ")
      differences.append(
        DriftDifference(
          address: address, path: "", direction: .unknown, live: Array(words.utf8),
          words: "is held up: \(words)"))
    }
    return differences
  }

  private func isTold(_ change: FieldChange, of operation: Operation) -> Bool {
    !isPending(change, of: operation) && !isUnclear(change, of: operation)
      && baseline.entry(covering: change, of: operation.address, at: now) == nil
  }

  /// Returns the fields that somebody changed in the org by hand; those that only refer to what is
  /// gone were left as they are.
  func touched(_ operation: Operation) -> [FieldChange] {
    operation.fields.filter {
      isTold($0, of: operation) && $0.lostTargets(former).isEmpty
    }
  }

  /// Whether an object was deleted in the org and made anew there.
  func isRemade(_ operation: Operation) -> Bool { former.isRemade(operation.address) }

  /// Whether nothing can be said of an object that is held up, as it or what it needs was not read.
  private func isUnseen(_ address: Address) -> Bool {
    unclear.contains(address) || unread.contains(address.collection)
      || unread.contains(address.kind)
  }

  /// Whether a field is only known to differ from what could not be read.
  private func isUnclear(_ change: FieldChange, of operation: Operation) -> Bool {
    guard unclear.contains(operation.address), let after = change.after else { return false }
    return after.awaitsAny { unread.contains($0.collection) || unread.contains($0.kind) }
  }

  /// Whether an object has moved in a way that nobody has agreed to.
  func isDrift(_ operation: Operation) -> Bool {
    guard direction(operation) != .git else { return false }
    // Under a name of which what could not be read is a part, nothing new can be told from what is.
    if operation.action == .create, unclear.contains(operation.address) {
      return record[operation.address] != nil
    }
    let isAgreed =
      !operation.fields.isEmpty
      && operation.fields.allSatisfy {
        baseline.entry(covering: $0, of: operation.address, at: now) != nil
          || isPending($0, of: operation) || isUnclear($0, of: operation)
      }
    return !isAgreed
  }

  /// Whether only the manifest moved in one field.
  private func isPending(_ change: FieldChange, of operation: Operation) -> Bool {
    operation.action != .create && direction(of: change, in: operation) == .git
  }
}

extension JSON {
  /// Whether a goal holds the id of an object that is not known, and of which something is true.
  fileprivate func awaitsAny(_ isMeant: (Address) -> Bool) -> Bool {
    if case .afterApply(let address)? = Marker(self) { return isMeant(address) }
    return switch self {
    case .array(let list): list.contains { $0.awaitsAny(isMeant) }
    case .object(let object): object.contains { $0.value.awaitsAny(isMeant) }
    default: false
    }
  }
}
