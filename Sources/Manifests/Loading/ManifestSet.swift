internal import Crypto
package import Diagnostics
internal import JSON
internal import Reconciler
internal import World

/// All manifests of one environment, ready to be planned, and all that is wrong with them.
package struct ManifestSet: Sendable {
  /// The manifests by address.
  package let manifests: [LoadedManifest]
  package let diagnostics: [Diagnostic]
  package let fileCount: Int

  /// Loads the files of a project for an environment; touches nothing but these files.
  package static func load(
    project: Project, environment: Project.Environment, kinds: KindLibrary
  ) -> ManifestSet {
    let files = ManifestFiles(project: project, environment: environment)
    var assembly = Assembly(kinds: kinds, variables: environment.variables)
    assembly.diagnostics = files.diagnostics
    assembly.addBase(files.base)
    assembly.lay(files.overlays)
    assembly.substitute()
    let manifests = assembly.manifests.values.sorted { $0.address < $1.address }
    var diagnostics = assembly.diagnostics
    diagnostics += ReferenceRules.problems(in: manifests, isIncomplete: files.isIncomplete)
    diagnostics += ResourceRules.problems(in: manifests)
    return ManifestSet(
      manifests: manifests, diagnostics: diagnostics.inReadingOrder(), fileCount: files.count)
  }

  /// SHA-256 over the resolved manifests by address, without their places.
  package var hash: String {
    let documents = manifests.map {
      JSON.object(["a": .string($0.address.description), "m": $0.value])
    }
    return SHA256.hash(JSON.array(documents).canonicalBytes).hex
  }
}

extension LoadedManifest {
  fileprivate var value: JSON { document.value }
}

/// Manifests while they are put together.
struct Assembly {
  let kinds: KindLibrary
  let variables: [String: LocatedJSON]
  var manifests: [Address: LoadedManifest] = [:]
  var diagnostics: [Diagnostic] = []

  init(kinds: KindLibrary, variables: [String: LocatedJSON]) {
    self.kinds = kinds
    self.variables = variables
  }

  mutating func addBase(_ documents: [LocatedJSON]) {
    for document in documents {
      guard let (kind, address) = identify(document) else { continue }
      diagnostics += problems(in: document, kind, at: .asWritten)
      add(LoadedManifest(address: address, kind: kind, document: document))
    }
  }

  private mutating func add(_ manifest: LoadedManifest) {
    if let other = manifests[manifest.address] {
      diagnostics.append(
        .error(
          "duplicate-manifest", "\(manifest.address) is declared twice", at: manifest.source,
          address: manifest.address.description,
          notes: [.init("it is declared here, too", at: other.source)],
          hint: "give one of them another metadata.name"))
    } else {
      manifests[manifest.address] = manifest
    }
  }

  /// Lays overlays over the base: an overlay of an address the base lacks must be complete.
  mutating func lay(_ documents: [LocatedJSON]) {
    var laid: [Address: SourceLocation] = [:]
    for document in documents {
      guard let (kind, address) = identify(document) else { continue }
      if let other = laid.updateValue(document.location, forKey: address) {
        diagnostics.append(
          .error(
            "duplicate-overlay", "two overlays of this environment change \(address)",
            at: document.location, notes: [.init("the other stands here", at: other)]))
      } else if let base = manifests[address] {
        diagnostics += strayFields(in: document, address)
        manifests[address] = merged(base, with: document)
      } else {
        diagnostics += problems(in: document, kind, at: .asWritten)
        add(LoadedManifest(address: address, kind: kind, document: document))
      }
    }
  }

  private mutating func merged(
    _ base: LoadedManifest, with overlay: LocatedJSON
  ) -> LoadedManifest {
    diagnostics += Locks(base.document).problems(with: overlay, address: base.address)
    let laid = base.document.mergePatched(with: overlay.onlySpecAndLabels)
    var manifest = base
    manifest.document = laid
    manifest.document.location = base.document.location
    diagnostics += problems(in: laid, base.kind, at: .asWritten)
    return manifest
  }

  /// Puts the variables in, and checks what has come out.
  mutating func substitute() {
    for (address, manifest) in manifests {
      var substitution = Substitution(variables: variables, address: address)
      var manifest = manifest
      manifest.document = substitution.applied(to: manifest.document, manifest.kind.spec)
      diagnostics += substitution.problems
      if substitution.didReplace, substitution.problems.isEmpty {
        let known = Set(diagnostics.compactMap(\.location))
        diagnostics += problems(in: manifest.document, manifest.kind, at: .resolved).filter {
          $0.location.map { !known.contains($0) } ?? true
        }
      }
      manifests[address] = manifest
    }
  }
}

extension LocatedJSON {
  /// What of an overlay takes part: its spec, and its labels.
  fileprivate var onlySpecAndLabels: LocatedJSON {
    var members: [Member] = []
    if let spec = member("spec") { members.append(spec) }
    if var metadata = member("metadata"), let labels = metadata.value.member("labels") {
      metadata.value.content = .object([labels])
      members.append(metadata)
    }
    return LocatedJSON(.object(members), at: location)
  }
}
