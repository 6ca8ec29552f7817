internal import Diagnostics

extension BucketCheck.Rule {
  /// What can be found of how a bucket keeps what is stored.
  static let keeping: [BucketCheck.Rule] = [
    .init(
      "encryption", .error, "bucket-not-encrypted", "the bucket does not encrypt by itself",
      "turn on default encryption"),
    .init(
      "encryption", .error, "encryption-mismatch", "a rule names another algorithm than the target",
      "change the bucket's default encryption or the target's serverSideEncryption"),
    .init(
      "encryption", .error, "encryption-key-mismatch", "the bucket encrypts with another key",
      "change the bucket's key or the target's kmsKeyId"),
    .init(
      "encryption", .warning, "encryption-key-unknown",
      "whether two names are of one key is not to be seen",
      "name the key in the target as the bucket does"),
    .init(
      "encryption", .warning, "encryption-key-alias",
      "the bucket names its key by an alias, which is looked up in the account of who writes",
      "name the key in the bucket's encryption by its ARN"),
    .init(
      "encryption", .warning, "encryption-without-bucket-key",
      "each object costs a request to KMS", "turn on the bucket key"),
    .init(
      "key", .error, "key-not-found", "there is no such key",
      "correct the bucket's or the target's key"),
    .init(
      "key", .error, "key-not-usable", "the key is disabled, or is about to be deleted",
      "enable the key"),
    .init(
      "key", .error, "key-in-other-region", "the key is in another region than the bucket",
      "use a key of the bucket's region"),
    .init(
      "key", .error, "key-refuses-writer",
      "a policy denies the use of the key to the role, or the key is AWS's in another account",
      "allow kms:GenerateDataKey and kms:Decrypt to the role in the key's policy"),
    .init(
      "key", .warning, "key-undecided",
      "no policy allows the role to use the key, or whether one does is not known",
      "allow kms:GenerateDataKey and kms:Decrypt to the role in the key's policy, or look at the key's grants"
    ),
    .init(
      "versioning", .note, "versioning-off", "what is overwritten or deleted is lost",
      "turn on versioning"),
    .init(
      "versioning", .warning, "versioning-suspended", "versions were kept, and are no more",
      "turn versioning on again"),
    .init(
      "object-lock", .warning, "lock-too-short", "the lock ends before a retention does",
      "set the default retention to the longest retention"),
    .init(
      "object-lock", .warning, "lock-too-long",
      "the lock outlasts the retention, so that nothing can be deleted when it must be",
      "set the default retention to the longest retention"),
    .init(
      "object-lock", .note, "lock-governance", "whoever has the permission may still delete",
      "use COMPLIANCE where a rule demands it"),
    .init(
      "lifecycle", .error, "lifecycle-expires-early",
      "a rule deletes recordings before a retention ends",
      "let the rule expire objects no earlier than the retention"),
    .init(
      "lifecycle", .warning, "lifecycle-expires-some",
      "a rule deletes some objects under the prefix before a retention ends",
      "make sure that no recording is among them"),
    .init(
      "lifecycle", .warning, "lifecycle-archives-early",
      "a rule moves recordings to an archive, from which they take hours to read",
      "let the rule do so no earlier than the retention, or use GLACIER_IR"),
    .init(
      "lifecycle", .note, "lifecycle-keeps-forever",
      "no rule deletes recordings when the retention ends",
      "add a rule that expires objects under the prefix after the retention"),
    .init(
      "lifecycle", .warning, "lifecycle-keeps-versions",
      "what a rule deletes stays as a former version for ever",
      "add NoncurrentVersionExpiration to the rule"),
    .init(
      "lifecycle", .note, "lifecycle-keeps-uploads", "uploads that were begun and not ended stay",
      "add AbortIncompleteMultipartUpload to a rule"),
    .init(
      "logging", .note, "access-log-off", "who reads recordings is not noted by the bucket",
      "turn on server access logging, or data events in CloudTrail"),
    .init(
      "logging", .warning, "access-log-in-bucket", "the log of access goes to the bucket itself",
      "let it go to another bucket"),
    .init(
      "replication", .warning, "replication-leaves-region",
      "recordings are copied to another region",
      "make sure that they may be stored there"),
    .init(
      "replication", .note, "replication-unknown", "in which region the copies are is not known",
      "allow s3:ListBucket on the destination"),
    .init(
      "notification", .note, "notification-calls-function",
      "a function is called for each recording; one that writes under the same prefix calls itself",
      "let it write elsewhere, or narrow the filter"),
    .init(
      "write-probe", .error, "write-probe-failed", "a test object could not be written",
      "allow s3:PutObject"),
    .init(
      "write-probe", .warning, "write-probe-left", "the test object could not be deleted again",
      "delete it by hand"),
    .init(
      "name", .warning, "bucket-name-dots", "the name has dots, which no certificate covers",
      "use a bucket without dots in its name"),
    .init(
      "name", .error, "partition-mismatch", "the role is of another partition than the region",
      "use a role of the bucket's partition"),
    .init(
      "contents", .warning, "contents-unknown", "what is stored may not be listed",
      "allow s3:ListBucket"),
    .init("contents", .note, "contents-bound", "there is more than is counted", ""),
    .init(
      "contents", .warning, "stale-prefix", "nothing has arrived for days",
      "look at the integration in Genesys Cloud"),
  ]

  /// Everything that can be found, in the order of the checks.
  package static let all: [BucketCheck.Rule] = {
    let rules = access + keeping
    return BucketCheck.all.flatMap { check in rules.filter { $0.check == check.id } }
  }()

  static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
}
