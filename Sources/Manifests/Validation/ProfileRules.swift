internal import Diagnostics
internal import JSON
package import Reconciler

/// Checks that the API of the environment has what the manifests ask for.
enum ProfileRules {
  private static let kind = JSONPointer(["kind"])
  private static let id = JSONPointer(["metadata", "id"])
  private static let pin = JSONPointer(["metadata", "pin"])

  static func problems(in manifests: [LoadedManifest], profile: Profile) -> [Diagnostic] {
    manifests.flatMap { manifest in
      if !manifest.kind.operations.isEmpty {
        return [OperationRules.problem(amongManifests: manifest)]
      }
      guard let wire = manifest.kind.wires[profile] else { return [unsupported(manifest, profile)] }
      if wire.isLookupOnly { return [lookupOnly(manifest)] }
      return unheeded(in: manifest, wire, profile)
        + PortableRules.problems(in: manifest, profile: profile)
    }
  }

  private static func unsupported(_ manifest: LoadedManifest, _ profile: Profile) -> Diagnostic {
    let others = Profile.allCases.filter { manifest.kind.wires[$0] != nil }.map(\.rawValue)
    return .error(
      "unsupported-kind",
      "\(manifest.kind.name) does not exist in this environment's profile, \(profile.rawValue)",
      at: manifest.location(of: kind), address: manifest.address.description,
      hint: others.isEmpty
        ? "no profile has it yet"
        : "environments with profile: \(others.joined(separator: " or ")) have it; it can stand "
          + "in an overlay of theirs")
  }

  private static func lookupOnly(_ manifest: LoadedManifest) -> Diagnostic {
    let kind = manifest.kind.name
    return .error(
      "lookup-only", "gcsync finds a \(kind) in the org and manages none",
      at: manifest.location(of: Self.kind), address: manifest.address.description,
      hint: "refer to it with {ref: {kind: \(kind), name: …, external: true}}")
  }

  /// Returns what a manifest says of its object's id that means nothing in that API.
  private static func unheeded(
    in manifest: LoadedManifest, _ wire: Wire, _ profile: Profile
  ) -> [Diagnostic] {
    let choosesID = wire.identity == .client
    if choosesID, manifest.pin != nil {
      return [
        note(
          pin, manifest, "metadata.pin is ignored, since objects are told apart by metadata.id here"
        )
      ]
    }
    if !choosesID, manifest.id != nil {
      return [
        note(
          id, manifest,
          "metadata.id is ignored, since the service chooses ids in the "
            + "\(profile.rawValue) profile",
          hint: wire.identity == .singleton ? nil : "metadata.pin names one of several objects")
      ]
    }
    return []
  }

  private static func note(
    _ place: JSONPointer, _ manifest: LoadedManifest, _ message: String, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .note, "ignored-field", message, at: manifest.document.keyLocation(of: place),
      address: manifest.address.description, hint: hint)
  }
}

extension KindLibrary {
  /// Returns the names of the kinds that a profile only looks objects up of.
  package func lookupOnly(in profile: Profile) -> Set<String> {
    Set(kinds.values.filter { $0.wires[profile]?.isLookupOnly == true }.map(\.name))
  }
}
