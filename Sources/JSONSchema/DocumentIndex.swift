import JSON

/// The schema documents that are known, and the resources and anchors inside those already looked at.
struct DocumentIndex: Sendable {
  /// Documents by the URI they were registered under, and by the identifier of their root.
  private var documents: [String: JSON] = [:]
  private var retrieval: [String: String] = [:]
  private var indexed: Set<String> = []
  private var resources: [String: SchemaPlace] = [:]
  private var anchors: [String: SchemaPlace] = [:]
  private var dynamic: [String: [String: SchemaPlace]] = [:]

  /// Makes a document known under a URI; one that was known under it before is forgotten.
  mutating func add(_ document: JSON, at uri: String) {
    let uri = Self.key(uri)
    if indexed.remove(uri) != nil { forget(uri) }
    documents[uri] = document
    retrieval[uri] = uri
    guard let id = (document["$id"] ?? document["id"])?.string else { return }
    let own = Self.key(URIReference(id).resolved(against: URIReference(uri)).description)
    if retrieval[own] == nil { retrieval[own] = uri }
  }

  static func key(_ uri: String) -> String { URIReference(uri).withoutFragment.description }

  private mutating func forget(_ document: String) {
    resources = resources.filter { $0.value.document != document }
    anchors = anchors.filter { $0.value.document != document }
    dynamic = dynamic.mapValues { $0.filter { $0.value.document != document } }
  }

  /// Returns the resource a URI without fragment names, looking into documents as far as needed.
  ///
  /// A document that does not say its dialect is read in that of the one that refers to it.
  mutating func resource(_ uri: String, dialect: Dialect) throws -> SchemaPlace? {
    if let place = resources[uri] { return place }
    if let document = retrieval[uri], !indexed.contains(document) { try index(document, dialect) }
    if let place = resources[uri] { return place }
    if retrieval[uri] == nil, let metaschema = try Metaschemas.document(uri) {
      add(metaschema, at: uri)
      try index(uri, dialect)
      return resources[uri]
    }
    for document in documents.keys.sorted() where !indexed.contains(document) {
      do { try index(document, dialect) } catch { indexed.remove(document) }
    }
    return resources[uri]
  }

  /// Returns the place an anchor of a resource names.
  func anchor(_ name: String, of resource: String) -> SchemaPlace? {
    anchors[resource + "#" + name]
  }

  /// Returns the dynamic anchors of a resource, by name.
  func dynamicAnchors(of resource: String) -> [String: SchemaPlace] { dynamic[resource] ?? [:] }
}

extension DocumentIndex {
  private mutating func index(_ uri: String, _ fallback: Dialect) throws {
    guard let json = documents[uri] else { return }
    indexed.insert(uri)
    let dialect = try self.dialect(of: json, at: uri) ?? fallback
    let root = SchemaPlace(
      json: json, document: uri, pointer: .root, base: uri, dialect: dialect)
    resources[uri] = try entered(root)
    var pending = [root]
    while let outer = pending.popLast() {
      let place = try entered(outer)
      record(place, startsResource: place.identifier != nil || place.pointer.tokens.isEmpty)
      guard let object = place.json.object else { continue }
      for child in Subschemas.children(of: object, in: place.dialect).reversed() {
        pending.append(place.child(child.tokens, child.json))
      }
    }
  }

  private mutating func record(_ place: SchemaPlace, startsResource: Bool) {
    if startsResource, resources[place.base] == nil { resources[place.base] = place }
    for name in place.anchors { anchors[place.base + "#" + name] = place }
    if let name = place.dynamicAnchor { dynamic[place.base, default: [:]][name] = place }
  }

  /// Returns a place with the base and dialect that its own `$id` and `$schema` give it.
  mutating func entered(_ place: SchemaPlace) throws -> SchemaPlace {
    guard !place.isEntered else { return place }
    var place = place
    if let identifier = place.identifier {
      let uri = URIReference(identifier).resolved(against: URIReference(place.base))
      place = place.rebased(uri.withoutFragment.description, dialect: place.dialect)
      if let dialect = try dialect(of: place.json, at: place.location) {
        place = place.rebased(place.base, dialect: dialect)
      }
    }
    place.isEntered = true
    return place
  }

  /// Returns the dialect a schema declares, or nil where it declares none.
  private func dialect(of json: JSON, at location: String) throws -> Dialect? {
    guard let uri = json["$schema"]?.string else { return nil }
    if let dialect = Dialect(metaschema: uri) { return dialect }
    guard let document = retrieval[Self.key(uri)], let metaschema = documents[document],
      metaschema["$schema"]?.string != uri
    else {
      throw SchemaError("unknown-dialect", at: location, "the dialect \(uri) is not known")
    }
    var dialect = try dialect(of: metaschema, at: uri) ?? .latest
    if let declared = metaschema["$vocabulary"]?.object, dialect.draft >= .september2019 {
      dialect.vocabularies = try vocabularies(declared, at: uri)
    }
    return dialect
  }

  private func vocabularies(
    _ declared: JSONObject, at location: String
  ) throws -> Dialect.Vocabularies {
    var result: Dialect.Vocabularies = []
    for member in declared {
      if let vocabulary = Dialect.Vocabularies(vocabulary: member.key) {
        result.insert(vocabulary)
      } else if member.value.bool == true {
        throw SchemaError(
          "unknown-vocabulary", at: location,
          "requires the vocabulary \(member.key), which is not known")
      }
    }
    return result
  }
}
