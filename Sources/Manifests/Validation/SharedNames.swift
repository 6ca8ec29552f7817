internal import Diagnostics
internal import JSON
internal import Reconciler

/// Objects in AWS that two manifests name, where a name stands for one object alone.
enum SharedNames {
  static func problems(in manifests: [LoadedManifest]) -> [Diagnostic] {
    var owners: [Key: (manifest: LoadedManifest, place: JSONPointer)] = [:]
    return manifests.flatMap { manifest in
      names(in: manifest).compactMap { key, place -> Diagnostic? in
        guard let other = owners[key], other.manifest !== manifest else {
          owners[key] = (manifest, place)
          return nil
        }
        let name = key.values.compactMap(\.?.string).joined(separator: " on ")
        return .error(
          "shared-name", "\(manifest.address) and \(other.manifest.address) both name \(name)",
          at: manifest.location(of: place), address: manifest.address.description,
          notes: [.init("the other stands here", at: other.manifest.location(of: other.place))],
          hint: "give each an object of its own")
      }
    }
  }

  /// A collection of AWS and what tells its objects apart.
  private struct Key: Hashable {
    let collection: String
    let values: [JSON?]
  }

  /// Returns what a manifest names in AWS, and where.
  private static func names(in manifest: LoadedManifest) -> [(Key, JSONPointer)] {
    let wire = manifest.kind.wires.values.first { $0.service == .aws }
    let parts = wire?.parts ?? []
    return parts.compactMap { part in
      guard case .naturalKey(let pointers) = part.wire.identity, let first = pointers.first,
        manifest.spec[first] != nil
      else { return nil }
      let values = pointers.map { value(at: $0, of: part, among: parts, in: manifest) }
      return (
        Key(collection: part.wire.collection, values: values),
        JSONPointer(["spec"] + first.tokens)
      )
    }
  }

  /// Returns what stands at a part of a key: in the spec, in the part that is used there, by default.
  private static func value(
    at pointer: JSONPointer, of part: Wire.Part, among parts: [Wire.Part],
    in manifest: LoadedManifest
  ) -> JSON? {
    let used = part.uses.first { $0.pointer == pointer }.flatMap { use in
      parts.first { $0.name == use.part }
    }
    if let used, case .naturalKey(let pointers) = used.wire.identity,
      let name = pointers.first.flatMap({ manifest.spec[$0] })
    {
      return name
    }
    return manifest.spec[pointer] ?? manifest.kind.spec.field(at: pointer)?.role.defaultValue
  }
}
