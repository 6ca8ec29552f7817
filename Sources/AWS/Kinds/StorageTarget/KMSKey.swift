/// A KMS key under one of its names: an ARN, an id or an alias.
struct KMSKey: Hashable {
  /// `key/…` or `alias/…`.
  private let resource: String
  /// The partition, region and account of an ARN.
  private let home: String?

  init(_ name: String) {
    let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    if parts.count == 6, parts[0] == "arn" {
      resource = String(parts[5])
      home = parts[1...4].joined(separator: ":")
    } else {
      resource = name.hasPrefix("alias/") || name.hasPrefix("key/") ? name : "key/\(name)"
      home = nil
    }
  }

  var isAlias: Bool { resource.hasPrefix("alias/") }

  /// Tells whether two names are of one key; nil where only KMS knows.
  func isSame(as other: KMSKey?) -> Bool? {
    guard let other else { return false }
    if let home, let otherHome = other.home, home != otherHome { return false }
    return isAlias == other.isAlias ? resource == other.resource : nil
  }
}
