package import JSON
package import Reconciler
internal import YAML

/// What an org holds, told as manifests that say no more than they must.
package struct Export: Sendable {
  /// One object as a manifest.
  package struct Manifest: Sendable {
    package let address: Address
    package let document: JSON

    package var yaml: String { YAML.text(of: document) }
  }

  private let project: Project
  private let environment: Project.Environment
  private let kinds: KindLibrary
  private let record: AppliedRecord
  private var names: ExportNames
  private let includesIDs: Bool

  package init(
    project: Project, environment: Project.Environment, kinds: KindLibrary,
    record: AppliedRecord, names: ExportNames, includesIDs: Bool = false
  ) {
    self.project = project
    self.environment = environment
    self.kinds = kinds
    self.record = record
    self.names = names
    self.includesIDs = includesIDs
  }

  /// Returns an export that leaves some objects of a collection to manifests of other kinds.
  package func leaving(_ ids: Set<String>, of collection: ObservedCollection) -> Export {
    guard !ids.isEmpty, let kind = kinds.kinds[collection.kind] else { return self }
    var export = self
    export.names = names.leaving(ids, of: collection, kind)
    return export
  }

  /// Returns the objects of a collection as manifests, by address.
  package func manifests(of collection: ObservedCollection) -> [Manifest] {
    guard let kind = kinds.kinds[collection.kind], !isLookupOnly(kind.name) else { return [] }
    let ambiguous = kind.idsSharingAKey(in: collection, environment.genesys.profile)
    return collection.objects.compactMap { object in
      names.address(kind: kind.name, id: object.id).map { address in
        Manifest(
          address: address,
          document: document(object, address, kind, isAmbiguous: ambiguous.contains(object.id)))
      }
    }
    .sorted { $0.address < $1.address }
  }

  /// Returns an object's spec in a manifest's words, its defaults included where asked for.
  package func spec(
    of object: ObservedObject, at address: Address, leavesDefaultsOut: Bool = true
  ) -> JSON {
    guard let kind = kinds.kinds[address.kind] else { return object.body }
    let words = ExportWords(
      leavesDefaultsOut: leavesDefaultsOut,
      reference: { names.reference(kind: $0, id: $1) },
      secret: { ["secretRef": .string(SecretStub.text(for: $0, of: address))] })
    var spec = kind.spec.withSetsInOrder(kind.spec.exported(object.body, in: words) ?? [:])
    for (name, field) in kind.spec.properties where field.role.isNamedByMetadata {
      if leavesDefaultsOut, spec[name]?.string == address.name { spec[name] = nil }
    }
    return spec
  }

  private func isLookupOnly(_ kind: String) -> Bool {
    kinds.kinds[kind]?.wires[environment.genesys.profile]?.isLookupOnly == true
  }

  private func document(
    _ object: ObservedObject, _ address: Address, _ kind: Kind, isAmbiguous: Bool
  ) -> JSON {
    var metadata: JSONObject = ["name": .string(address.name)]
    if let member = identity(object, address, kind, isAmbiguous) {
      metadata[member] = .string(object.id)
    }
    if let known = record.object(kind: kind.name, id: object.id) {
      if !known.labels.isEmpty { metadata["labels"] = .texts(known.labels) }
      if known.deletionPolicy != kind.deletionPolicy {
        metadata["deletionPolicy"] = .string(known.deletionPolicy.rawValue)
      }
    }
    let document: JSON = [
      "apiVersion": "gcsync/v1", "kind": .string(kind.name), "metadata": .object(metadata),
      "spec": spec(of: object, at: address),
    ]
    return SecretStub.completing(document, of: address, kind: kind, kinds)
  }

  /// Returns the member of `metadata` that must hold the object's id so that it is found again.
  private func identity(
    _ object: ObservedObject, _ address: Address, _ kind: Kind, _ isAmbiguous: Bool
  ) -> String? {
    switch kind.wires[environment.genesys.profile]?.identity {
    case .client:
      let derived = ManifestSet.clientID(
        owner: project.owner, environment: environment.name, address: address)
      return includesIDs || derived != object.id ? "id" : nil
    case .naturalKey: return includesIDs || isAmbiguous ? "pin" : nil
    case .singleton, .part, .parts, nil: return nil
    }
  }
}

extension Kind {
  /// Returns the ids of objects that their natural keys alone do not tell apart.
  fileprivate func idsSharingAKey(
    in collection: ObservedCollection, _ profile: Profile
  ) -> Set<String> {
    let groups = Dictionary(grouping: collection.objects) { naturalKey(of: $0.body, in: profile) }
      .filter { $0.key != nil }
    return Set(groups.values.filter { $0.count > 1 }.joined().map(\.id))
  }
}
