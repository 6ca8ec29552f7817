package import JSON

/// Where the objects of a kind live on the wire of one profile.
package final class Wire: Sendable {
  package enum Identity: Sendable, Hashable {
    /// The client chooses the id.
    case client
    /// The server chooses the id; an object is found by what stands at these pointers of its spec.
    case naturalKey([JSONPointer])
    /// There is exactly one object, at the collection's own path.
    case singleton
    /// It belongs to another object of the same manifest, and has that one's id.
    case part
    /// The manifest stands for its parts, and for no object besides.
    case parts
  }

  /// Whose service keeps the objects.
  package enum Service: Sendable {
    case genesys, aws
    /// They are published into the state of the environment.
    case state
  }

  /// How a long list comes.
  package enum Paging: String, Sendable {
    /// Each page holds the token of the next.
    case token
    /// Pages are numbered, and the first tells how many there are.
    case page
    /// Each page holds the URI of the next.
    case cursor
    /// It comes as a whole.
    case whole = "none"
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
    package var read: [String]
    package var write: [String]

    package init(read: [String] = [], write: [String] = []) {
      self.read = read
      self.write = write
    }
  }

  /// The words under which the org's audit trail keeps changes of such objects.
  package struct Audit: Sendable, Hashable {
    package let service: String
    package let entity: String
  }

  package let service: Service
  package let collection: String
  /// The path of the list.
  package let list: String
  /// What every request for the list says besides, by name.
  package let query: [(name: String, value: String)]
  package let paging: Paging
  package let pageSize: Int
  /// Whether the list may be longer than its first page says, and ends with an empty page.
  package let readsToEmptyPage: Bool
  package let identity: Identity
  /// Where an object's name stands.
  package let name: JSONPointer
  /// Where the number stands that an update must repeat.
  package let version: JSONPointer?
  /// What the service alone sets.
  package let computed: [JSONPointer]
  /// What the service makes up for a new object and tells in its answer to the create, and never again.
  package let generated: [JSONPointer]
  /// Nil for a kind that gcsync only looks up, or of which there is always one.
  package let create: Endpoint?
  /// Nil for a kind that gcsync only looks up.
  package let update: Endpoint?
  /// Nil for a kind that cannot be deleted.
  package let delete: Endpoint?
  /// Whether a field that the manifest leaves out stays as it is on the server.
  package let keepsUnmanaged: Bool
  package let permissions: Permissions
  /// Nil where nobody knows who changed an object.
  package let audit: Audit?
  /// Where the members of a spec stand on the wire; nil where they stand in the same places.
  package let map: WireMap?
  /// The name of the code that changes the shape, where no map can say it.
  package let lens: String?
  /// What every object of the kind has, by which it is told from others of its collection.
  package let fixed: [(pointer: JSONPointer, value: JSON)]
  /// Where the names are found out under which an integration's type takes what a spec says.
  package let discovery: Discovery?
  /// What of a spec means nothing there.
  package let without: [JSONPointer]
  /// The code that says what follows from the rest of a spec where a manifest leaves it out.
  package let completion: String?
  /// The kind whose manifests an export writes of such objects, where it is not this one.
  package let exportedAs: String?
  /// What shows that a write has taken effect in the service.
  package let ready: Readiness?
  /// How long a write may take to show; nil where that is no longer than usual.
  package let settles: Duration?
  /// What an object of the manifest consists of besides.
  package let parts: [Part]
  /// What is sent when an object is created and belongs to a part afterwards.
  package let createsWith: [JSONPointer]

  /// Whether a list does not show objects whole.
  package let isPartial: Bool
  /// What the request for one object says besides, by name.
  package let itemQuery: [(name: String, value: String)]
  /// Where in a spec texts stand that the service keeps under paths of their own.
  package let texts: [(pointer: JSONPointer, path: String)]
  /// What the text at a pointer begins with in objects that are not there for gcsync.
  package let ignored: [(pointer: JSONPointer, prefix: String)]
  /// What an update sends; nil where it is the whole spec.
  package let updates: [JSONPointer]?
  package let draft: Draft?

  /// The way of changes that only a draft takes, which is then checked and published.
  package struct Draft: Sendable {
    package let fields: [JSONPointer]
    /// The draft's path below the collection.
    package let path: String
  }

  /// The id under which the one object of a singleton is known.
  package static let singletonID = "singleton"

  /// The path of one object below the collection.
  package var item: String {
    switch identity {
    case .singleton: ""
    case .part: update?.path ?? "/{id}"
    case .client, .naturalKey, .parts:
      update.flatMap { $0.path.isEmpty ? nil : $0.path } ?? delete?.path ?? "/{id}"
    }
  }

  /// Whether one object can be read by its id alone.
  package var readsByID: Bool { item == "/{id}" }

  /// Whether an update sends the whole object, and so must know what it does not change.
  package var mergesUpdates: Bool { keepsUnmanaged && update?.method == "PUT" }

  /// Whether the service makes the object by itself, so that it can only be updated.
  package var isAlwaysThere: Bool { identity == .singleton || identity == .part }

  /// Whether objects are found by name and never written.
  package var isLookupOnly: Bool { create == nil && update == nil && identity != .parts }

  /// Reads what stands under `x-gcsync/wire/PROFILE`, which the vocabulary schema has accepted.
  ///
  /// The words of a part say nothing of what it has from the object it belongs to, its `whole`.
  init(_ words: JSON, of whole: JSON? = nil, in service: Service = .genesys) {
    self.service = service
    func pointers(_ key: String, in words: JSON) -> [JSONPointer] {
      (words[key]?.array ?? []).compactMap(\.string).compactMap(JSONPointer.init(parsing:))
    }
    func endpoint(_ key: String) -> Endpoint? {
      words[key]?.string.flatMap { $0 == "none" ? nil : Endpoint($0) }
    }
    func pointer(_ key: String) -> JSONPointer? {
      words[key]?.string.flatMap(JSONPointer.init(parsing:))
    }
    func names(_ key: String) -> [String] {
      (words["permissions"] ?? whole?["permissions"])?[key]?.array?.compactMap(\.string) ?? []
    }
    collection = (words["collection"] ?? whole?["collection"])?.string ?? ""
    list = words["list"]?.string ?? collection
    func texts(_ key: String) -> [(name: String, value: String)] {
      (words[key]?.object ?? [:]).map { ($0.key, $0.value.string ?? "") }
    }
    func textsByPointer(_ key: String) -> [(JSONPointer, String)] {
      texts(key).compactMap { item in JSONPointer(parsing: item.name).map { ($0, item.value) } }
    }
    query = texts("query")
    itemQuery = texts("itemQuery")
    isPartial = words["partial"]?.bool ?? false
    self.texts = textsByPointer("texts").map { (pointer: $0, path: $1) }
    ignored = textsByPointer("ignores").map { (pointer: $0, prefix: $1) }
    updates = words["updates"].map { _ in pointers("updates", in: words) }
    draft = words["draft"].map { words in
      Draft(fields: pointers("fields", in: words), path: words["path"]?.string ?? "")
    }
    paging = words["pager"]?.string.flatMap(Paging.init) ?? .token
    readsToEmptyPage = words["readsToEmptyPage"]?.bool ?? false
    name = pointer("name") ?? JSONPointer(["name"])
    version = pointer("version")
    computed = pointers("computed", in: words)
    generated = pointers("generatedOnCreate", in: words)
    createsWith = pointers("createsWith", in: words)
    map = words["map"].map(WireMap.init)
    ready = words["ready"].map(Readiness.init)
    settles = (words["settles"] ?? whole?["settles"])?.int.map(Duration.seconds)
    parts = (words["parts"]?.array ?? []).map { Part($0, of: words, in: service) }
    pageSize = words["pageSize"]?.int ?? 50
    lens = words["lens"]?.string
    fixed = (words["fixed"]?.object ?? [:]).compactMap { member in
      JSONPointer(parsing: member.key).map { (pointer: $0, value: member.value) }
    }
    discovery = (words["discovers"] ?? whole?["discovers"]).map(Discovery.init)
    exportedAs = words["exportedAs"]?.string
    without = pointers("without", in: words)
    completion = words["completes"]?.string
    identity =
      switch words["identity"] {
      case .array(let pointers):
        .naturalKey(pointers.compactMap(\.string).compactMap(JSONPointer.init(parsing:)))
      case .string("singleton"): .singleton
      case .string("parts"): .parts
      case _ where whole != nil && words["collection"] == nil: .part
      default: .client
      }
    create = endpoint("create")
    update = endpoint("update")
    delete = endpoint("delete")
    keepsUnmanaged = words["unmanaged"]?.string == "keep"
    permissions = Permissions(read: names("read"), write: names("write"))
    // A part with a collection of its own is another thing to the audit trail.
    let told = words["audit"] ?? (words["collection"] == nil ? whole?["audit"] : nil)
    audit = told.flatMap { words in
      guard let service = words["service"]?.string, let entity = words["entityType"]?.string
      else { return nil }
      return Audit(service: service, entity: entity)
    }
  }
}
