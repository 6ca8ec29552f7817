package import Diagnostics
package import JSON
package import Reconciler

/// A manifest after overlays and variables, with the place of every value.
package struct LoadedManifest: Sendable {
  package let address: Address
  package let kind: Kind
  package let document: LocatedJSON
  /// The document without its places, made once because everybody asks for it.
  let value: JSON

  init(address: Address, kind: Kind, document: LocatedJSON, value: JSON? = nil) {
    self.address = address
    self.kind = kind
    self.document = document
    self.value = value ?? document.value
  }

  package var spec: JSON { value["spec"] ?? [:] }
  package var source: SourceLocation { document.location }

  package var id: String? { document["metadata"]?["id"]?.string }
  package var adopts: Bool { document["metadata"]?["adopt"]?.value.bool == true }
  package var keeping: Operation.Keeping {
    let metadata = document["metadata"]
    var labels: [String: String] = [:]
    for member in metadata?["labels"]?.members ?? [] { labels[member.key] = member.value.string }
    return Operation.Keeping(
      deletionPolicy: metadata?["deletionPolicy"]?.string.flatMap(DeletionPolicy.init)
        ?? kind.deletionPolicy,
      labels: labels)
  }
  package var previousNames: [String] {
    document["metadata"]?["previously"]?.value.array?.compactMap(\.string) ?? []
  }

  func location(of pointer: JSONPointer) -> SourceLocation { document.location(of: pointer) }
}
