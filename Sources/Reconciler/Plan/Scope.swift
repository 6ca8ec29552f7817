/// The part of an environment that one call is about; everything where nothing is said.
package struct Scope: Sendable, Hashable {
  package var kinds: Set<String>
  package var addresses: Set<Address>
  package var labels: [String: String]

  package init(
    kinds: Set<String> = [], addresses: Set<Address> = [], labels: [String: String] = [:]
  ) {
    self.kinds = kinds
    self.addresses = addresses
    self.labels = labels
  }

  package static let everything = Scope()

  package var isEverything: Bool { self == .everything }

  /// Tells whether an object takes part, not counting what others need of it.
  package func contains(_ address: Address, labels others: [String: String]) -> Bool {
    (kinds.isEmpty || kinds.contains(address.kind))
      && (addresses.isEmpty || addresses.contains(address) || addresses.contains(address.whole))
      && labels.allSatisfy { others[$0.key] == $0.value }
  }

  /// Returns the objects that take part, and those they refer to.
  package func selection(of desired: [DesiredObject]) -> Set<Address> {
    var found = Set(
      desired.filter { contains($0.address, labels: $0.keeping.labels) }.map(\.address))
    guard !isEverything else { return found }
    let byAddress = Dictionary(
      desired.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let parts = Dictionary(
      grouping: desired.lazy.map(\.address).filter { $0.part != nil }, by: \.whole)
    var open = Array(found)
    while let object = open.popLast().flatMap({ byAddress[$0] }) {
      object.kind.spec.forEachReference(in: object.spec) { form, _ in
        guard !form.isExternal, byAddress[form.address] != nil else { return }
        if found.insert(form.address).inserted { open.append(form.address) }
      }
      for part in parts[object.address] ?? [] where found.insert(part).inserted {
        open.append(part)
      }
    }
    return found
  }
}
