internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler

extension Exporting {
  /// Returns manifests of what no manifest means, of its own kind or another.
  ///
  /// Two manifests of one object would undo each other's changes for ever.
  func undeclared(_ found: [Address: String]) -> [Export.Manifest] {
    let pieces = session.pieces.byCollection
    var holders = ObjectHolders(session.environment.genesys.profile)
    for (address, id) in found {
      pieces[address.collection].map { holders.note(address, $0, id: id) }
    }
    var export = export
    for collection in collections {
      guard let kind = pieces[collection.kind] else { continue }
      let others = collection.objects.reduce(into: [String: Address]()) { others, object in
        others[object.id] = holders.holders(of: kind, id: object.id)
          .filter { $0.kind != kind.name }.min()
      }
      report(Set(others.values.map(\.whole)), of: kind)
      export = export.leaving(Set(others.keys), of: collection)
    }
    let declared = Set(session.manifests.manifests.map(\.address))
    return collections.flatMap(export.manifests).filter { !declared.contains($0.address) }
  }

  /// Says which objects have manifests of other kinds, and what of them is not taken over.
  private func report(_ others: Set<Address>, of kind: Kind) {
    guard !others.isEmpty else { return }
    let profile = session.environment.genesys.profile
    let untouched = others.filter {
      session.kinds.kinds[$0.kind]?.wires[profile]?.identity == .parts
    }
    func list(_ addresses: Set<Address>) -> String {
      addresses.sorted().map(\.description).joined(separator: ", ")
    }
    session.invocation.report([
      Diagnostic(
        .note, "declared-otherwise",
        "no \(kind.name) is written for what other manifests declare: \(list(others))",
        notes: untouched.isEmpty
          ? [] : [.init("nothing is taken over into \(list(untouched)); plan shows what differs")])
    ])
  }
}

extension Session {
  /// The kinds that there are manifests of.
  var declaredKinds: [Kind] {
    let names = Set(manifests.manifests.map(\.address.kind))
    return names.sorted().compactMap { kinds.kinds[$0] }
  }

  /// Returns the names that the manifests of kinds give to objects of lists that do not show them whole.
  func declaredNames(of kinds: [Kind]) -> [String: Set<String>] {
    let names = Set(kinds.map(\.name))
    let declared = manifests.desired(
      owner: project.owner, environment: environment.name, pieces: pieces
    ) { _ in nil }
    return declared.reduce(into: [:]) { found, object in
      guard names.contains(object.address.kind), let name = object.spec["name"]?.string else {
        return
      }
      found[object.address.kind, default: []].insert(name)
    }
  }
}
