internal import Crypto
package import JSON

/// Everything that was decided, and nothing else: printed, saved, compared and applied as it is.
package struct Plan: Sendable {
  /// What a plan was made from and for.
  package struct Header: Sendable, Hashable {
    package var version: String
    package var owner: String
    package var environment: String
    /// The org's id or the API's host, and the AWS account or endpoint.
    package var target: [String: String]
    /// SHA-256 over the resolved manifests.
    package var manifestHash: String
    /// The hash of each kind's schema that took part.
    package var schemaHashes: [String: String]

    package init(
      version: String, owner: String, environment: String, target: [String: String],
      manifestHash: String, schemaHashes: [String: String]
    ) {
      self.version = version
      self.owner = owner
      self.environment = environment
      self.target = target
      self.manifestHash = manifestHash
      self.schemaHashes = schemaHashes
    }
  }

  package let header: Header
  /// The operations by address.
  package let operations: [Operation]
  /// `p-` and the first 16 hex digits of SHA-256 over the canonical document.
  package let id: String

  package init(header: Header, operations: [Operation]) {
    self.header = header
    self.operations = operations.sorted { $0.address < $1.address }
    let document = Self.document(header, self.operations)
    id = "p-" + SHA256.hash(document.canonicalBytes).hex.prefix(16)
  }

  /// The plan as its canonical document, from which its id is made.
  package var document: JSON { Self.document(header, operations) }

  private static func document(_ header: Header, _ operations: [Operation]) -> JSON {
    func texts(_ dictionary: [String: String]) -> JSON {
      .object(JSONObject(dictionary.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    return [
      "version": .string(header.version), "owner": .string(header.owner),
      "environment": .string(header.environment), "target": texts(header.target),
      "manifests": .string(header.manifestHash), "schemas": texts(header.schemaHashes),
      "operations": .array(operations.map(\.document)),
    ]
  }

  package var isEmpty: Bool { operations.isEmpty }

  package func operation(at address: Address) -> Operation? {
    operations.first { $0.address == address }
  }

  package func count(of action: Operation.Action) -> Int {
    operations.count { $0.action == action }
  }
}
