package import Diagnostics
package import JSON
package import Reconciler
internal import World
internal import YAML

/// Edits of manifest files that make them say what the org has, where they say it already.
///
/// A value goes into the leaf it came from: into the overlay of the environment where that names the
/// field, else into the base. Everything around it stays as it was written.
package struct Acceptance {
  private var files: EditableFiles
  private let layers: [Address: ManifestLayers]
  /// What could not be taken over, and why.
  package private(set) var problems: [Diagnostic] = []
  /// The fields that were taken over.
  package private(set) var accepted: [(address: Address, path: JSONPointer)] = []

  package init(project: Project, environment: Project.Environment) {
    var found = ManifestFiles(project: project, environment: environment)
    files = EditableFiles(found.base + found.overlays)
    layers = ManifestLayers.all(in: &found)
  }

  /// Makes the manifest of an object say in some fields what the org has there.
  ///
  /// `live` is the whole spec as a manifest would write it; what it does not have is removed.
  /// `resolved` is what the manifest says now, its variables replaced.
  package mutating func accept(
    _ paths: [JSONPointer], of address: Address, kind: Kind, live: JSON, resolved: JSON
  ) {
    guard let layers = layers[address] else { return }
    var done: Set<JSONPointer> = []
    for path in paths {
      let place = kind.spec.acceptedPlace(of: path)
      guard done.insert(place.path).inserted else { continue }
      if place.isSecret {
        problems.append(
          .warning(
            "secret-not-accepted", "\(address)\(path) is a secret, which the org does not tell",
            at: layers.location(of: path), address: address.description))
        continue
      }
      let below = JSONPointer(Array(place.path.tokens.dropFirst()))
      do throws(DiagnosticsError) {
        if let value = live[below] {
          try set(value, place, resolved[below], layers)
        } else {
          try remove(place.path, layers)
        }
        accepted.append((address, place.path))
      } catch {
        problems += error.diagnostics
      }
    }
  }

  /// The files that are other ones now, by the paths they are written to.
  package var edited: [(path: String, bytes: [UInt8])] { files.edited }

  private mutating func set(
    _ value: JSON, _ place: AcceptedPlace, _ resolved: JSON?, _ layers: ManifestLayers
  ) throws(DiagnosticsError) {
    let layer = layers.layer(toSet: place.path)
    if place.isSet, let written = layer[place.path]?.array, let before = resolved?.array,
      let wanted = value.array, written.count == before.count
    {
      try update(place.path, of: layer, from: before, to: wanted)
    } else {
      try files.set(place.path, to: value, in: layer.location)
    }
  }

  /// Adds and removes elements of a list without order, so that those that stay keep their comments.
  private mutating func update(
    _ path: JSONPointer, of layer: LocatedJSON, from before: [JSON], to wanted: [JSON]
  ) throws(DiagnosticsError) {
    guard before.contains(where: wanted.contains) else {
      return try files.set(path, to: .array(wanted), in: layer.location)
    }
    for index in before.indices.reversed() where !wanted.contains(before[index]) {
      try files.remove(path.appending(index), in: layer.location)
    }
    for element in wanted where !before.contains(element) {
      try files.set(path.appending("-"), to: element, in: layer.location)
    }
  }

  private mutating func remove(
    _ path: JSONPointer, _ layers: ManifestLayers
  ) throws(DiagnosticsError) {
    let isInBase = layers.base?[path] != nil
    if let overlay = layers.overlay, overlay[path] != nil {
      // Without the overlay's word the base's would come back.
      if isInBase {
        try files.set(path, to: .null, in: overlay.location)
      } else {
        try files.remove(path, in: overlay.location)
      }
    } else if let base = layers.base, isInBase {
      try files.remove(path, in: base.location)
    }
  }
}

/// Where a difference is taken over.
struct AcceptedPlace {
  let path: JSONPointer
  /// Whether the place is a list without order.
  let isSet: Bool
  let isSecret: Bool
}

extension Field {
  /// Returns the place a difference is taken over at: where the way to it leads through a list
  /// without order, that list, since the positions in it mean nothing.
  fileprivate func acceptedPlace(of path: JSONPointer) -> AcceptedPlace {
    var field = self
    var walked = JSONPointer(Array(path.tokens.prefix(1)))
    for token in path.tokens.dropFirst() {
      if field.role.unordered != nil { break }
      field = field.member(token) ?? field.element ?? .opaque
      walked = walked.appending(token)
    }
    return AcceptedPlace(
      path: walked, isSet: field.role.unordered != nil, isSecret: field.role.isWriteOnly)
  }
}
