internal import Diagnostics
internal import JSON
internal import Reconciler

/// The documents that together make one manifest.
struct ManifestLayers {
  fileprivate(set) var base: LocatedJSON?
  /// What the environment lays over it.
  fileprivate(set) var overlay: LocatedJSON?

  /// Finds the documents of every manifest.
  static func all(in files: inout ManifestFiles) -> [Address: ManifestLayers] {
    var layers: [Address: ManifestLayers] = [:]
    for document in files.base.flatMap({ files.documents(in: $0) }) {
      guard let address = document.manifestAddress else { continue }
      layers[address, default: ManifestLayers()].base = document
    }
    for document in files.overlays.flatMap({ files.documents(in: $0) }) {
      guard let address = document.manifestAddress else { continue }
      layers[address, default: ManifestLayers()].overlay = document
    }
    return layers
  }

  /// The document that is changed to set a field.
  func layer(toSet path: JSONPointer) -> LocatedJSON {
    if let overlay, overlay[path] != nil || base?[path] == nil { return overlay }
    guard let base else { preconditionFailure("a manifest stands in a document") }
    return base
  }

  func location(of path: JSONPointer) -> SourceLocation? {
    (overlay?[path] ?? base?[path])?.location ?? (base ?? overlay)?.location
  }
}
