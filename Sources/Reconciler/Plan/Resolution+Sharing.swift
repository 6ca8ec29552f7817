internal import JSON

extension Resolution {
  /// Leaves an object that two manifests mean, of whatever kinds, to the first by address.
  mutating func refuseSharedObjects(_ desired: [DesiredObject]) {
    // Ids of the client's own choice are compared where manifests are validated.
    let shared = desired.filter { $0.kind.wires[profile]?.identity != .client }
    var takers = ObjectHolders(profile)
    var creators: [String: [NaturalKey: Address]] = [:]
    let pointers = keysOfSharedPlaces(shared)
    let bases = shared.filter { $0.kind.baseCollection == nil }
    for object in bases.sorted(by: { $0.address < $1.address }) {
      if let id = meantID(of: object) {
        if let other = takers.holders(of: object.kind, id: id).first {
          matches[object.address] = .taken(by: other)
        }
        takers.note(object.address, object.kind, id: id)
      } else if willBeCreated(object) {
        for (place, key) in keys(of: object, pointers) {
          if let other = creators[place]?[key] { matches[object.address] = .taken(by: other) }
          creators[place, default: [:]][key] = creators[place]?[key] ?? object.address
        }
      }
    }
    for part in shared where part.kind.baseCollection != nil {
      guard let base = base(of: part), case .taken(let other)? = matches[base.address] else {
        continue
      }
      matches[part.address] = .taken(by: other)
    }
  }

  /// Returns the id of the object that a manifest means; where its collection was not read, the one
  /// that it was last known by.
  func meantID(of object: DesiredObject) -> String? {
    if let live = live(of: object) { return live.id }
    guard case .unknown? = matches[object.address] else { return nil }
    return object.pin ?? recordedIDs(object).first
  }

  /// Whether a manifest of which nothing but its spec is known may mean an object of the org.
  func mayMean(_ object: DesiredObject, _ live: ObservedObject) -> Bool {
    guard case .unknown? = matches[object.address], meantID(of: object) == nil,
      case .naturalKey(let pointers)? = object.kind.wires[profile]?.identity
    else { return false }
    let known = pointers.filter { pointer in
      let isOpen = object.spec[pointer].flatMap(ReferenceForm.init) != nil
      return !isOpen && object.spec[pointer] != nil && live.body[pointer] != nil
    }
    let spec = object.kind.spec
    return !known.isEmpty
      && NaturalKey(of: object.spec, at: known, in: spec)
        == NaturalKey(of: live.body, at: known, in: spec)
  }

  /// Returns what tells new objects apart in each collection that several of the kinds share.
  private func keysOfSharedPlaces(_ desired: [DesiredObject]) -> [String: [JSONPointer]] {
    var kinds: [String: [String: Kind]] = [:]
    for object in desired {
      kinds[object.kind.place(in: profile), default: [:]][object.kind.name] = object.kind
    }
    return kinds.filter { $0.value.count > 1 }.mapValues { kinds in
      let pointers = kinds.values.flatMap { kind -> [JSONPointer] in
        guard case .naturalKey(let pointers)? = kind.wires[profile]?.identity else { return [] }
        return pointers
      }
      return Set(pointers).sorted { $0.description < $1.description }
    }
  }

  /// Returns the natural keys of an object to be: among those of its kind, and among all those of
  /// its collection where the kind says as much as the others.
  private mutating func keys(
    of object: DesiredObject, _ pointersByPlace: [String: [JSONPointer]]
  ) -> [(place: String, key: NaturalKey)] {
    guard let wire = object.kind.wires[profile], case .naturalKey(let pointers) = wire.identity
    else { return [] }
    let own = key(of: object.spec, at: pointers, in: object.kind).map { (object.kind.name, $0) }
    let place = object.kind.place(in: profile)
    guard let all = pointersByPlace[place] else { return [own].compactMap(\.self) }
    var spec = object.spec
    for fixed in wire.fixed { spec.setCreating(fixed.value, at: fixed.pointer) }
    let says = all.allSatisfy { spec[$0] != nil || object.kind.spec.field(at: $0) != nil }
    let common = says ? key(of: spec, at: all, in: object.kind).map { (place, $0) } : nil
    return [own, common].compactMap(\.self)
  }
}
