internal import Crypto
internal import Diagnostics
package import JSON

/// A proposal while its objects are gone through one by one.
struct ProposalDraft {
  let planner: Planner
  let resolution: Resolution
  let declared: [Address: DesiredObject]
  var operations: [Operation] = []
  var dependencies = Dependencies()
  var findings: [Diagnostic] = []
  var blocked: [Address: [String]] = [:]
  /// The objects that refer to what could not be read.
  var unclear: Set<Address> = []
  var unsafe: [Plan.Unsafe] = []
  var unchanged = 0
  var unrecorded: [Proposal.Unrecorded] = []
  var forgotten: [Address] = []
  /// The objects that another will take the place of, under an id of the server's choice.
  private var replaced: Set<Address> = []
  /// How many managed objects of each kind there are in the org.
  var existing: [String: Int] = [:]
  /// The manifests with several objects of which one has been counted.
  private var counted: Set<Address> = []

  init(planner: Planner) {
    self.planner = planner
    declared = Dictionary(
      planner.desired.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    resolution = Resolution(
      planner.desired, by: declared, observed: planner.observed, kinds: planner.kinds,
      profile: planner.profile, record: planner.record, begun: planner.begun)
    noteReplacements()
  }

  /// Finds out which objects get another id, before anything that refers to them is looked at.
  private mutating func noteReplacements() {
    let candidates = planner.desired.filter { object in
      switch object.kind.wires[planner.profile]?.identity {
      case .naturalKey, .part: object.kind.spec.hasImmutables
      default: false
      }
    }
    var known = -1
    while known < replaced.count {
      known = replaced.count
      for object in candidates where !replaced.contains(base(of: object)) {
        noteReplacement(of: object)
      }
    }
  }

  private mutating func noteReplacement(of object: DesiredObject) {
    guard let live = resolution.live(of: object),
      object.kind.spec.immutablesDiffer(object.spec, live.body)
    else { return }
    var draft = self
    let changes = differ(for: object).changes(
      desired: draft.target(of: object),
      observed: object.kind.spec.normalised(live.body, as: .comparable), in: object.kind.spec)
    if object.kind.spec.isReplaced(by: changes) { replaced.insert(base(of: object)) }
  }

  /// Returns the address of the object that comes and goes with this one: its own, or its base's.
  private func base(of object: DesiredObject) -> Address {
    object.kind.base(of: object.address) ?? object.address
  }

  mutating func add(_ object: DesiredObject) {
    let target = target(of: object)
    notePlace(of: object)
    // What belongs to a replaced object goes with it and is made anew.
    if object.kind.baseCollection != nil, replaced.contains(base(of: object)) {
      return create(object, target)
    }
    switch resolution.matches[object.address] ?? .unknown {
    case .unknown: break
    case .absent: create(object, target)
    case .proven(let live): compare(object, target, live, proven: true)
    case .byKey(let live): compare(object, target, live, proven: false)
    // The object that it is a part of says what is wrong.
    case .ambiguous where object.kind.baseCollection != nil,
      .missingPin where object.kind.baseCollection != nil,
      .taken where object.kind.baseCollection != nil:
      break
    case .ambiguous(let ids):
      refuse(
        object, "ambiguous-match",
        "several objects share the name of \(object.address): \(ids.joined(separator: ", "))",
        hint: "name the one that is meant under metadata.pin")
    case .missingPin(let id):
      refuse(
        object, "missing-pin",
        "\(object.address) is pinned to \(id), and the org has no such \(object.kind.name)",
        hint: "take metadata.pin out to have it found by its name, or created")
    case .taken(let other):
      refuse(
        object, "shared-object",
        "\(object.address) and \(other) are the same object of the org",
        hint: "take one of the manifests out, or give them different names")
    }
  }

  private mutating func create(_ object: DesiredObject, _ target: JSON) {
    let target = object.kind.spec.normalised(target, as: .goal)
    add(.create, object, target, live: nil, fields: object.kind.spec.leaves(of: target))
  }

  /// Says why nothing can be planned for an object, and holds up what needs it.
  private mutating func refuse(
    _ object: DesiredObject, _ code: String, _ message: String, hint: String
  ) {
    findings.append(
      .error(
        code, message, at: object.source, address: object.address.description, hint: hint))
    blocked[object.address, default: []].append(message)
  }

  /// Notes what a part comes after.
  private mutating func notePlace(of object: DesiredObject) {
    let address = object.address
    guard let part = object.kind.part else { return }
    object.kind.base(of: address).map { dependencies.note(address, needs: $0) }
    for other in part.after where other != part.name {
      dependencies.note(address, needs: address.part(other))
    }
  }

  private mutating func compare(
    _ object: DesiredObject, _ target: JSON, _ live: ObservedObject, proven: Bool
  ) {
    count(object)
    let spec = object.kind.spec
    let live = withUnread(live, of: object)
    let current = spec.normalised(live.body, as: .comparable)
    var target = target
    var changes = differ(for: object).changes(desired: target, observed: current, in: spec)
    leave(&changes, &target, of: object, live)
    let isReplaced = replaced.contains(object.address)
    guard !changes.isEmpty || isReplaced else {
      unchanged += 1
      if planner.notesUnrecorded { noteUnrecorded(object, target, live) }
      return
    }
    noteOwner(object, live)
    let action: Operation.Action =
      isReplaced || spec.isReplaced(by: changes) ? .replace : proven ? .update : .adopt
    if action == .replace { checkReplacement(of: object, target, live) }
    if action == .adopt, !object.adopts, !planner.permissions.adopts {
      blocked[object.address, default: []].append(
        "was found by its name and differs; --adopt or metadata.adopt takes it over")
    }
    add(action, object, target, live: live, fields: changes)
  }

  /// Refuses to replace an object by one whose name another has, and what its deletionPolicy keeps.
  private mutating func checkReplacement(
    of object: DesiredObject, _ target: JSON, _ live: ObservedObject
  ) {
    let address = object.address
    if let collection = planner.observed[object.kind.name],
      let other = object.kind.objects(in: collection, like: target, profile: planner.profile)
        .first(where: { $0.id != live.id })
    {
      refuse(
        object, "name-taken",
        "\(address) would be deleted and made anew under a name that another object has: \(other.id)",
        hint: "choose another name, or delete what bears it first")
    }
    if let content = object.kind.content, object.keeping.deletionPolicy == .forbid {
      unsafe.append(
        .init(
          rule: Plan.Unsafe.deletionPolicy, address: address,
          message: "\(address) would be deleted and made anew, which loses \(content); its "
            + "deletionPolicy forbids that: apply it with metadata.deletionPolicy: delete first"))
    }
  }

  private mutating func count(_ object: DesiredObject) {
    guard object.kind.baseCollection == nil else { return }
    if object.address.part != nil, !counted.insert(object.address.whole).inserted { return }
    existing[object.address.kind, default: 0] += 1
  }

  /// Returns an object with what it never shows, as it was sent last.
  private func withUnread(_ live: ObservedObject, of object: DesiredObject) -> ObservedObject {
    guard let part = object.kind.part, !part.unread.isEmpty,
      let sent = planner.record[object.address]?.spec
    else { return live }
    var body = live.body
    for pointer in part.unread { sent[pointer].map { body.setCreating($0, at: pointer) } }
    return ObservedObject(id: live.id, body: body)
  }

  /// Takes differences that are agreed to out of the changes, and leaves their fields as they are.
  private mutating func leave(
    _ changes: inout [FieldChange], _ target: inout JSON, of object: DesiredObject,
    _ live: ObservedObject
  ) {
    let agreed = changes.compactMap { change in
      planner.agreed(object.address, change).map { (change.path, $0) }
    }
    guard !agreed.isEmpty else { return }
    let present = object.kind.spec.normalised(live.body, as: .goal)
    for (path, note) in agreed {
      findings.append(note)
      target[path.belowSpec] = present[path.belowSpec]
    }
    changes = differ(for: object).changes(
      desired: target, observed: object.kind.spec.normalised(live.body, as: .comparable),
      in: object.kind.spec)
  }

  /// Returns a differ that knows which secrets have another fingerprint than the one last sent.
  private func differ(for object: DesiredObject) -> Differ {
    let keeps = object.kind.wires[planner.profile]?.keepsUnmanaged ?? false
    if object.fingerprints.isEmpty { return Differ(keepsUnmanaged: keeps) }
    let recorded = planner.record[object.address]?.fingerprints ?? [:]
    let rewrites = planner.permissions.rewritesSecrets
    return Differ(keepsUnmanaged: keeps) { pointer in
      if rewrites { return true }
      guard let now = object.fingerprints[pointer], let then = recorded[pointer.description]
      else { return false }
      return Fingerprint.haveSameKey(now, then) && now != then
    }
  }

  /// Notes an object that is as declared and that the record does not know so.
  private mutating func noteUnrecorded(
    _ object: DesiredObject, _ target: JSON, _ live: ObservedObject
  ) {
    let known = planner.record[object.address]
    if let known, known.owner != planner.header.owner { return }
    let spec = object.kind.spec.withoutSecrets(target)
    if let known, known.id == live.id, known.spec == spec,
      known.deletionPolicy == object.keeping.deletionPolicy, known.labels == object.keeping.labels
    {
      return
    }
    unrecorded.append(
      .init(address: object.address, id: live.id, spec: spec, keeping: object.keeping))
  }

  private mutating func noteOwner(_ object: DesiredObject, _ live: ObservedObject) {
    guard let known = planner.record.object(kind: object.kind.name, id: live.id),
      known.owner != planner.header.owner, !planner.permissions.takesOver
    else { return }
    unsafe.append(
      .init(
        rule: Plan.Unsafe.owner, address: object.address,
        message: "\(object.address) belongs to \(known.owner), whose run \(known.run) wrote it; "
          + "--allow-takeover makes it ours"))
  }

  private mutating func add(
    _ action: Operation.Action, _ object: DesiredObject, _ target: JSON, live: ObservedObject?,
    fields: [FieldChange]
  ) {
    let spec = object.kind.spec
    operations.append(
      Operation(
        address: object.address, action: action, id: id(of: object),
        name: target["name"]?.string ?? object.address.name, fields: fields,
        before: live.map { spec.hidingSecrets(in: spec.normalised($0.body, as: .goal)) },
        after: target, reasons: [reason(action, fields)],
        precondition: live.map { spec.precondition(ofLive: $0.body) },
        keeping: object.keeping))
  }

  /// Returns the id of an object; nil where the server is yet to choose it.
  private func id(of object: DesiredObject) -> String? {
    let isNew = object.kind.baseCollection != nil && replaced.contains(base(of: object))
    return isNew ? nil : resolution.id(of: object)
  }

  private func reason(_ action: Operation.Action, _ fields: [FieldChange]) -> String {
    let count = "\(fields.count) field\(fields.count == 1 ? "" : "s")"
    switch action {
    case .create: return "is not in the org"
    case .update: return "differs in \(count)"
    case .replace where fields.isEmpty: return "a part of it cannot be changed in place"
    case .replace: return "differs in \(count), of which one cannot be changed in place"
    case .adopt: return "was found by its name and differs in \(count)"
    case .delete: return "is no longer declared"
    }
  }
}

extension ProposalDraft {
  /// Returns the normalised goal of an object, its references and secrets as ids and markers.
  private mutating func target(of object: DesiredObject) -> JSON {
    var spec = object.spec
    object.kind.spec.forEachReference(in: object.spec) { form, path in
      let value = resolved(form, at: path, for: object)
      spec[path.belowSpec] = value
    }
    for (path, fingerprint) in object.fingerprints {
      let pointer = path.belowSpec
      if let source = spec[pointer]?["secretRef"]?.string {
        spec[pointer] = Marker.secret(source: source, fingerprint: fingerprint).planned
      }
    }
    return object.kind.spec.normalised(spec, as: .clearing)
  }

  private mutating func resolved(
    _ form: ReferenceForm, at path: JSONPointer, for object: DesiredObject
  ) -> JSON {
    if form.isExternal { return external(form, at: path, for: object) }
    guard let other = declared[form.address] else { return .null }
    dependencies.note(object.address, needs: form.address)
    if !replaced.contains(form.address), let id = resolution.id(of: other) { return .string(id) }
    if !replaced.contains(form.address), !resolution.willBeCreated(other) {
      blocked[object.address, default: []].append("needs \(form.address), whose id is not known")
      if planner.observed[other.kind.name]?.problem != nil { unclear.insert(object.address) }
    }
    return Marker.afterApply(form.address).planned
  }

  private mutating func external(
    _ form: ReferenceForm, at path: JSONPointer, for object: DesiredObject
  ) -> JSON {
    let found = resolution.external(form)
    if found.count == 1 { return .string(found[0].id) }
    let message = form.failure(found)
    if planner.observed[form.address.kind]?.problem != nil {
      unclear.insert(object.address)
    } else {
      findings.append(
        .error(
          "unresolved-reference", "\(path) of \(object.address) cannot be resolved: \(message)",
          at: object.source, address: object.address.description, hint: form.remedy(found)))
    }
    blocked[object.address, default: []].append(message)
    return Marker.afterApply(form.address).planned
  }
}

extension Field {
  /// Whether changes are such that the object cannot be kept.
  fileprivate func isReplaced(by changes: [FieldChange]) -> Bool {
    changes.contains { field(at: $0.path.belowSpec)?.role.isImmutable == true }
  }

  /// Whether something that cannot be changed is not written just as the service shows it; only
  /// then is a closer look worth its while.
  fileprivate func immutablesDiffer(_ spec: JSON?, _ body: JSON?) -> Bool {
    guard hasImmutables else { return false }
    if role.isImmutable { return spec != body }
    guard !properties.isEmpty, element == nil, otherMembers == nil else { return spec != body }
    return properties.contains { name, field in
      field.immutablesDiffer(spec?[name], body?[name])
    }
  }

  /// Returns a normalised spec without whatever the service shows in place of secrets.
  package func withoutSecrets(_ value: JSON) -> JSON {
    guard hasSecrets else { return value }
    guard hasShape(of: value) else { return .null }
    return mapChildren(of: value) { field, child in
      field.role.isWriteOnly ? nil : field.withoutSecrets(child)
    }
  }

  /// Returns a normalised spec that says where there are secrets, and nothing of what they are.
  func hidingSecrets(in value: JSON) -> JSON {
    guard hasSecrets else { return value }
    guard hasShape(of: value) else { return ["unknown": true] }
    return mapChildren(of: value) { field, child in
      guard field.role.isWriteOnly else { return field.hidingSecrets(in: child) }
      return child.isNull ? nil : ["unknown": true]
    }
  }

  /// Returns the fingerprint of an object as the service shows it, that a later apply compares with.
  package func precondition(ofLive body: JSON) -> String {
    let shown = withoutUnread(withoutSecrets(normalised(body, as: .comparable)))
    return SHA256.hash(shown.canonicalBytes).hex
  }

  /// Returns a normalised spec without what is known of it from the record alone.
  private func withoutUnread(_ value: JSON) -> JSON {
    guard hasUnread, hasShape(of: value) else { return value }
    return mapChildren(of: value) { field, child in
      field.role.isUnread ? nil : field.withoutUnread(child)
    }
  }
}

/// The text form of fingerprints: the name of their key, a colon, and the fingerprint itself.
enum Fingerprint {
  /// Tells whether two fingerprints can be compared at all.
  static func haveSameKey(_ lhs: String, _ rhs: String) -> Bool {
    lhs.prefix { $0 != ":" } == rhs.prefix { $0 != ":" }
  }
}
