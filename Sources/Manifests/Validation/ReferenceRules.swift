internal import Diagnostics
internal import JSON
internal import Reconciler

/// Checks that every reference leads somewhere, and that none lead in a ring.
enum ReferenceRules {
  static func problems(
    in manifests: [LoadedManifest], among byAddress: [Address: LoadedManifest], isIncomplete: Bool,
    lookupOnly: Set<String>
  ) -> [Diagnostic] {
    var dependencies = Dependencies()
    var problems: [Diagnostic] = []
    for manifest in manifests {
      manifest.kind.spec.forEachReference(in: manifest.spec) { form, path in
        let expected = manifest.kind.spec.field(at: JSONPointer(Array(path.tokens.dropFirst())))?
          .role.reference?.kind
        if let expected, form.address.kind != expected {
          problems.append(wrongKind(form, expected, manifest, path))
        } else if form.isExternal {
          return
        } else if form.type != nil {
          problems.append(typed(form, manifest, path))
        } else if byAddress[form.address] == nil {
          // A file that could not be read may well declare it.
          if lookupOnly.contains(form.address.kind) {
            problems.append(unmarked(form, manifest, path))
          } else if !isIncomplete {
            problems.append(unknown(form, manifest, path, manifests))
          }
        } else {
          dependencies.note(manifest.address, needs: form.address)
        }
      }
    }
    return problems + dependencies.cycles().compactMap { ring($0, byAddress) }
  }

  private static func wrongKind(
    _ form: ReferenceForm, _ expected: String, _ manifest: LoadedManifest, _ path: JSONPointer
  ) -> Diagnostic {
    .error(
      "wrong-kind", "\(path) names a \(form.address.kind) where a \(expected) belongs",
      at: manifest.location(of: path), address: manifest.address.description)
  }

  private static func unknown(
    _ form: ReferenceForm, _ manifest: LoadedManifest, _ path: JSONPointer,
    _ manifests: [LoadedManifest]
  ) -> Diagnostic {
    let names = manifests.filter { $0.address.kind == form.address.kind }.map(\.address.name)
    let near = nearestNames(to: form.address.name, in: names, limit: 3)
    let place = path.appending("ref").appending("name")
    return .error(
      "unknown-reference", "\(form.address) is not declared", at: manifest.location(of: place),
      address: manifest.address.description,
      hint: near.isEmpty
        ? "declare it, or add external: true where the org has it already"
        : "did you mean \(near.map { "\"\($0)\"" }.joined(separator: " or "))?")
  }

  /// Says of a reference to what nobody can declare how it is written.
  private static func unmarked(
    _ form: ReferenceForm, _ manifest: LoadedManifest, _ path: JSONPointer
  ) -> Diagnostic {
    .error(
      "unknown-reference", "\(form.address) is not declared, and no \(form.address.kind) can be",
      at: manifest.location(of: path.appending("ref").appending("name")),
      address: manifest.address.description, hint: "add external: true, so that the org is asked")
  }

  private static func typed(
    _ form: ReferenceForm, _ manifest: LoadedManifest, _ path: JSONPointer
  ) -> Diagnostic {
    .error(
      "misplaced-type", "\(path) names a type, which only a reference with external: true takes",
      at: manifest.location(of: path.appending("ref").appending("type")),
      address: manifest.address.description,
      hint: "\(form.address) is found among the manifests by its name alone: leave the type out")
  }

  private static func ring(
    _ ring: [Address], _ manifests: [Address: LoadedManifest]
  ) -> Diagnostic? {
    guard let first = ring.first, let manifest = manifests[first] else { return nil }
    let names = (ring + [first]).map(\.description).joined(separator: " → ")
    return .error(
      "reference-cycle", "manifests refer to each other in a ring: \(names)", at: manifest.source,
      address: first.description,
      notes: ring.dropFirst().compactMap { address in
        manifests[address].map { .init("\(address) takes part here", at: $0.source) }
      })
  }
}
