package import Diagnostics
package import JSON
internal import Reconciler
internal import YAML

/// A leaf of a manifest, and how its value came to be.
package struct Provenance: Sendable {
  package let address: String
  package let pointer: JSONPointer
  /// The value as it would be written, a secret as the place it is kept.
  package let value: JSON
  package let location: SourceLocation
  package let steps: [LocatedJSON.Step]
}

extension ManifestSet {
  /// The manifests after overlays and variables as YAML, secrets as the places they are kept.
  package var yaml: String {
    manifests.map { YAML.text(of: $0.value) }.joined(separator: "---\n")
  }

  package var json: JSON {
    [
      "format": "gcsync.manifests/1",
      "manifests": .array(manifests.map(\.value)),
    ]
  }

  /// Returns every leaf with its origin, in the order of the manifests.
  ///
  /// What an overlay took out is null there, and has no value in the manifest.
  package func provenance(below prefix: String?) -> [Provenance] {
    manifests.flatMap { manifest in
      var found: [Provenance] = []
      func add(
        _ value: JSON, _ path: JSONPointer, _ place: SourceLocation, _ steps: [LocatedJSON.Step]
      ) {
        found.append(
          Provenance(
            address: manifest.address.description, pointer: path, value: value, location: place,
            steps: steps))
      }
      func collect(_ value: LocatedJSON, _ path: JSONPointer) {
        for case .removed(let name, let place, let former) in value.steps {
          add(.null, path.appending(name), place, former.map { [.replaced($0)] } ?? [])
        }
        if let members = value.members, !members.isEmpty, value["secretRef"] == nil {
          for member in members { collect(member.value, path.appending(member.key)) }
        } else if let elements = value.array, !elements.isEmpty {
          for (index, element) in elements.enumerated() { collect(element, path.appending(index)) }
        } else {
          add(value.value, path, value.location, value.steps)
        }
      }
      collect(manifest.document, .root)
      return found
    }
    .filter { leaf in
      guard let prefix, !prefix.isEmpty else { return true }
      return "\(leaf.address)\(leaf.pointer)".contains(prefix)
    }
  }
}
