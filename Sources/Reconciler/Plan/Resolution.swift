internal import Diagnostics
internal import JSON

/// Which live object each manifest means, and which id each reference stands for.
struct Resolution {
  /// How the object of a manifest was found.
  enum Match {
    /// By an id, so that a difference is an ordinary update.
    case proven(ObservedObject)
    /// By its natural key, which others may share by chance.
    case byKey(ObservedObject)
    case absent
    /// The collection was not read whole, so that nothing can be said.
    case unknown
    /// Several objects share the natural key.
    case ambiguous([String])
    /// The manifest names an object by its id that is not there.
    case missingPin(String)
    /// Another manifest means the same object.
    case taken(by: Address)
  }

  var matches: [Address: Match] = [:]
  private let observed: [String: ObservedCollection]
  private let kinds: [String: Kind]
  let profile: Profile
  private let record: AppliedRecord
  private let begun: BegunCreations
  private let declared: [Address: DesiredObject]
  /// The live objects of each kind by their natural keys, for the kinds that have some.
  private var byKey: [String: [NaturalKey: [ObservedObject]]] = [:]
  /// The manifests whose match is being looked for, so that a ring of keys ends.
  private var open: Set<Address> = []

  init(
    _ desired: [DesiredObject], by declared: [Address: DesiredObject],
    observed: [String: ObservedCollection], kinds: [String: Kind], profile: Profile,
    record: AppliedRecord, begun: BegunCreations
  ) {
    self.observed = observed
    self.kinds = kinds
    self.profile = profile
    self.record = record
    self.begun = begun
    self.declared = declared
    matches.reserveCapacity(desired.count)
    for object in desired { _ = match(object) }
    refuseSharedObjects(desired)
  }

  @discardableResult
  private mutating func match(_ object: DesiredObject) -> Match {
    if let known = matches[object.address] { return known }
    guard open.insert(object.address).inserted else { return .unknown }
    let found = find(object)
    open.remove(object.address)
    matches[object.address] = found
    return found
  }

  private mutating func find(_ object: DesiredObject) -> Match {
    guard let collection = observed[object.kind.name], let wire = object.kind.wires[profile]
    else { return .unknown }
    let absent: Match = collection.problem == nil ? .absent : .unknown
    switch wire.identity {
    case .client:
      for id in [object.clientID] + object.formerIDs {
        if let live = collection.object(id: id) { return .proven(live) }
      }
      return absent
    case .singleton: return collection.objects.first.map(Match.proven) ?? absent
    case .part: return part(of: object, in: collection)
    case .parts: return .unknown
    case .naturalKey(let pointers):
      if let pin = object.pin {
        if let live = collection.object(id: pin) { return .proven(live) }
        return collection.problem == nil ? .missingPin(pin) : .unknown
      }
      if let live = recordedIDs(object).lazy.compactMap(collection.object(id:)).first {
        return .proven(live)
      }
      guard let key = key(of: object.spec, at: pointers, in: object.kind) else { return absent }
      let live = index(of: object.kind, collection)[key] ?? []
      if live.count > 1 { return .ambiguous(live.map(\.id).sorted()) }
      guard let found = live.first else { return absent }
      return isBegun(object, found) ? .proven(found) : .byKey(found)
    }
  }

  /// Whether an object is what a run of ours that was cut short was creating under this address.
  private mutating func isBegun(_ object: DesiredObject, _ live: ObservedObject) -> Bool {
    guard let goal = begun.goal(of: object.address) else { return false }
    var ids: [Address: String] = [:]
    for address in object.kind.spec.awaited(in: goal) {
      guard let other = declared[address] else { continue }
      match(other)
      ids[address] = id(of: other)
    }
    let keeps = object.kind.wires[profile]?.keepsUnmanaged ?? false
    return Differ(keepsUnmanaged: keeps).changes(
      desired: object.kind.spec.substituting(ids, in: goal),
      observed: object.kind.spec.normalised(live.body, as: .comparable), in: object.kind.spec
    ).isEmpty
  }

  /// Finds a part, which has the id of the object it belongs to.
  private mutating func part(
    of object: DesiredObject, in collection: ObservedCollection
  ) -> Match {
    guard let base = base(of: object) else { return .unknown }
    func live(_ id: String) -> ObservedObject? { collection.object(id: id) }
    switch match(base) {
    case .proven(let it): return live(it.id).map(Match.proven) ?? .absent
    case .byKey(let it): return live(it.id).map(Match.byKey) ?? .absent
    case let other: return other
    }
  }

  /// Returns the object that a part is a further call on.
  func base(of object: DesiredObject) -> DesiredObject? {
    object.kind.base(of: object.address).flatMap { declared[$0] }
  }

  /// Returns the natural key of a manifest's spec; nil where part of it is yet to be created.
  mutating func key(of spec: JSON, at pointers: [JSONPointer], in kind: Kind) -> NaturalKey? {
    var spec = spec
    for pointer in pointers {
      guard let form = spec[pointer].flatMap(ReferenceForm.init) else { continue }
      guard let id = id(of: form) else { return nil }
      spec[pointer] = .string(id)
    }
    return NaturalKey(of: spec, at: pointers, in: kind.spec)
  }

  private mutating func id(of form: ReferenceForm) -> String? {
    if form.isExternal {
      let found = external(form)
      return found.count == 1 ? found[0].id : nil
    }
    guard let other = declared[form.address] else { return nil }
    match(other)
    return id(of: other)
  }

  private mutating func index(
    of kind: Kind, _ collection: ObservedCollection
  ) -> [NaturalKey: [ObservedObject]] {
    if let index = byKey[kind.name] { return index }
    var index: [NaturalKey: [ObservedObject]] = [:]
    for object in collection.objects {
      guard let key = kind.naturalKey(of: object.body, in: profile) else { continue }
      index[key, default: []].append(object)
    }
    byKey[kind.name] = index
    return index
  }

  /// Returns the live object that a manifest means.
  func live(of object: DesiredObject) -> ObservedObject? {
    switch matches[object.address] {
    case .proven(let live), .byKey(let live): live
    default: nil
    }
  }

  /// Returns the ids under which the object was written before, by this name or an earlier one.
  func recordedIDs(_ object: DesiredObject) -> [String] {
    let names = [object.address.name] + object.formerNames
    return names.compactMap { name in
      let address = Address(kind: object.address.kind, name: name, part: object.address.part)
      return record[address]?.id
    }
  }

  /// Returns the id of a declared object; nil where the server is yet to choose it.
  func id(of object: DesiredObject) -> String? {
    switch matches[object.address] {
    case .proven(let live), .byKey(let live): live.id
    case .missingPin(let id): id
    case .absent where object.kind.baseCollection != nil: base(of: object).flatMap(id(of:))
    default: object.kind.wires[profile]?.identity == .client ? object.clientID : nil
    }
  }

  /// Whether an apply of the whole plan would create the object.
  func willBeCreated(_ object: DesiredObject) -> Bool {
    if case .absent = matches[object.address] { true } else { false }
  }

  /// Returns the objects in the org that a reference to one of them may mean, by their ids.
  func external(_ form: ReferenceForm) -> [ObservedObject] {
    let kind = form.address.kind
    let name = kinds[kind]?.wires[profile]?.name ?? JSONPointer(["name"])
    return (observed[kind]?.objects ?? [])
      .filter { $0.body[name]?.string == form.address.name && form.fits($0) }
      .sorted { $0.id < $1.id }
  }
}
