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

  /// A rule that the plan breaks, so that apply refuses it until somebody approves.
  package struct Unsafe: Sendable, Hashable {
    package let rule: String
    package let address: Address?
    package let message: String

    /// Whether naming the plan's id is enough; else a flag or a change of the manifests is needed.
    package var isApprovable: Bool { ![Self.owner, Self.deletionPolicy].contains(rule) }

    /// The rule that another project's objects are left alone.
    package static let owner = "owner"
    /// The rule that an object is not deleted where its manifest forbids it.
    package static let deletionPolicy = "deletionPolicy"

    package init(rule: String, address: Address? = nil, message: String) {
      self.rule = rule
      self.address = address
      self.message = message
    }
  }

  package let header: Header
  /// The operations by address.
  package let operations: [Operation]
  package let unsafe: [Unsafe]
  /// `p-` and the first 16 hex digits of SHA-256 over the canonical document.
  package let id: String

  package init(header: Header, operations: [Operation], unsafe: [Unsafe] = []) {
    self.header = header
    self.operations = operations.sorted { $0.address < $1.address }
    self.unsafe = unsafe
    let document = Self.document(header, self.operations, unsafe)
    id = Self.id(of: document)
  }

  package var isEmpty: Bool { operations.isEmpty }

  package func operation(at address: Address) -> Operation? {
    var (low, high) = (operations.startIndex, operations.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if operations[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low < operations.endIndex && operations[low].address == address ? operations[low] : nil
  }

  package func count(of action: Operation.Action) -> Int {
    operations.count { $0.action == action }
  }
}

extension Plan {
  /// The plan as its canonical document, from which its id is made.
  package var document: JSON { Self.document(header, operations, unsafe) }

  static func id(of document: JSON) -> String {
    "p-" + SHA256.hash(document.canonicalBytes).hex.prefix(16)
  }

  private static func document(
    _ header: Header, _ operations: [Operation], _ unsafe: [Unsafe]
  ) -> JSON {
    [
      "version": .string(header.version), "owner": .string(header.owner),
      "environment": .string(header.environment), "target": .texts(header.target),
      "manifests": .string(header.manifestHash), "schemas": .texts(header.schemaHashes),
      "operations": .array(operations.map(\.document)), "unsafe": .array(unsafe.map(\.document)),
    ]
  }

  /// Reads a plan back; nil where the document is not one.
  init?(document: JSON) {
    guard let version = document["version"]?.string, let owner = document["owner"]?.string,
      let environment = document["environment"]?.string,
      let target = document["target"]?.textsByName,
      let manifests = document["manifests"]?.string,
      let schemas = document["schemas"]?.textsByName,
      let operations = document["operations"]?.array, let unsafe = document["unsafe"]?.array
    else { return nil }
    let decoded = operations.compactMap(Operation.init(document:))
    let broken = unsafe.compactMap(Unsafe.init(document:))
    guard decoded.count == operations.count, broken.count == unsafe.count else { return nil }
    self.init(
      header: Header(
        version: version, owner: owner, environment: environment, target: target,
        manifestHash: manifests, schemaHashes: schemas),
      operations: decoded, unsafe: broken)
  }
}

extension Plan.Unsafe {
  /// The breach as documents hold it.
  package var document: JSON {
    [
      "rule": .string(rule), "address": address.map { .string($0.description) } ?? .null,
      "message": .string(message),
    ]
  }

  init?(document: JSON) {
    guard let rule = document["rule"]?.string, let message = document["message"]?.string
    else { return nil }
    self.init(
      rule: rule, address: document["address"]?.string.flatMap(Address.init(parsing:)),
      message: message)
  }
}
