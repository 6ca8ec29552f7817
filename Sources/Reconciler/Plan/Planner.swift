internal import Crypto
internal import Diagnostics
package import JSON

/// Turns what should be and what is into a plan; a pure function of its fields.
package struct Planner: Sendable {
  package var header: Plan.Header
  package var profile: Profile
  package var desired: [DesiredObject]
  /// What was read, by kind.
  package var observed: [String: ObservedCollection]
  /// Reasons found outside for not touching an object.
  package var blocks: [Block]
  package var limits: Guard
  /// Whether objects that were found by name and differ may be taken over.
  package var adopts: Bool

  package init(
    header: Plan.Header, profile: Profile, desired: [DesiredObject],
    observed: [String: ObservedCollection], blocks: [Block] = [], limits: Guard = Guard(),
    adopts: Bool = false
  ) {
    self.header = header
    self.profile = profile
    self.desired = desired
    self.observed = observed
    self.blocks = blocks
    self.limits = limits
    self.adopts = adopts
  }

  package func proposal() -> Proposal {
    var draft = ProposalDraft(planner: self)
    for object in desired.sorted(by: { $0.address < $1.address }) { draft.add(object) }
    return draft.finished()
  }
}

/// A proposal while its objects are gone through one by one.
private struct ProposalDraft {
  let planner: Planner
  let resolution: Resolution
  let declared: [Address: DesiredObject]
  var operations: [Operation] = []
  var dependencies = Dependencies()
  var findings: [Diagnostic] = []
  var blocked: [Address: [String]] = [:]
  var unchanged = 0

  init(planner: Planner) {
    self.planner = planner
    resolution = Resolution(
      planner.desired, observed: planner.observed, profile: planner.profile)
    declared = Dictionary(
      planner.desired.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func add(_ object: DesiredObject) {
    let target = target(of: object)
    switch resolution.matches[object.address] ?? .unknown {
    case .unknown: break
    case .absent:
      add(.create, object, target, live: nil, fields: object.kind.spec.leaves(of: target))
    case .proven(let live): compare(object, target, live, proven: true)
    case .byKey(let live): compare(object, target, live, proven: false)
    case .ambiguous(let ids):
      findings.append(
        .error(
          "ambiguous-match",
          "several objects share the name of \(object.address): \(ids.joined(separator: ", "))",
          at: object.source, address: object.address.description,
          hint: "name the one that is meant under metadata.pin"))
    }
  }

  private mutating func compare(
    _ object: DesiredObject, _ target: JSON, _ live: ObservedObject, proven: Bool
  ) {
    let spec = object.kind.spec
    let differ = Differ(
      keepsUnmanaged: object.kind.wires[planner.profile]?.keepsUnmanaged ?? false)
    let current = spec.normalised(live.body, as: .comparable)
    let changes = differ.changes(desired: target, observed: current, in: spec)
    guard !changes.isEmpty else {
      unchanged += 1
      return
    }
    let replaces = changes.contains { change in
      spec.field(at: JSONPointer(Array(change.path.tokens.dropFirst())))?.role.isImmutable == true
    }
    let action: Operation.Action = replaces ? .replace : proven ? .update : .adopt
    if action == .adopt, !object.adopts, !planner.adopts {
      blocked[object.address, default: []].append(
        "was found by its name and differs; --adopt or metadata.adopt takes it over")
    }
    add(action, object, target, live: live, fields: changes)
  }

  private mutating func add(
    _ action: Operation.Action, _ object: DesiredObject, _ target: JSON, live: ObservedObject?,
    fields: [FieldChange]
  ) {
    let before = live.map { object.kind.spec.normalised($0.body, as: .comparable) }
    operations.append(
      Operation(
        address: object.address, action: action, id: resolution.id(of: object),
        name: target["name"]?.string ?? object.address.name, fields: fields,
        before: before.map(object.kind.spec.withoutSecrets), after: target,
        reasons: [reason(action, fields)],
        precondition: before.map { object.kind.spec.precondition($0) }, dependencies: []))
  }

  private func reason(_ action: Operation.Action, _ fields: [FieldChange]) -> String {
    let count = "\(fields.count) field\(fields.count == 1 ? "" : "s")"
    switch action {
    case .create: return "is not in the org"
    case .update: return "differs in \(count)"
    case .replace: return "differs in \(count), of which one cannot be changed in place"
    case .adopt: return "was found by its name and differs in \(count)"
    case .delete: return "is no longer declared"
    }
  }

  /// Returns the normalised goal of an object, its references and secrets as ids and markers.
  private mutating func target(of object: DesiredObject) -> JSON {
    var spec = object.spec
    object.kind.spec.forEachReference(in: object.spec) { form, path in
      let value = resolved(form, at: path, for: object)
      spec[JSONPointer(Array(path.tokens.dropFirst()))] = value
    }
    for (path, fingerprint) in object.fingerprints {
      let pointer = JSONPointer(Array(path.tokens.dropFirst()))
      if let source = spec[pointer]?["secretRef"]?.string {
        spec[pointer] = Marker.secret(source: source, fingerprint: fingerprint).planned
      }
    }
    return object.kind.spec.normalised(spec, as: .goal)
  }

  private mutating func resolved(
    _ form: ReferenceForm, at path: JSONPointer, for object: DesiredObject
  ) -> JSON {
    if form.isExternal { return external(form, at: path, for: object) }
    guard let other = declared[form.address] else { return .null }
    dependencies.note(object.address, needs: form.address)
    if let id = resolution.id(of: other) { return .string(id) }
    return Marker.afterApply(form.address).planned
  }

  private mutating func external(
    _ form: ReferenceForm, at path: JSONPointer, for object: DesiredObject
  ) -> JSON {
    let ids = resolution.externalIDs(form.address)
    if ids.count == 1 { return .string(ids[0]) }
    let message =
      ids.isEmpty
      ? "the org has no \(form.address.kind) named \"\(form.address.name)\""
      : "the org has several \(form.address.kind) objects named \"\(form.address.name)\": "
        + ids.joined(separator: ", ")
    if planner.observed[form.address.kind]?.problem == nil {
      findings.append(
        .error(
          "unresolved-reference", "\(path) of \(object.address) cannot be resolved: \(message)",
          at: object.source, address: object.address.description))
    }
    blocked[object.address, default: []].append(message)
    return Marker.afterApply(form.address).planned
  }
}

extension ProposalDraft {
  /// Puts the proposal together: order, blocks with what hangs on them, guard, costs.
  fileprivate mutating func finished() -> Proposal {
    let changing = Set(operations.map(\.address))
    operations = operations.map { operation in
      operation.needing(
        dependencies.needs(of: operation.address).filter { changing.contains($0) }.sorted())
    }
    spreadBlocks()
    let problems = planner.observed.values.compactMap(\.problem)
    let collections = planner.observed.sorted { $0.key < $1.key }.map(\.value)
    findings += problems.sorted { $0.message < $1.message } + planner.blocks.map(\.problem)
    return Proposal(
      plan: Plan(header: planner.header, operations: operations), findings: findings,
      blocked: blocked,
      unsafe: planner.limits.verdict(on: operations, existing: existing),
      unchanged: unchanged,
      requests: .init(
        read: collections.reduce(0) { $0 + $1.requests }, apply: applyRequests(collections)),
      isPartial: !problems.isEmpty, sources: sources)
  }

  private mutating func spreadBlocks() {
    for block in planner.blocks where block.problem.severity == .error {
      blocked[block.address, default: []].append(block.problem.message)
    }
    for root in blocked.keys.sorted() {
      for dependent in dependencies.dependents(of: [root]) where declared[dependent] != nil {
        blocked[dependent, default: []].append("needs \(root), which is blocked")
      }
    }
  }

  private var existing: [String: Int] {
    var counts: [String: Int] = [:]
    for (address, match) in resolution.matches {
      switch match {
      case .proven, .byKey: counts[address.kind, default: 0] += 1
      default: break
      }
    }
    return counts
  }

  /// Counts one write per operation, two for a replacement, and one read of each touched collection.
  private func applyRequests(_ collections: [ObservedCollection]) -> Int {
    let writes = operations.reduce(0) { $0 + ($1.action == .replace ? 2 : 1) }
    let touched = Set(operations.map(\.address.kind))
    return writes + collections.filter { touched.contains($0.kind) }.reduce(0) { $0 + $1.requests }
  }

  private var sources: [Address: SourceLocation] {
    declared.compactMapValues(\.source)
  }
}

extension Operation {
  fileprivate func needing(_ dependencies: [Address]) -> Operation {
    Operation(
      address: address, action: action, id: id, name: name, fields: fields, before: before,
      after: after, reasons: reasons, precondition: precondition, dependencies: dependencies)
  }
}

extension Field {
  /// Returns a normalised spec without whatever the service shows in place of secrets.
  package func withoutSecrets(_ value: JSON) -> JSON {
    mapChildren(of: value) { field, child in
      field.role.isWriteOnly ? nil : field.withoutSecrets(child)
    }
  }

  /// Returns the fingerprint of a normalised object that a later apply compares with.
  package func precondition(_ normalised: JSON) -> String {
    SHA256.hash(withoutSecrets(normalised).canonicalBytes).hex
  }
}
