package import World

/// What was asked of one bucket and answered, each call by itself.
struct BucketFindings: Sendable {
  /// The region S3 names for the bucket; nil inside where it names none.
  var head: Result<String?, S3Failure>
  var encryption: Result<[S3Client.EncryptionRule], S3Failure>?
  /// What stands under each prefix asked for.
  var contents: [String: Result<BucketContents, S3Failure>] = [:]
  /// Nil where the bucket could not be reached.
  var configurations: BucketConfigurations?
  /// Whether the bucket answers where it is not asked to belong to the account that is named.
  var isForeign = false
  /// The regions of the buckets it is copied to, where they are known.
  var replicaRegions: [String: String] = [:]
  /// What stands elsewhere in AWS.
  var surroundings = BucketSurroundings()
}

/// What bears on a bucket and stands elsewhere in AWS; nil where nobody could be asked.
struct BucketSurroundings: Sendable {
  /// The account that asks.
  var account: String?
  var roles: [String: Fact<RoleFacts>] = [:]
  var keys: [String: Fact<KeyFacts>] = [:]
  /// The settings against public access that are on for the whole account.
  var accountBlock: Fact<Set<String>>?
  /// What IAM's simulation says, by role.
  var simulations: [String: Fact<[String: SimulatedDecision]>] = [:]
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
