package import JSON

/// Holds a plan made earlier against what the org is now, before its first write.
package struct PlanCheck: Sendable {
  /// A field for which neither what the plan saw nor what it wants is there.
  package struct Conflict: Sendable, Hashable {
    package let address: Address
    /// Nil where the whole object has come or gone.
    package let path: JSONPointer?
    package let planned: JSON?
    package let found: JSON?
    package let wanted: JSON?

    package init(
      address: Address, path: JSONPointer?, planned: JSON?, found: JSON?, wanted: JSON?
    ) {
      self.address = address
      self.path = path
      self.planned = planned
      self.found = found
      self.wanted = wanted
    }
  }

  /// What the org says of the plan's operations.
  package struct Verdict: Sendable {
    /// The ids of the objects that are as the plan wants them already.
    package var settled: [Address: String] = [:]
    package var conflicts: [Conflict] = []
  }

  let plan: Plan
  let kinds: [String: Kind]
  let profile: Profile
  /// The requests that an earlier run of the plan announced and of which nothing more is known.
  private let begun: Set<Address>
  /// The operations that an earlier run has finished, with the ids of their objects.
  let finished: [Address: String]
  /// The requests that were announced and of whose answer nothing is known.
  let unanswered: Set<Address>
  private let record: AppliedRecord

  package init(
    _ plan: Plan, kinds: [String: Kind], profile: Profile, begun: Set<Address> = [],
    finished: [Address: String] = [:], unanswered: Set<Address> = [],
    record: AppliedRecord = AppliedRecord()
  ) {
    self.plan = plan
    self.kinds = kinds
    self.profile = profile
    self.begun = begun
    self.finished = finished
    self.unanswered = unanswered
    self.record = record
  }

  /// Compares each operation with the collections read just now.
  package func verdict(on observed: [String: ObservedCollection]) -> Verdict {
    var verdict = Verdict()
    var ids = knownIDs
    verdict.settled = finished
    for operation in inOrderOfNeed where finished[operation.address] == nil {
      guard let kind = kinds[operation.address.collection],
        let collection = observed[operation.address.collection]
      else { continue }
      let found = live(operation, kind, collection, ids)
      if let id = settledID(operation, kind, found, ids) {
        verdict.settled[operation.address] = id
        ids[operation.address] = id
      } else if !isAsPlanned(operation, kind, found, ids) {
        verdict.conflicts += conflicts(operation, kind, found, ids)
      }
    }
    return verdict
  }

  /// The ids of the objects that the plan or an earlier run knows.
  var knownIDs: [Address: String] {
    var ids: [Address: String] = [:]
    for operation in plan.operations { ids[operation.address] = operation.id }
    return ids.merging(finished) { $1 }
  }

  /// The operations with those first that others need.
  var inOrderOfNeed: [Operation] {
    var schedule = Schedule(plan.operations.map(\.unblocked))
    var ordered: [Operation] = []
    while let operation = schedule.next() {
      ordered.append(operation)
      schedule.succeeded(operation.address)
    }
    return ordered
  }

  func live(
    _ operation: Operation, _ kind: Kind, _ collection: ObservedCollection,
    _ ids: [Address: String]
  ) -> ObservedObject? {
    if let id = operation.id ?? kind.base(of: operation.address).flatMap({ ids[$0] }) {
      let found = collection.object(id: id)
      // What took the place of another has an id of its own.
      let isReplaced = operation.action == .replace && kind.hasNaturalKey(profile)
      if found != nil || !isReplaced { return found }
    }
    guard let goal = operation.after.map({ kind.spec.substituting(ids, in: $0) }) else {
      return nil
    }
    let matches = kind.objects(in: collection, like: goal, profile: profile)
    return matches.count == 1 ? matches[0] : nil
  }

  /// Returns the id of the object where it is as the plan wants it to be.
  private func settledID(
    _ operation: Operation, _ kind: Kind, _ found: ObservedObject?, _ ids: [Address: String]
  ) -> String? {
    guard operation.after != nil else { return found == nil ? operation.id : nil }
    guard let found, changes(operation, kind, found, ids).isEmpty else { return nil }
    // What the org never shows may differ still, unless the request that carried it was ours.
    let isSure =
      begun.contains(operation.address) || !sendsSecret(operation, kind)
      || hasSentSecrets(operation, kind)
    return isSure ? found.id : nil
  }

  /// Whether the record says that the very secrets of the operation were sent last.
  private func hasSentSecrets(_ operation: Operation, _ kind: Kind) -> Bool {
    guard let after = operation.after, let known = record[operation.address],
      known.id == operation.id
    else { return false }
    return kind.spec.secretPlaces(in: after).allSatisfy { place in
      let wanted = after[place.pointer.belowSpec]?["fingerprint"]?.string
      return wanted != nil && wanted == known.fingerprints[place.pointer.description]
    }
  }

  /// Whether the object is as the plan saw it, or as far as an interrupted run has brought it.
  private func isAsPlanned(
    _ operation: Operation, _ kind: Kind, _ found: ObservedObject?, _ ids: [Address: String]
  ) -> Bool {
    switch (operation.precondition, found) {
    case (nil, nil): true
    // It came about meanwhile just as wanted, but for a secret that nobody can see.
    case (nil, let found?):
      operation.id != nil && changes(operation, kind, found, ids).isEmpty
        || cameWithItsBase(operation, kind)
    case (.some, nil): operation.action == .replace && begun.contains(operation.address)
    case (let planned?, let found?):
      kind.spec.precondition(ofLive: found.body) == planned
        || changes(operation, kind, found, ids).isEmpty
    }
  }

  /// Whether an object is there because an earlier attempt made the one that it is a further call on.
  private func cameWithItsBase(_ operation: Operation, _ kind: Kind) -> Bool {
    guard let base = kind.base(of: operation.address), plan.operation(at: base)?.action == .create
    else { return false }
    return begun.contains(base) || finished[base] != nil
  }

  /// Whether a change of a secret is part of what the operation is for.
  private func sendsSecret(_ operation: Operation, _ kind: Kind) -> Bool {
    operation.fields.contains { change in
      let role = kind.spec.field(at: change.path.belowSpec)?.role
      return role?.isWriteOnly == true || role?.isUnread == true
    }
  }

  func changes(
    _ operation: Operation, _ kind: Kind, _ found: ObservedObject, _ ids: [Address: String]
  ) -> [FieldChange] {
    guard let after = operation.after else { return [] }
    let keeps = kind.wires[profile]?.keepsUnmanaged ?? false
    return Differ(keepsUnmanaged: keeps).changes(
      desired: kind.spec.substituting(ids, in: after),
      observed: kind.spec.normalised(found.body, as: .comparable), in: kind.spec)
  }

  /// Lists what each of the three says where they do not agree.
  private func conflicts(
    _ operation: Operation, _ kind: Kind, _ found: ObservedObject?, _ ids: [Address: String]
  ) -> [Conflict] {
    let address = operation.address
    guard let found, let before = operation.before else {
      return [
        Conflict(
          address: address, path: nil, planned: operation.before.map(kind.spec.shown),
          found: found.map {
            kind.spec.shown(kind.spec.withoutSecrets(kind.spec.normalised($0.body, as: .goal)))
          },
          wanted: operation.after.map(kind.spec.shown))
      ]
    }
    let moved = Differ(keepsUnmanaged: false).changes(
      desired: before, observed: kind.spec.normalised(found.body, as: .comparable), in: kind.spec)
    return moved.filter { kind.spec.field(at: $0.path.belowSpec)?.role.isWriteOnly != true }
      .map { change in
        Conflict(
          address: address, path: change.path, planned: change.after, found: change.before,
          wanted: operation.after?[change.path.belowSpec].map(kind.spec.shown(at: change.path)))
      }
  }
}

extension JSONPointer {
  /// The pointer within the spec of one that points into the manifest.
  package var belowSpec: JSONPointer { JSONPointer(Array(tokens.dropFirst())) }
}

extension Field {
  /// Returns the way output shows a value at a pointer into the manifest.
  fileprivate func shown(at path: JSONPointer) -> (JSON) -> JSON {
    (field(at: path.belowSpec) ?? .opaque).shown
  }
}

extension Kind {
  /// Whether its objects are found by what they are called.
  fileprivate func hasNaturalKey(_ profile: Profile) -> Bool {
    if case .naturalKey? = wires[profile]?.identity { true } else { false }
  }
}

extension Operation {
  fileprivate var unblocked: Operation {
    var operation = self
    operation.blockedBy = []
    return operation
  }
}
