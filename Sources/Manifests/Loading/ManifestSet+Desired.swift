internal import Crypto
package import JSON
package import Reconciler

extension ManifestSet {
  /// Ids made from names live in this namespace, for ever.
  private static let namespace = UUID("6f0c9d1e-2b57-5c1a-9a3e-7d7c1f0e4b21")

  /// Returns the id that a client chooses for an object whose manifest names none.
  package static func clientID(owner: String, environment: String, address: Address) -> String {
    guard let namespace else { preconditionFailure("the namespace is a UUID") }
    return UUID(namespace: namespace, name: "\(owner)\n\(environment)\n\(address)").text
  }

  /// Returns what the manifests want, with the fingerprints of the secrets that could be read.
  package func desired(
    owner: String, environment: String, pieces: KindPieces, fingerprint: (SecretSource) -> String?
  ) -> [DesiredObject] {
    var known: [String: String?] = [:]
    return manifests.flatMap { manifest in
      func id(_ name: String) -> String {
        Self.clientID(
          owner: owner, environment: environment,
          address: Address(kind: manifest.kind.name, name: name))
      }
      var fingerprints: [JSONPointer: String] = [:]
      for (pointer, source) in manifest.secrets {
        let text = known[source.text] ?? fingerprint(source)
        known[source.text] = .some(text)
        fingerprints[pointer] = text
      }
      let object = DesiredObject(
        address: manifest.address, kind: manifest.kind,
        clientID: manifest.id ?? id(manifest.address.name),
        formerNames: manifest.previousNames, formerIDs: manifest.previousNames.map(id),
        pin: manifest.pin,
        spec: manifest.completedSpec(in: pieces.profile), fingerprints: fingerprints,
        adopts: manifest.adopts,
        keeping: manifest.keeping, source: manifest.source)
      return pieces.of(object)
    }
  }
}

extension ManifestSet {
  /// Where the secrets of all manifests are kept.
  package var secretSources: [SecretSource] { manifests.flatMap { $0.secrets.map(\.1) } }
}

extension LoadedManifest {
  /// Returns the spec with what follows from it in a profile's API.
  package func completedSpec(in profile: Profile) -> JSON {
    switch kind.wires[profile]?.completion {
    case "ServedAction": ServedActionConfig.completed(namedSpec, of: address.name)
    default: namedSpec
    }
  }

  /// The spec with the manifest's name where the kind takes it from there.
  package var namedSpec: JSON {
    let spec = self.spec
    guard case .object(let object) = spec else { return spec }
    let missing = kind.spec.properties.filter { name, field in
      field.role.isNamedByMetadata && object[name] == nil
    }
    if missing.isEmpty { return spec }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(object.count + missing.count)
    members += object.members
    members += missing.map { .init(key: $0.name, value: .string(address.name)) }
    return .object(JSONObject(distinct: members))
  }

  /// Where each secret of the spec is kept, by its pointer.
  package var secrets: [(JSONPointer, SecretSource)] {
    kind.spec.secretPlaces(in: spec).map { pointer, source in
      (pointer, SecretSource(source, at: self.location(of: pointer.appending("secretRef"))))
    }
  }
}
