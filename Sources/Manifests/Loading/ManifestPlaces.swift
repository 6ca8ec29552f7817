internal import Diagnostics
internal import JSON
internal import Synchronization
internal import YAML

/// Reads a file again to tell where the values of a manifest stand.
///
/// Most manifests are never asked, so that their places are not worth the memory.
final class ManifestPlaces: Sendable {
  private let documents = Mutex<[String: [SourceLocation: LocatedJSON]]>([:])

  /// Returns the document that begins at a place, as it was read there.
  func document(at place: SourceLocation) -> LocatedJSON? {
    documents.withLock { documents in
      let file = place.file
      if let known = documents[file.name] { return known[place] }
      let read = YAML.documents(in: file).documents
      let byPlace = Dictionary(
        read.map { ($0.location, $0) }, uniquingKeysWith: { first, _ in first })
      documents[file.name] = byPlace
      return byPlace[place]
    }
  }
}
