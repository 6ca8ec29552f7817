import JSON

/// A schema where it stands: in which document, under which base URI, read by which dialect.
struct SchemaPlace: Sendable {
  let json: JSON
  /// The URI under which the document was registered.
  let document: String
  let pointer: JSONPointer
  /// The URI of the schema resource it belongs to, without a fragment.
  let base: String
  let dialect: Dialect
  /// Whether its own `$id` and `$schema` have been taken into base and dialect.
  var isEntered = false

  /// What identifies the place, and names it to a person.
  var location: String { document + "#" + pointer.description }

  /// Where a reference is resolved from that no schema holds.
  static func start(_ uri: String) -> SchemaPlace {
    SchemaPlace(json: .null, document: uri, pointer: .root, base: "", dialect: .latest)
  }

  /// The same place read as the start of a resource with that base and dialect.
  func rebased(_ base: String, dialect: Dialect) -> SchemaPlace {
    SchemaPlace(json: json, document: document, pointer: pointer, base: base, dialect: dialect)
  }

  func child(_ tokens: [String], _ json: JSON) -> SchemaPlace {
    SchemaPlace(
      json: json, document: document, pointer: JSONPointer(pointer.tokens + tokens), base: base,
      dialect: dialect)
  }

  /// The resource identifier the schema gives itself, as written; anchors in `$id` do not count.
  var identifier: String? {
    guard let object = json.object, let text = object[dialect.identifier]?.string else {
      return nil
    }
    if dialect.referenceOverridesSiblings {
      if object.contains("$ref") || text.hasPrefix("#") { return nil }
    }
    return text
  }

  /// The names by which a fragment can lead here.
  var anchors: [String] {
    guard let object = json.object else { return [] }
    if dialect.draft <= .seven {
      guard let text = object[dialect.identifier]?.string, !object.contains("$ref") else {
        return []
      }
      return URIReference(text).fragment.map { $0.isEmpty ? [] : [$0] } ?? []
    }
    return [object["$anchor"]?.string, dynamicAnchor].compactMap(\.self).filter { !$0.isEmpty }
  }

  /// The name under which a dynamic reference finds this place; `$recursiveAnchor` has the empty one.
  var dynamicAnchor: String? {
    switch dialect.draft {
    case .december2020: json["$dynamicAnchor"]?.string
    case .september2019: json["$recursiveAnchor"]?.bool == true ? "" : nil
    default: nil
    }
  }
}
