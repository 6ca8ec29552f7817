internal import Diagnostics
internal import JSON
internal import JSONSchema
internal import Reconciler

extension Assembly {
  /// Finds out which kind and name a document has, or says why it is no manifest.
  mutating func identify(_ document: LocatedJSON) -> (Kind, Address)? {
    guard document.members != nil else {
      diagnostics.append(
        .error(
          "not-a-manifest", "a manifest is a mapping with apiVersion, kind, metadata and spec",
          at: document.location))
      return nil
    }
    guard let kindName = document["kind"] else {
      diagnostics.append(
        .error(
          "not-a-manifest", "the document has no kind", at: document.location,
          hint: "folders that hold other YAML can be named under overlays or policies, "
            + "or left out of manifests in gcsync.yaml"))
      return nil
    }
    guard let kind = kindName.string.flatMap({ kinds.kinds[$0] }) else {
      diagnostics.append(unknownKind(kindName))
      return nil
    }
    guard let name = document["metadata"]?["name"]?.string, !name.isEmpty else {
      let unnamed = LoadedManifest(
        address: Address(kind: kind.name, name: ""), kind: kind, composed: document)
      diagnostics += problems(in: unnamed, at: .asWritten)
      return nil
    }
    return (kind, Address(kind: kind.name, name: name))
  }

  private func unknownKind(_ kind: LocatedJSON) -> Diagnostic {
    let near = kind.string.flatMap { nearestName(to: $0, in: kinds.kinds.keys) }
    let known = kinds.kinds.keys.sorted().joined(separator: ", ")
    return .error(
      "unknown-kind", "there is no kind of that name", at: kind.location,
      hint: near.map { "did you mean \"\($0)\"?" } ?? "there are \(known)")
  }

  /// Returns what an overlay says that would have no effect.
  func strayFields(in overlay: LocatedJSON, _ address: Address) -> [Diagnostic] {
    let metadata = overlay["metadata"]?.members ?? []
    let stray =
      (overlay.members ?? []).filter {
        !["apiVersion", "kind", "metadata", "spec"].contains($0.key)
      }
      + metadata.filter { !["name", "labels"].contains($0.key) }
    return stray.map { member in
      .error(
        "unknown-field", "an overlay changes spec and metadata.labels, not \"\(member.key)\"",
        at: member.keyLocation, address: address.description,
        hint: nearestName(to: member.key, in: ["spec", "labels"]).map { "did you mean \"\($0)\"?" })
    }
  }

  /// Returns what the schema of its kind finds wrong with a manifest.
  func problems(in manifest: LoadedManifest, at stage: KindLibrary.Stage) -> [Diagnostic] {
    let violations = kinds.violations(of: manifest.value, kind: manifest.kind.name, at: stage)
    guard !violations.isEmpty else { return [] }
    let address = manifest.address.name.isEmpty ? nil : manifest.address.description
    let document = manifest.document
    return violations.map { violation in
      plainSecret(violation, document, manifest.kind, address)
        ?? violation.diagnostic(in: document, prefix: "", address: address)
    }
  }

  /// A plain value where a secret belongs gets words of its own, and is not shown.
  private func plainSecret(
    _ violation: SchemaViolation, _ document: LocatedJSON, _ kind: Kind, _ address: String?
  ) -> Diagnostic? {
    let tokens = violation.instance.tokens
    guard tokens.first == "spec" else { return nil }
    for length in 1...tokens.count {
      let pointer = JSONPointer(Array(tokens.prefix(length)))
      let below = JSONPointer(Array(tokens.prefix(length).dropFirst()))
      guard kind.spec.field(at: below)?.role.isWriteOnly == true, let value = document[pointer]
      else { continue }
      if value.members != nil {
        return violation.diagnostic(
          in: document, prefix: "", address: address, hidesSource: true)
      }
      return .error(
        "plain-secret", "\(pointer) must be a secretRef, so that no secret stands in a file",
        at: value.location, address: address,
        hint: "write {secretRef: env:NAME} and set NAME where gcsync runs", hidesSource: true)
    }
    return nil
  }
}
