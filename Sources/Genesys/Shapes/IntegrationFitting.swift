internal import Diagnostics
internal import JSON
package import Reconciler

extension GenesysReader {
  /// Fits what manifests say of integrations to what the org's types call things.
  ///
  /// What a type takes as a setting is no longer said of the credential, and the other way round; a
  /// member that it takes as neither holds its manifest up.
  package func fitted(_ objects: [DesiredObject]) async -> (
    objects: [DesiredObject], blocks: [Block]
  ) {
    guard objects.contains(where: { $0.kind.wires[profile]?.discovery != nil }) else {
      return (objects, [])
    }
    var fitted: [DesiredObject] = []
    var blocks: [Block] = []
    for object in objects {
      guard let discovery = object.kind.wires[profile]?.discovery,
        let names = try? await directory.names(discovery)
      else {
        fitted.append(object)
        continue
      }
      let fit = Fit(object, names: names, discovery: discovery)
      fitted += fit.object.map { [$0] } ?? []
      blocks += fit.blocks
    }
    // A credential that has nothing to hold is none, and nobody refers to it.
    let missing = Set(objects.map(\.address)).subtracting(fitted.map(\.address))
    return (fitted.map { $0.withoutReferences(to: missing) }, blocks)
  }
}

/// One piece of a manifest as the type of its integration takes it.
private struct Fit {
  private(set) var object: DesiredObject?
  private(set) var blocks: [Block] = []

  init(_ object: DesiredObject, names: IntegrationNames, discovery: Wire.Discovery) {
    let isCredential = object.kind.part?.name == "credential"
    let said = discovery.names.filter { object.spec[$0.pointer] != nil }
    let settings = said.filter { names.property($0.names) != nil }
    let secrets = said.filter { names.property($0.names) == nil }
    var spec = object.spec
    for member in isCredential ? settings : secrets { spec[member.pointer] = nil }
    if spec["configuration"]?.object?.isEmpty == true { spec[JSONPointer(["configuration"])] = nil }
    let needed = secrets.filter { !discovery.optional.contains($0.pointer) }
    guard isCredential else {
      let ofCredential = names.areOfCredential(discovery).map(\.pointer)
      let lost = needed.map(\.pointer).filter { !ofCredential.contains($0) }
      if !lost.isEmpty { blocks.append(Self.unmatched(lost, of: object, names, discovery)) }
      self.object = object.with(spec)
      return
    }
    if !needed.isEmpty, names.credential(needed) == nil {
      blocks.append(Self.unmatched(needed.map(\.pointer), of: object, names, discovery))
    }
    let taken = names.credential(secrets) == nil ? needed : secrets
    for member in secrets where !taken.contains(where: { $0.pointer == member.pointer }) {
      spec[member.pointer] = nil
    }
    self.object = taken.isEmpty ? nil : object.with(spec)
  }

  private static func unmatched(
    _ pointers: [JSONPointer], of object: DesiredObject, _ names: IntegrationNames,
    _ discovery: Wire.Discovery
  ) -> Block {
    let said = pointers.map { "/spec\($0)" }.joined(separator: " and ")
    let fields = names.credentials.map { "\($0.type) (\($0.fields.joined(separator: ", ")))" }
    let problem = Diagnostic.error(
      "unmatched-name",
      "the integration type \(discovery.type) of this org has no place for \(said)",
      at: object.source, address: object.address.whole.description,
      notes: [
        .init("its settings are \(names.properties.joined(separator: ", "))"),
        .init(
          fields.isEmpty
            ? "it takes no credentials" : "its credentials are \(fields.joined(separator: "; "))"),
      ],
      hint: "leave the field out, or add its name there to discovers/names in a "
        + "schemas/\(object.address.kind).json of the project's own")
    return Block(object.address.whole, problem)
  }
}

extension DesiredObject {
  fileprivate func with(_ spec: JSON) -> DesiredObject {
    DesiredObject(
      address: address, kind: kind, clientID: clientID, formerNames: formerNames,
      formerIDs: formerIDs, pin: pin, spec: spec,
      fingerprints: fingerprints.filter { spec[$0.key.belowSpec] != nil }, adopts: adopts,
      keeping: keeping, source: source)
  }

  fileprivate func withoutReferences(to missing: Set<Address>) -> DesiredObject {
    guard !missing.isEmpty else { return self }
    var spec = self.spec
    kind.spec.forEachReference(in: self.spec) { form, path in
      if missing.contains(form.address) { spec[path.belowSpec] = nil }
    }
    return spec == self.spec ? self : with(spec)
  }
}
