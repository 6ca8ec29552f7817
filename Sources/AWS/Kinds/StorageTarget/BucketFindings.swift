package import World

/// What was asked of one bucket and answered, each call by itself.
struct BucketFindings: Sendable {
  /// The region S3 names for the bucket; nil inside where it names none.
  var head: Result<String?, S3Failure>
  var encryption: Result<[S3Client.EncryptionRule], S3Failure>?
  /// What stands under each prefix asked for.
  var contents: [String: Result<BucketContents, S3Failure>] = [:]
}

/// What is stored under a prefix, as far as it was looked through.
package struct BucketContents: Sendable, Hashable {
  package var count = 0
  package var bytes = 0
  package var newest: Timestamp?
  /// Whether every object was seen; else the figures are lower bounds.
  package var isWhole = false

  package init() {}

  mutating func add(_ object: S3Client.Object) {
    count += 1
    bytes &+= object.bytes
    newest = max(newest ?? object.modified, object.modified)
  }
}
