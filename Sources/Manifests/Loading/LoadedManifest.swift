package import Diagnostics
package import JSON
package import Reconciler

/// A manifest after overlays and variables, with the place of every value.
package struct LoadedManifest: Sendable {
  package let address: Address
  package let kind: Kind
  package internal(set) var document: LocatedJSON

  package var spec: JSON { document["spec"]?.value ?? [:] }
  package var source: SourceLocation { document.location }

  package var id: String? { document["metadata"]?["id"]?.string }
  package var adopts: Bool { document["metadata"]?["adopt"]?.value.bool == true }
  package var previousNames: [String] {
    document["metadata"]?["previously"]?.value.array?.compactMap(\.string) ?? []
  }

  func location(of pointer: JSONPointer) -> SourceLocation { document.location(of: pointer) }
}
