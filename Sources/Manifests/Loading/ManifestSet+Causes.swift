internal import Diagnostics
internal import JSON
package import Reconciler
internal import YAML

extension ManifestSet {
  /// Returns what of the manifests says that the fields of changed objects are to be so.
  ///
  /// The files of what changes are read once more, for the places of their values.
  package func causes(of operations: [Operation]) -> Causes {
    let changed = Dictionary(
      grouping: operations.filter { $0.action != .delete }, by: \.address.whole)
    let wanted = manifests.filter { changed[$0.address] != nil }
    let files = Dictionary(grouping: wanted, by: \.source.file.name).sorted { $0.key < $1.key }
      .map(\.value)
    let places = Dictionary(
      manifests.map { ($0.address, $0.source) }, uniquingKeysWith: { first, _ in first })
    let found = Cores.map(files, piece: 1) { [overlayFiles] files in
      files.flatMap { manifests in
        let documents = LoadedManifest.documents(of: manifests)
        return zip(manifests, documents).flatMap { manifest, document in
          let reading = CauseReading(
            manifest: manifest, document: document, overlays: overlayFiles
          ) { places[$0] }
          return (changed[manifest.address] ?? []).map { ($0.address, reading.causes(of: $0)) }
        }
      }
    }
    return Dictionary(found.joined(), uniquingKeysWith: { first, _ in first })
  }
}

extension LoadedManifest {
  /// Returns the documents of manifests of one file, which is read at most once.
  fileprivate static func documents(of manifests: [LoadedManifest]) -> [LocatedJSON] {
    var lines: [Int: LocatedJSON] = [:]
    if let file = manifests.first(where: { $0.composed == nil })?.source.file {
      for document in YAML.documents(in: file).documents {
        lines[document.location.line] = document
      }
    }
    return manifests.map { manifest in
      manifest.composed ?? lines[manifest.source.line] ?? LocatedJSON(.null, at: manifest.source)
    }
  }
}

/// Tells of one manifest why its fields are what they are.
struct CauseReading {
  let manifest: LoadedManifest
  let document: LocatedJSON
  /// The names of the files that hold overlays.
  let overlays: Set<String>
  /// Returns where an object is declared.
  let declaration: (Address) -> SourceLocation?

  func causes(of operation: Operation) -> [JSONPointer: [Cause]] {
    Dictionary(
      operation.fields.map { ($0.path, causes(of: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Follows a field into the document; the elements of a list without order stand for the list.
  private func causes(of change: FieldChange) -> [Cause] {
    var node = document["spec"] ?? document
    var field: Field? = manifest.kind.spec
    var steps = node.steps
    for token in change.path.tokens.dropFirst() {
      if field?.role.unordered != nil { break }
      field = field?.member(token) ?? field?.element
      guard let next = node[JSONPointer([token])] else {
        if let removal = removal(of: token, from: node, change, field?.role) { return removal }
        return [missing(change, field?.role, near: node)]
      }
      node = next
      steps += node.steps
    }
    return written(node, steps)
  }

  /// Says of a value in the document who wrote it there, and what it was made of.
  private func written(_ node: LocatedJSON, _ steps: [LocatedJSON.Step]) -> [Cause] {
    var causes = [place(of: node, steps)].compactMap(\.self)
    // The last step comes first; the variables of one text are in its order.
    var (latest, earlier): ([Cause], [Cause]) = ([], [])
    for step in steps {
      switch step {
      case .replaced(let location):
        let former = Cause(.manifest, "instead of what the manifest says", at: location)
        (latest, earlier) = ([], [former] + latest + earlier)
      case .variable(let name, let declared):
        latest.append(Cause(.variable, "variable \(name)", at: declared))
      case .removed: break
      }
    }
    causes += latest + earlier
    if let reference = ReferenceForm(node.value) {
      let source = declaration(reference.address) ?? node.location
      causes.append(Cause(.reference, "ref to \(reference.address)", at: source))
    } else if let source = node["secretRef"]?.string {
      causes.append(Cause(.secret, "secret of \(source)", at: node.location))
    }
    return causes
  }

  /// Says in which file a value stands; that of a variable is told by the variable.
  private func place(of node: LocatedJSON, _ steps: [LocatedJSON.Step]) -> Cause? {
    let name = node.location.file.name
    if overlays.contains(name) { return Cause(.overlay, "overlay", at: node.location) }
    if name == manifest.source.file.name { return Cause(.manifest, "manifest", at: node.location) }
    let isVariable = steps.contains { if case .variable = $0 { true } else { false } }
    return isVariable ? nil : Cause(.file, "file", at: node.location)
  }

  /// Says of a field that an overlay has taken out where it did, and what that leaves.
  private func removal(
    of name: String, from node: LocatedJSON, _ change: FieldChange, _ role: Role?
  ) -> [Cause]? {
    for case .removed(name, let place, let former) in node.steps.reversed() {
      var causes = [Cause(.overlay, "taken out by the overlay", at: place)]
      if let former { causes.append(Cause(.manifest, "where the manifest says it", at: former)) }
      if change.after != nil { causes.append(missing(change, role, near: node)) }
      return causes
    }
    return nil
  }

  /// Says of a field that the document leaves out what that means.
  private func missing(_ change: FieldChange, _ role: Role?, near node: LocatedJSON) -> Cause {
    if role?.isNamedByMetadata == true, change.after != nil {
      let location = document.location(of: JSONPointer(["metadata", "name"]))
      return Cause(.name, "metadata.name", at: location)
    }
    if change.after == nil {
      return Cause(.omission, "the manifest leaves it out", at: node.location)
    }
    if role?.defaultValue != nil { return Cause(.standard, "default of the schema") }
    return Cause(.manifest, "follows from the manifest", at: node.location)
  }
}
