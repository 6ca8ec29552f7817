internal import Diagnostics

extension ProposalDraft {
  /// Takes out removals whose object another address means, too, and forgets their records.
  ///
  /// Of several addresses that all go, one takes the object with it: the one whose deletionPolicy
  /// keeps most.
  mutating func sparing(_ removals: [Removal]) -> [Removal] {
    guard !removals.isEmpty else { return [] }
    let keepers = keepers()
    let going = Dictionary(removals.map { ($0.address, $0) }) { first, _ in first }
    var spared: [Address: Address] = [:]
    for removal in removals {
      keepers.keeper(of: removal, going: going).map { spared[removal.address] = $0 }
    }
    return removals.filter { removal in
      // What an object consists of besides stays where the object does.
      let whole = spared[removal.address.whole]
      let staying = whole.flatMap { going[$0] == nil ? $0 : nil }
      guard let keeper = spared[removal.address] ?? staying else { return true }
      forgotten.append(removal.address)
      findings.append(
        Diagnostic(
          .note, "shared-object",
          "\(removal.address) is only forgotten, since \(keeper) is the same object of the org",
          address: removal.address.description))
      return false
    }
  }

  /// Returns who means which objects, as far as manifests or the record know.
  func keepers() -> Keepers {
    var keepers = Keepers(resolution: resolution, kinds: planner.kinds, observed: planner.observed)
    for object in declared.values { keepers.note(object) }
    for known in planner.record.objectsInAnyOrder where declared[known.address] == nil {
      keepers.note(known)
    }
    return keepers
  }
}

/// The addresses that keep objects from going with another address that means them.
struct Keepers {
  private let resolution: Resolution
  private let kinds: [String: Kind]
  private let observed: [String: ObservedCollection]
  private var holders: ObjectHolders
  private var declared: Set<Address> = []
  /// The manifests that were not compared with the org and of which no id is known.
  private var open: [DesiredObject] = []

  init(resolution: Resolution, kinds: [String: Kind], observed: [String: ObservedCollection]) {
    self.resolution = resolution
    self.kinds = kinds
    self.observed = observed
    holders = ObjectHolders(resolution.profile)
  }

  /// Notes what a manifest means.
  mutating func note(_ object: DesiredObject) {
    declared.insert(object.address)
    if let id = resolution.meantID(of: object) {
      holders.note(object.address, object.kind, id: id)
    } else if object.kind.baseCollection == nil, case .unknown? = resolution.matches[object.address]
    {
      open.append(object)
    }
  }

  /// Notes what was applied under an address that no manifest has.
  mutating func note(_ known: AppliedObject) {
    kinds[known.address.collection].map { holders.note(known.address, $0, id: known.id) }
  }

  /// Returns the first address of another kind that means the object and does not go before it.
  func keeper(of removal: Removal, going: [Address: Removal]) -> Address? {
    guard let kind = kinds[removal.address.collection], kind.baseCollection == nil else {
      return nil
    }
    let others = holders.holders(of: kind, id: removal.id).filter { other in
      guard other.collection != kind.name else { return false }
      return declared.contains(other) || going[other].map { $0.precedes(removal) } ?? true
    }
    return others.min() ?? guessed(of: kind, id: removal.id)
  }

  private func guessed(of kind: Kind, id: String) -> Address? {
    guard !open.isEmpty, let live = observed[kind.name]?.object(id: id) else { return nil }
    let place = kind.place(in: resolution.profile)
    return open.filter { object in
      object.kind.name != kind.name && object.kind.place(in: resolution.profile) == place
        && resolution.mayMean(object, live)
    }.map(\.address).min()
  }
}

extension Removal {
  /// Whether of two removals of one object this is the one that counts.
  fileprivate func precedes(_ other: Removal) -> Bool {
    let ranks = (keeping.deletionPolicy.rank, other.keeping.deletionPolicy.rank)
    return ranks.0 == ranks.1 ? address < other.address : ranks.0 < ranks.1
  }
}

extension DeletionPolicy {
  /// The policies in the order in which they keep objects.
  fileprivate var rank: Int {
    switch self {
    case .forbid: 0
    case .abandon: 1
    case .delete: 2
    }
  }
}
