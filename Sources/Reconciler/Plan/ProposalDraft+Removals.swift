internal import Diagnostics
internal import JSON

extension ProposalDraft {
  /// Returns what this project wrote and no longer declares, and says so where it may not be pruned.
  mutating func prunable() -> [Removal] {
    var found: [Removal] = []
    let undeclared = planner.record.objectsInAnyOrder.filter { declared[$0.address] == nil }
    let renamed = undeclared.isEmpty ? [:] : renamedIDs()
    let wholes = undeclared.isEmpty ? [] : Set(declared.keys.lazy.map(\.whole))
    let keepers = undeclared.isEmpty || planner.permissions.prunes ? nil : keepers()
    forgetParts(in: undeclared)
    for known in undeclared.sorted(by: { $0.address < $1.address })
    where known.owner == planner.header.owner && base(of: known.address) == nil {
      guard renamed[known.address.collection]?.contains(known.id) != true,
        planner.scope.contains(known.address, labels: known.labels)
      else { continue }
      if known.address.part != nil, wholes.contains(known.address.whole) {
        found.append(
          Removal(
            address: known.address, id: known.id,
            reason: "is no longer part of \(known.address.whole)",
            keeping: .init(deletionPolicy: .delete, labels: known.labels), isDemanded: false))
      } else if planner.permissions.prunes {
        found.append(
          Removal(
            address: known.address, id: known.id, reason: "is no longer declared",
            keeping: .init(deletionPolicy: known.deletionPolicy, labels: known.labels),
            isDemanded: false))
      } else if observedID(known) != nil, !isKept(known, by: keepers) {
        findings.append(
          Diagnostic(
            .note, "no-longer-declared",
            "\(known.address) is no longer declared and still in the org",
            address: known.address.description, hint: "--prune deletes what is no longer declared"))
      }
    }
    return found
  }

  /// Forgets parts whose object is gone, as they went with it.
  private mutating func forgetParts(in undeclared: some Sequence<AppliedObject>) {
    forgotten += undeclared.lazy.map(\.address).filter {
      base(of: $0).map { planner.record[$0] == nil } ?? false
    }
  }

  /// Returns the object that an address is a further call on; nil for what stands by itself.
  private func base(of address: Address) -> Address? {
    planner.kinds[address.collection]?.base(of: address)
  }

  /// Returns the ids, by kind, that manifests stand for now, under whatever name.
  private func renamedIDs() -> [String: Set<String>] {
    var ids: [String: Set<String>] = [:]
    for object in declared.values {
      resolution.id(of: object).map { _ = ids[object.kind.name, default: []].insert($0) }
      for name in object.formerNames {
        let former = planner.record[
          Address(kind: object.address.kind, name: name, part: object.address.part)]
        former.map { _ = ids[object.kind.name, default: []].insert($0.id) }
      }
    }
    return ids
  }

  /// Whether the object of an address stays what another address means.
  private func isKept(_ known: AppliedObject, by keepers: Keepers?) -> Bool {
    let removal = Removal(address: known.address, id: known.id, reason: "")
    return keepers?.keeper(of: removal, going: [known.address: removal]) != nil
  }

  private func observedID(_ known: AppliedObject) -> String? {
    planner.observed[known.address.collection]?.object(id: known.id)?.id
  }

  /// Plans deletions, as far as what they would delete is there and may be.
  mutating func remove(_ removals: [Removal]) {
    // A part goes with the object it belongs to.
    for removal in sparing(removals.filter { base(of: $0.address) == nil }) {
      guard let kind = planner.kinds[removal.address.collection],
        let collection = planner.observed[removal.address.collection]
      else { continue }
      // Where the list is not whole, what is seen of it may be wrong as well.
      guard collection.problem == nil else { continue }
      guard let live = collection.object(id: removal.id) else {
        forgotten.append(removal.address)
        continue
      }
      if removal.address.part == nil { existing[kind.name, default: 0] += 1 }
      switch removal.keeping.deletionPolicy {
      case .abandon:
        forgotten.append(removal.address)
        findings.append(note(removal, "is left alone in the org, as its deletionPolicy says"))
      case .forbid where !removal.isDemanded:
        findings.append(
          .warning(
            "deletion-forbidden",
            "\(removal.address) is no longer declared, and its deletionPolicy forbids deleting it",
            address: removal.address.description,
            hint: "declare it again with metadata.deletionPolicy: delete or abandon, apply, "
              + "and then take it out"))
      case .forbid:
        unsafe.append(
          .init(
            rule: Plan.Unsafe.deletionPolicy, address: removal.address,
            message: "the deletionPolicy of \(removal.address) forbids deleting it; "
              + "apply it with metadata.deletionPolicy: delete first"))
        delete(removal, kind, live)
      case .delete: delete(removal, kind, live)
      }
    }
  }

  private mutating func delete(_ removal: Removal, _ kind: Kind, _ live: ObservedObject) {
    let before = kind.spec.hidingSecrets(in: kind.spec.normalised(live.body, as: .goal))
    if kind.wires[planner.profile]?.delete == nil {
      blocked[removal.address, default: []].append(
        "the service has no way to delete a \(kind.name)")
    }
    operations.append(
      Operation(
        address: removal.address, action: .delete, id: live.id,
        name: before["name"]?.string ?? removal.address.name, fields: [], before: before,
        after: nil, reasons: [removal.reason],
        precondition: kind.spec.precondition(ofLive: live.body), keeping: removal.keeping,
        companions: companions(of: live, at: removal.address, kind)))
  }

  /// Returns what further calls have made of an object, which goes with it.
  private func companions(
    of live: ObservedObject, at address: Address, _ kind: Kind
  ) -> [Address: JSON] {
    planner.kinds.values.reduce(into: [:]) { found, piece in
      guard piece.baseCollection == kind.name, let part = piece.part, part.each == nil,
        let body = planner.observed[piece.name]?.object(id: live.id)?.body
      else { return }
      found[address.part(part.name)] = piece.spec.hidingSecrets(
        in: piece.spec.normalised(body, as: .goal))
    }
  }

  private func note(_ removal: Removal, _ text: String) -> Diagnostic {
    Diagnostic(
      .note, "abandoned", "\(removal.address) \(text)", address: removal.address.description)
  }

  /// Returns what the parts of an object refer to.
  private func partReferences(_ operation: Operation, _ kind: Kind) -> [(kind: String, id: String)]
  {
    (kind.whole ?? kind).pieces(in: planner.profile).flatMap {
      piece -> [(kind: String, id: String)] in
      guard piece.baseCollection == kind.name, let id = operation.id,
        let live = planner.observed[piece.name]?.object(id: id)
      else { return [] }
      return piece.spec.referencedIDs(in: piece.spec.normalised(live.body, as: .goal))
    }
  }

  /// Returns, for each deletion, the operations that let go of what it deletes.
  ///
  /// Two objects whose parts refer to each other would wait for one another for ever: a part goes
  /// with its object, so that of such references some can be passed over.
  func deletionOrder() -> Dependencies {
    let own = users { operation, kind in
      operation.before.map { kind.spec.referencedIDs(in: $0) } ?? []
    }
    let ofParts = users { operation, kind in
      operation.action == .delete ? partReferences(operation, kind) : []
    }
    var order = Dependencies()
    for (deletion, user) in own { order.note(deletion, needs: user) }
    var whole = order
    for (deletion, user) in ofParts { whole.note(deletion, needs: user) }
    if whole.cycles().isEmpty { return whole }
    for (deletion, user) in ofParts where !order.dependents(of: [deletion]).contains(user) {
      order.note(deletion, needs: user)
    }
    return order
  }

  /// Returns each deletion with each operation on an object that refers to what it deletes.
  private func users(
    _ references: (Operation, Kind) -> [(kind: String, id: String)]
  ) -> [(deletion: Address, user: Address)] {
    var users: [String: Set<Address>] = [:]
    for operation in operations {
      guard let kind = planner.kinds[operation.address.collection] else { continue }
      for (other, id) in references(operation, kind) {
        users["\(other)\n\(id)", default: []].insert(operation.address)
      }
    }
    let deletions = operations.filter { $0.action == .delete }.sorted { $0.address < $1.address }
    return deletions.flatMap { deletion in
      (users["\(deletion.address.collection)\n\(deletion.id ?? "")"] ?? []).sorted()
        .map { (deletion.address, $0) }
    }
  }
}

extension Field {
  /// Returns the ids that a normalised spec refers to, with the kinds of what they name.
  func referencedIDs(in value: JSON) -> [(kind: String, id: String)] {
    guard hasReferences else { return [] }
    if let reference = role.reference {
      let id = value.string ?? value["id"]?.string
      return id.map { [(reference.kind, $0)] } ?? []
    }
    switch value {
    case .object(let object):
      return object.flatMap { member($0.key)?.referencedIDs(in: $0.value) ?? [] }
    case .array(let elements):
      return elements.flatMap { element?.referencedIDs(in: $0) ?? [] }
    default: return []
    }
  }
}
