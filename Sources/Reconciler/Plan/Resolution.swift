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
  }

  private(set) var matches: [Address: Match] = [:]
  private let observed: [String: ObservedCollection]
  private let profile: Profile
  private let record: AppliedRecord

  init(
    _ desired: [DesiredObject], observed: [String: ObservedCollection], profile: Profile,
    record: AppliedRecord
  ) {
    self.observed = observed
    self.profile = profile
    self.record = record
    for object in desired { matches[object.address] = match(object) }
  }

  private func match(_ object: DesiredObject) -> Match {
    guard let collection = observed[object.kind.name], let wire = object.kind.wires[profile]
    else { return .unknown }
    switch wire.identity {
    case .client:
      for id in [object.clientID] + object.formerIDs {
        if let live = collection.object(id: id) { return .proven(live) }
      }
    case .naturalKey(let pointers):
      if let live = recordedIDs(object).lazy.compactMap(collection.object(id:)).first {
        return .proven(live)
      }
      let live = collection.objects.filter { candidate in
        pointers.allSatisfy { candidate.body[$0] == object.spec[$0] }
      }
      if live.count > 1 { return .ambiguous(live.map(\.id).sorted()) }
      if let live = live.first { return .byKey(live) }
    }
    return collection.problem == nil ? .absent : .unknown
  }

  /// Returns the ids under which the object was written before, by this name or an earlier one.
  private func recordedIDs(_ object: DesiredObject) -> [String] {
    let names = [object.address.name] + object.formerNames
    return names.compactMap { record[Address(kind: object.kind.name, name: $0)]?.id }
  }

  /// Returns the id of a declared object; nil where the server is yet to choose it.
  func id(of object: DesiredObject) -> String? {
    switch matches[object.address] {
    case .proven(let live), .byKey(let live): live.id
    default: object.kind.wires[profile]?.identity == .client ? object.clientID : nil
    }
  }

  /// Returns the ids of the objects in the org that bear a name.
  func externalIDs(_ address: Address) -> [String] {
    (observed[address.kind]?.objects ?? []).filter { $0.body["name"]?.string == address.name }
      .map(\.id).sorted()
  }
}
