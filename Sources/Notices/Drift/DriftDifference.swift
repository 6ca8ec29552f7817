internal import Crypto
package import Reconciler

/// One thing that is not in the org as the manifests say, as it is told of and told from others.
package struct DriftDifference: Sendable, Hashable {
  package let address: Address
  /// A pointer into the manifest; empty where it is about the whole object.
  package let path: String
  package let direction: Direction
  /// A digest of what the org has, secrets masked.
  package let live: String
  /// What differs, on one line, as a person reads it.
  package let words: String
  /// Who changed the object in the org, and when, where that is known.
  package let moved: String?

  package init(
    address: Address, path: String, direction: Direction, live: [UInt8], words: String,
    moved: String? = nil
  ) {
    (self.address, self.path, self.direction) = (address, path, direction)
    self.live = String(SHA256.hash(live).hex.prefix(32))
    (self.words, self.moved) = (words, moved)
  }

  /// Where it is: `Kind/name /path`.
  package var place: String { path.isEmpty ? "\(address)" : "\(address) \(path)" }

  /// What tells it from every other difference: it stays while nobody touches the object.
  package var id: String {
    let parts = [address.whole.description, address.part ?? "", path, direction.rawValue, live]
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
    return String(SHA256.hash(text).hex.prefix(32))
  }
}

/// The name of a set of differences: the same as long as the same things differ in the same way.
package enum DriftFingerprint {
  /// Returns the fingerprint of differences in any order; nil where there are none.
  package static func of(_ ids: some Sequence<String>) -> String? {
    let sorted = ids.sorted()
    guard !sorted.isEmpty else { return nil }
    return "d-" + SHA256.hash(sorted.joined(separator: "\n")).hex.prefix(32)
  }
}
