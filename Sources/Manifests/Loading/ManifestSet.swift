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
  /// What stands among the manifests of agreed differences.
  package let baseline: DriftBaseline
  /// The names of the files that hold overlays.
  let overlayFiles: Set<String>

  /// No manifests at all, for what does not ask for them.
  package static let none = ManifestSet(
    manifests: [], diagnostics: [], fileCount: 0, baseline: .none, overlayFiles: [])

  /// Loads the files of a project for an environment; touches nothing but these files.
  ///
  /// Files that have a replacement, by their paths, are taken as if that were what they say.
  package static func load(
    project: Project, environment: Project.Environment, kinds: KindLibrary,
    replacing replacements: [String: [UInt8]] = [:]
  ) -> ManifestSet {
    var files = ManifestFiles(
      project: project, environment: environment, replacing: replacements)
    // The overlays come first, so that only what they change is kept with its places.
    let overlays = files.overlays.flatMap { files.documents(in: $0) }
    var assembly = Assembly(
      kinds: kinds, variables: environment.variables, overlays: overlays,
      files: IncludedFiles(folder: project.folder, besides: files.base + files.overlays))
    let parts = Cores.map(files.base, piece: 64) { [files, assembly] piece in
      var part = (files: files.withoutFindings, assembly: assembly)
      for file in piece { part.assembly.addBase(part.files.documents(in: file)) }
      return part
    }
    for part in parts {
      files.absorb(part.files)
      assembly.absorb(part.assembly)
    }
    assembly.lay(overlays)
    assembly.substitute()
    let manifests = assembly.manifests.keys.sorted().compactMap { assembly.manifests[$0] }
    var diagnostics = files.diagnostics + assembly.diagnostics
    let profile = environment.genesys.profile
    diagnostics += ReferenceRules.problems(
      in: manifests, among: assembly.manifests, isIncomplete: files.isIncomplete,
      lookupOnly: kinds.lookupOnly(in: profile))
    diagnostics += ProfileRules.problems(in: manifests, profile: profile)
    diagnostics += ResourceRules.problems(in: manifests, among: assembly.manifests)
    let (baseline, problems) = DriftBaseline.read(files.baselines, kinds)
    diagnostics += problems
    return ManifestSet(
      manifests: manifests, diagnostics: diagnostics.inReadingOrder(),
      fileCount: files.base.count + files.overlays.count, baseline: baseline,
      overlayFiles: Set(overlays.map(\.location.file.name)))
  }

  /// SHA-256 over the resolved manifests by address, without their places and the order of sets.
  package var hash: String {
    var hash = SHA256()
    var separator: [UInt8] = Array("[".utf8)
    for manifest in manifests {
      var value = manifest.value
      value["spec"] = value["spec"].map(manifest.kind.spec.withSetsInOrder)
      let document: JSON = ["a": .string(manifest.address.description), "m": value]
      hash.update(separator + document.canonicalBytes)
      separator = Array(",".utf8)
    }
    hash.update(Array((manifests.isEmpty ? "[]" : "]").utf8))
    return hash.finish().hex
  }
}

/// Manifests while they are put together.
struct Assembly {
  let kinds: KindLibrary
  let variables: [String: LocatedJSON]
  var manifests: [Address: LoadedManifest] = [:]
  var diagnostics: [Diagnostic] = []
  private let files: IncludedFiles
  private let places = ManifestPlaces()
  /// What overlays change, by kind and name as they write them.
  private let overlaid: Set<Address>
  /// The manifests that may hold variables.
  private var variable: [Address] = []

  init(
    kinds: KindLibrary, variables: [String: LocatedJSON], overlays: [LocatedJSON],
    files: IncludedFiles
  ) {
    self.kinds = kinds
    self.files = files
    self.variables = variables
    overlaid = Set(overlays.compactMap(\.manifestAddress))
  }

  mutating func addBase(_ documents: [LocatedJSON]) {
    for document in documents {
      guard let (kind, address) = identify(document) else { continue }
      add(document, kind, address)
    }
  }

  /// Adds a document that stands in a file; its places are kept only where more is done to it.
  private mutating func add(_ document: LocatedJSON, _ kind: Kind, _ address: Address) {
    let value = document.value
    let mayVary = Substitution.mayApply(to: value)
    if mayVary { variable.append(address) }
    add(
      mayVary || overlaid.contains(address)
        ? LoadedManifest(address: address, kind: kind, composed: document)
        : LoadedManifest(
          address: address, kind: kind, value: value, at: document.location, in: places))
  }

  private mutating func add(_ manifest: LoadedManifest) {
    diagnostics += problems(in: manifest, at: .asWritten)
    enter(manifest)
  }

  /// Takes up what was read of other files meanwhile.
  mutating func absorb(_ other: Assembly) {
    diagnostics += other.diagnostics
    variable += other.variable
    manifests.reserveCapacity(manifests.count + other.manifests.count)
    for manifest in other.manifests.values { enter(manifest) }
  }

  private mutating func enter(_ manifest: LoadedManifest) {
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
        add(document, kind, address)
      }
    }
  }

  private mutating func merged(
    _ base: LoadedManifest, with overlay: LocatedJSON
  ) -> LoadedManifest {
    let patch = overlay.onlySpecAndLabels
    var forms = PatchedForms(files, variables)
    let read = forms.read(base.document, under: patch, base.kind.spec)
    // What is wrong with the form is said where it stands for a value.
    if forms.isUnreadable { return base }
    var laid = forms.keeping(read, under: patch, base.kind.spec).mergePatched(with: patch)
    laid.location = read.location
    diagnostics += Locks(read).problems(with: overlay, giving: laid.value, address: base.address)
    let manifest = LoadedManifest(address: base.address, kind: base.kind, composed: laid)
    if Substitution.mayApply(to: manifest.value) { variable.append(base.address) }
    diagnostics += problems(in: manifest, at: .asWritten)
    return manifest
  }

  /// Puts the variables in, and checks what has come out.
  mutating func substitute() {
    for address in Set(variable) {
      guard let manifest = manifests[address] else { continue }
      var substitution = Substitution(variables: variables, address: address, files: files)
      let document = substitution.applied(to: manifest.document, manifest.kind.spec)
      diagnostics += substitution.problems
      guard substitution.didReplace else { continue }
      let replaced = LoadedManifest(address: address, kind: manifest.kind, composed: document)
      manifests[address] = replaced
      if substitution.problems.isEmpty { diagnostics += newProblems(in: replaced) }
    }
  }

  /// Returns what is wrong with a resolved document and was not known before.
  private func newProblems(in manifest: LoadedManifest) -> [Diagnostic] {
    let found = problems(in: manifest, at: .resolved)
    if found.isEmpty { return [] }
    let known = Set(diagnostics.compactMap(\.location))
    return found.filter { $0.location.map { !known.contains($0) } ?? true }
  }
}

extension LocatedJSON {
  /// The address that a manifest or an overlay names.
  var manifestAddress: Address? {
    guard let kind = self["kind"]?.string, let name = self["metadata"]?["name"]?.string else {
      return nil
    }
    return Address(kind: kind, name: name)
  }

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
