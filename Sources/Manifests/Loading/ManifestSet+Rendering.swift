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
  package func provenance(below prefix: String?) -> [Provenance] {
    manifests.flatMap { manifest in
      var found: [Provenance] = []
      func collect(_ value: LocatedJSON, _ path: JSONPointer) {
        if let members = value.members, !members.isEmpty, value["secretRef"] == nil {
          for member in members { collect(member.value, path.appending(member.key)) }
        } else if let elements = value.array, !elements.isEmpty {
          for (index, element) in elements.enumerated() { collect(element, path.appending(index)) }
        } else {
          found.append(
            Provenance(
              address: manifest.address.description, pointer: path, value: value.value,
              location: value.location, steps: value.steps))
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
