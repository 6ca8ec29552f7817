import JSON

/// The published metaschemas, kept here so that no schema needs the network.
enum Metaschemas {
  /// Returns the metaschema a URI without fragment names, or nil.
  static func document(_ uri: String) throws -> JSON? {
    let text =
      switch uri {
      case draft07URI: draft07
      case draft04URI: draft04
      default: draft2020[uri]
      }
    return try text.map { try JSON.parse(Array($0.utf8)) }
  }
}
