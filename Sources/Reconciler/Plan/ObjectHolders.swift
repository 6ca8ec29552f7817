/// Which addresses mean which remote objects, over all the kinds that one collection has.
package struct ObjectHolders: Sendable {
  private let profile: Profile
  private var addresses: [String: [String: [Address]]] = [:]

  package init(_ profile: Profile) { self.profile = profile }

  /// Notes what an address means; a further call on an object means no other than that one.
  package mutating func note(_ address: Address, _ kind: Kind, id: String) {
    guard kind.baseCollection == nil else { return }
    addresses[kind.place(in: profile), default: [:]][id, default: []].append(address)
  }

  /// Returns the addresses that mean an object, in the order they were noted in.
  package func holders(of kind: Kind, id: String) -> [Address] {
    addresses[kind.place(in: profile)]?[id] ?? []
  }
}

extension Kind {
  /// What the remote objects of the kind are among: the path of their collection, where kinds share
  /// one, or the kind's own name.
  package func place(in profile: Profile) -> String {
    guard let wire = wires[profile], wire.service == .genesys, !wire.collection.isEmpty else {
      return name
    }
    return wire.collection
  }
}
