package import JSON
package import World

/// A secret that the service made up for a new object, and tells once.
package struct GeneratedSecret: Sendable {
  package let address: Address
  package let id: String?
  /// Where it stood in the service's answer.
  package let pointer: JSONPointer
  package let secret: Secret
}
