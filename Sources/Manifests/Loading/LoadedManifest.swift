package import Diagnostics
package import JSON
package import Reconciler

/// A manifest after overlays and variables.
///
/// A class, because there are many and several tables hold each.
package final class LoadedManifest: Sendable {
  package let address: Address
  package let kind: Kind
  /// The whole document, without its places.
  let value: JSON
  package let source: SourceLocation
  private let origin: Origin

  /// How the places of its values are known.
  private enum Origin {
    /// It is what stands at its source.
    case source(ManifestPlaces)
    /// It was put together, each of its values knowing how.
    case composed(LocatedJSON)
  }

  /// Makes a manifest of a document that stands just so in a file.
  init(
    address: Address, kind: Kind, value: JSON, at source: SourceLocation, in places: ManifestPlaces
  ) {
    self.address = address
    self.kind = kind
    self.value = value
    self.source = source
    origin = .source(places)
  }

  /// Makes a manifest of a document that was put together.
  init(address: Address, kind: Kind, composed document: LocatedJSON) {
    self.address = address
    self.kind = kind
    value = document.value
    source = document.location
    origin = .composed(document)
  }

  /// The document with the place of every value; not for every manifest's way.
  package var document: LocatedJSON {
    switch origin {
    case .composed(let document): document
    case .source(let places):
      places.document(at: source) ?? LocatedJSON(.null, at: source)
    }
  }

  /// The document where it was put together; nil where it is what stands at its source.
  var composed: LocatedJSON? {
    if case .composed(let document) = origin { document } else { nil }
  }

  package var spec: JSON { value["spec"] ?? [:] }

  private var metadata: JSON? { value["metadata"] }

  package var id: String? { metadata?["id"]?.string }
  package var pin: String? { metadata?["pin"]?.string }
  package var adopts: Bool { metadata?["adopt"]?.bool == true }
  package var keeping: Operation.Keeping {
    var labels: [String: String] = [:]
    for member in metadata?["labels"]?.object ?? [:] { labels[member.key] = member.value.string }
    return Operation.Keeping(
      deletionPolicy: metadata?["deletionPolicy"]?.string.flatMap(DeletionPolicy.init)
        ?? kind.deletionPolicy,
      labels: labels)
  }
  package var previousNames: [String] {
    metadata?["previously"]?.array?.compactMap(\.string) ?? []
  }

  package func location(of pointer: JSONPointer) -> SourceLocation {
    document.location(of: pointer)
  }
}
