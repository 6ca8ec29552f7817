package import JSON

extension SchemaRegistry {
  /// Returns the schema that describes a member deep inside the values of a document's schema.
  ///
  /// Names step through `properties`, references, combinations and, without being named, the
  /// elements of lists. What stands beside a reference wins over what it leads to, and the
  /// references left in the result are absolute. Nil where no such member is described.
  package func subschema(of document: JSON, path: [String], uri: String = "") -> JSON? {
    var documents = documents
    documents.add(document, at: uri)
    guard let root = try? documents.resolve(uri, from: .start(uri)) else { return nil }
    var walker = SchemaWalker(documents: documents)
    var places = [root]
    for name in path {
      places = places.flatMap { walker.step(name, from: $0) }
      if places.isEmpty { return nil }
    }
    return places.first.map { walker.flattened($0) }
  }
}
