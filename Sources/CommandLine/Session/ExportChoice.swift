internal import Diagnostics
internal import Manifests
internal import Reconciler

/// Which kinds an export writes, and which it reads for that.
struct ExportChoice: Sendable {
  /// The kinds whose objects become manifests.
  let wanted: Set<String>
  /// These, and the kinds that they refer to, by name.
  let read: [Kind]
  /// The kinds that gcsync only looks objects up of.
  let lookupOnly: Set<String>
  /// The kinds of things in AWS that become manifests, which they do where they were asked for.
  let inAWS: [Kind]
  /// The kinds that are published into the state, of which manifests are made where they were asked for.
  let inState: [Kind]
  /// The kinds of manifests that mean objects of the wanted kinds, too, and are read with them.
  let sharing: [Kind]
  /// What is said of the kinds that were asked for and cannot be written.
  let remarks: [Diagnostic]

  /// Chooses the kinds given, or every kind that the profile has, to be merged with manifests of the
  /// kinds `declared`.
  init(_ kinds: [Kind], declared: [Kind] = [], library: KindLibrary, profile: Profile) {
    let lookupOnly = library.lookupOnly(in: profile)
    let asked = kinds.isEmpty ? Array(library.kinds.values) : kinds
    let written = asked.filter { kind in
      guard let wire = kind.wires[profile] else { return false }
      return wire.service == .genesys && !lookupOnly.contains(kind.name) && wire.exportedAs == nil
        && wire.identity != .parts
    }
    let places = Set(written.map { $0.place(in: profile) })
    let sharing = declared.filter { kind in
      !written.contains { $0 === kind }
        && kind.pieces(in: profile).contains { piece in
          piece.baseCollection == nil && places.contains(piece.place(in: profile))
        }
    }
    self.sharing = sharing
    let names = (written + sharing).reduce(into: Set(written.map(\.name))) {
      $0.formUnion($1.spec.referencedKinds)
    }.subtracting(sharing.map(\.name))
    self.lookupOnly = lookupOnly
    inAWS = kinds.filter { $0.wires[profile]?.service == .aws }
    inState = kinds.filter { $0.wires[profile]?.service == .state }
    wanted = Set((written + inAWS + inState).map(\.name))
    read = names.sorted().compactMap { library.kinds[$0] }.filter { $0.wires[profile] != nil }
    remarks = kinds.filter { [wanted] in !wanted.contains($0.name) }
      .map { Self.remark($0, profile) }
  }

  private static func remark(_ kind: Kind, _ profile: Profile) -> Diagnostic {
    guard kind.wires[profile] != nil else {
      return .warning(
        "unsupported-kind",
        "\(kind.name) does not exist in this environment's profile, \(profile.rawValue)")
    }
    if let other = kind.wires[profile]?.exportedAs {
      return .warning(
        "exported-otherwise", "a \(kind.name) of this org is exported as the \(other) that it is",
        hint: "gcsync export \(other)")
    }
    if kind.wires[profile]?.identity == .parts {
      return .warning(
        "exported-otherwise",
        "what stands for a \(kind.name) in this org is exported as the kinds of its parts")
    }
    return .warning(
      "lookup-only", "gcsync finds a \(kind.name) in the org and writes no manifest of it",
      hint: "other objects refer to it with external: true")
  }
}
