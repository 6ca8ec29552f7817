internal import Diagnostics
internal import JSON
internal import World

/// Reads back what an apply wrote, whole collections at a time, until it shows or patience ends.
struct Verification: Sendable {
  let applier: Applier
  /// The ids that the apply learnt.
  let ids: [Address: String]

  /// Returns the results with those that did not take effect turned into failures.
  func verified(_ results: [OperationResult]) async -> [OperationResult] {
    var doubtful: [Address: Diagnostic] = [:]
    var pending = results.filter(\.isWritten)
    var settling = applier.settling
    while !pending.isEmpty {
      doubtful = await doubts(about: pending)
      pending = pending.filter { doubtful[$0.operation.address] != nil }
      guard !pending.isEmpty, !applier.interruption.isRequested,
        let wait = settling.next(within: patience(with: pending)),
        (try? await applier.world.sleep(wait)) != nil
      else { break }
    }
    return results.map { result in
      guard result.isWritten, let doubt = doubtful[result.operation.address] else { return result }
      return result.with(.failed(.other, doubt))
    }
  }

  /// Returns how long the slowest of the services concerned may take.
  private func patience(with results: [OperationResult]) -> Duration {
    let limits = results.compactMap { result in
      applier.kinds[result.operation.address.collection]?.wires[applier.profile]?.settles
    }
    return limits.max() ?? .zero
  }

  private func doubts(about results: [OperationResult]) async -> [Address: Diagnostic] {
    let byKind = Dictionary(grouping: results) { $0.operation.address.collection }
    return await withTaskGroup(of: [Address: Diagnostic].self) { group in
      for (name, results) in byKind {
        guard let kind = applier.kinds[name] else { continue }
        group.addTask { await doubts(about: results, of: kind) }
      }
      var all: [Address: Diagnostic] = [:]
      for await found in group { all.merge(found) { first, _ in first } }
      return all
    }
  }

  private func doubts(about results: [OperationResult], of kind: Kind) async
    -> [Address: Diagnostic]
  {
    let collection = await applier.writer.readBack(kind, ids: results.compactMap(\.id))
    var found: [Address: Diagnostic] = [:]
    for result in results {
      guard let doubt = doubt(about: result, of: kind, in: collection) else { continue }
      found[result.operation.address] = doubt
    }
    return found
  }

  private func doubt(
    about result: OperationResult, of kind: Kind, in collection: ObservedCollection
  ) -> Diagnostic? {
    let address = result.operation.address
    let live = result.id.flatMap(collection.object(id:))
    if live == nil, let problem = collection.problem {
      return .error(
        "not-verified", "\(address) was written but could not be read back: \(problem.message)",
        address: address.description, hint: "run plan to see whether it took effect")
    }
    switch (result.operation.after, live) {
    case (nil, nil): return nil
    case (nil, .some): return notSettled(address, "is still there")
    case (.some, nil): return notSettled(address, "is not there")
    case (let goal?, let live?):
      let keeps = kind.wires[applier.profile]?.keepsUnmanaged ?? false
      let changes = Differ(keepsUnmanaged: keeps).changes(
        desired: kind.spec.substituting(ids, in: goal),
        observed: kind.spec.normalised(live.body, as: .comparable), in: kind.spec)
      guard let first = changes.first else { return nil }
      let others = changes.count == 1 ? "" : " and \(changes.count - 1) more"
      return notSettled(address, "still differs at \(first.path)\(others)")
    }
  }

  private func notSettled(_ address: Address, _ what: String) -> Diagnostic {
    .error(
      "not-settled", "\(address) was accepted, but reading it back it \(what)",
      address: address.description,
      hint: "the service may be slow or may have refused a value silently; run plan again")
  }
}

extension OperationResult {
  fileprivate var isWritten: Bool {
    if case .applied = outcome { true } else { false }
  }
}

extension Field {
  /// Returns a goal with the ids in it that became known since.
  func substituting(_ ids: [Address: String], in goal: JSON) -> JSON {
    if role.reference != nil {
      guard case .afterApply(let address) = Marker(goal), let id = ids[address] else { return goal }
      return .string(id)
    }
    return role.isWriteOnly ? goal : mapChildren(of: goal) { $0.substituting(ids, in: $1) }
  }
}
