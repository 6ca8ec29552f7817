import JSON

extension DocumentIndex {
  /// Returns the place a reference written at another place leads to.
  mutating func resolve(_ reference: String, from place: SchemaPlace) throws -> SchemaPlace {
    let target = URIReference(reference).resolved(against: URIReference(place.base))
    let uri = target.withoutFragment.description
    guard let fragment = target.decodedFragment,
      let resource = try resource(uri, dialect: place.dialect)
    else {
      throw SchemaError(
        "unknown-schema-reference", at: place.location, "there is no schema \(uri)")
    }
    if fragment.isEmpty { return resource }
    guard fragment.hasPrefix("/") else {
      if let found = anchor(fragment, of: resource.base) { return found }
      throw SchemaError(
        "unknown-schema-reference", at: place.location, "\(uri) has no anchor \(fragment)")
    }
    guard let pointer = JSONPointer(parsing: fragment),
      let found = try walk(pointer, from: resource)
    else {
      throw SchemaError(
        "unknown-schema-reference", at: place.location, "\(uri) has nothing at \(fragment)")
    }
    return found
  }

  /// Follows a pointer, taking on the base of every resource on the way.
  private mutating func walk(
    _ pointer: JSONPointer, from resource: SchemaPlace
  ) throws -> SchemaPlace? {
    var place = resource
    for token in pointer.tokens {
      guard let json = place.json[JSONPointer([token])] else { return nil }
      place = try entered(place.child([token], json))
    }
    return place
  }
}
