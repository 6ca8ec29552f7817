package import JSON

/// Where the objects of a kind live on the wire of one profile.
package struct Wire: Sendable {
  package enum Identity: Sendable, Hashable {
    /// The client chooses the id.
    case client
    /// The server chooses the id; an object is found by what stands at these pointers of its spec.
    case naturalKey([JSONPointer])
  }

  /// A call on one object: the method, and the path below the collection.
  package struct Endpoint: Sendable, Hashable {
    package let method: String
    package let path: String

    /// Parses `PUT /{id}` or a bare method.
    package init(_ text: String) {
      let words = text.split(separator: " ", maxSplits: 1)
      method = words.first.map(String.init) ?? ""
      path = words.count == 2 ? String(words[1]) : ""
    }
  }

  package struct Permissions: Sendable, Hashable {
    package var read: [String] = []
    package var write: [String] = []
  }

  package let collection: String
  package let pageSize: Int
  package let identity: Identity
  package let create: Endpoint
  package let update: Endpoint
  /// Nil for a kind that cannot be deleted.
  package let delete: Endpoint?
  /// Whether a field that the manifest leaves out stays as it is on the server.
  package let keepsUnmanaged: Bool
  package let permissions: Permissions
}

extension Wire {
  /// Reads what stands under `x-gcsync/wire/PROFILE`, which the vocabulary schema has accepted.
  init(_ words: JSON) {
    func endpoint(_ key: String) -> Endpoint { Endpoint(words[key]?.string ?? "") }
    func names(_ key: String) -> [String] {
      words["permissions"]?[key]?.array?.compactMap(\.string) ?? []
    }
    collection = words["collection"]?.string ?? ""
    pageSize = words["pageSize"]?.int ?? 50
    identity =
      switch words["identity"] {
      case .array(let pointers):
        .naturalKey(pointers.compactMap(\.string).compactMap(JSONPointer.init(parsing:)))
      default: .client
      }
    create = endpoint("create")
    update = endpoint("update")
    delete = words["delete"]?.string.flatMap { $0 == "none" ? nil : Endpoint($0) }
    keepsUnmanaged = words["unmanaged"]?.string == "keep"
    permissions = Permissions(read: names("read"), write: names("write"))
  }
}
