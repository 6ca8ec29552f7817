package import JSON
package import World

/// What gcsync last made of an object: the memory by which it can tell who moved.
package struct AppliedObject: Sendable, Hashable {
  package let address: Address
  package let id: String
  /// The project that wrote it, and so may prune it.
  package let owner: String
  /// The normalised spec as it was written, references as ids and secrets left out.
  package let spec: JSON
  /// The fingerprint of each secret as it was sent, by its pointer.
  package let fingerprints: [String: String]
  package let deletionPolicy: DeletionPolicy
  /// The manifest's labels, so that a selector still finds an object whose manifest is gone.
  package let labels: [String: String]
  package let run: String
  package let time: Timestamp

  package init(
    address: Address, id: String, owner: String, spec: JSON, fingerprints: [String: String] = [:],
    deletionPolicy: DeletionPolicy = .delete, labels: [String: String] = [:], run: String,
    time: Timestamp
  ) {
    self.address = address
    self.id = id
    self.owner = owner
    self.spec = spec
    self.fingerprints = fingerprints
    self.deletionPolicy = deletionPolicy
    self.labels = labels
    self.run = run
    self.time = time
  }
}

/// How one operation changes the applied record.
package enum AppliedChange: Sendable, Hashable {
  case set(AppliedObject)
  case forget(Address)

  package var address: Address {
    switch self {
    case .set(let object): object.address
    case .forget(let address): address
    }
  }
}

/// Everything one environment's runs have written and not deleted again.
package struct AppliedRecord: Sendable, Hashable {
  private var objects: [Address: AppliedObject]
  /// Addresses by kind and id, since a renamed object keeps its id.
  private var addresses: [String: Address]

  package init(_ objects: some Sequence<AppliedObject> = []) {
    self.objects = [:]
    addresses = [:]
    for object in objects { apply(.set(object)) }
  }

  package subscript(_ address: Address) -> AppliedObject? { objects[address] }

  package var isEmpty: Bool { objects.isEmpty }
  package var count: Int { objects.count }
  /// The objects in no order, for those who look at each.
  package var objectsInAnyOrder: some Collection<AppliedObject> { objects.values }
  package var kinds: Set<String> { Set(objects.keys.lazy.map(\.kind)) }
  /// The objects by address.
  package var all: [AppliedObject] { objects.values.sorted { $0.address < $1.address } }

  /// The id under which each object was written.
  package var idsByAddress: [Address: String] { objects.mapValues(\.id) }

  /// Returns the object of an id in a collection: a kind, or `Kind#part`.
  package func object(kind: String, id: String) -> AppliedObject? {
    addresses["\(kind)\n\(id)"].flatMap { objects[$0] }
  }

  package mutating func apply(_ change: AppliedChange) {
    if let former = objects.removeValue(forKey: change.address) {
      addresses["\(former.address.collection)\n\(former.id)"] = nil
    }
    guard case .set(let object) = change else { return }
    let key = "\(object.address.collection)\n\(object.id)"
    if let other = addresses.updateValue(object.address, forKey: key) { objects[other] = nil }
    objects[object.address] = object
  }
}
