package import Diagnostics

/// One of the things that are looked at in a bucket.
package struct BucketCheck: Sendable, Hashable {
  /// Its place in the table.
  package let number: Int
  package let id: String
  /// What is true of a bucket with which all is well.
  package let goal: String
  /// The calls that tell.
  package let calls: [String]
  /// The permissions they take.
  package let permissions: [String]

  init(_ number: Int, _ id: String, _ goal: String, _ calls: [String], _ permissions: [String]) {
    self.number = number
    self.id = id
    self.goal = goal
    self.calls = calls
    self.permissions = permissions
  }

  /// What a check may find, as one row of a table.
  package struct Rule: Sendable, Hashable {
    package let check: String
    package let code: String
    package let severity: Diagnostic.Severity
    /// When it is found.
    package let rule: String
    /// What to do about it.
    package let remedy: String

    init(
      _ check: String, _ severity: Diagnostic.Severity, _ code: String, _ rule: String,
      _ remedy: String
    ) {
      self.check = check
      self.severity = severity
      self.code = code
      self.rule = rule
      self.remedy = remedy
    }
  }

  /// All of them, in their order.
  package static let all: [BucketCheck] = [
    BucketCheck(
      1, "region", "it is there, in the target's region", ["HEAD bucket", "GET ?location"],
      ["s3:ListBucket", "s3:GetBucketLocation"]),
    BucketCheck(
      2, "owner", "it belongs to the account that the target names",
      ["x-amz-expected-bucket-owner"], ["s3:ListBucket"]),
    BucketCheck(
      3, "public-access", "public access is blocked",
      ["GET ?publicAccessBlock", "s3control GetPublicAccessBlock"],
      ["s3:GetBucketPublicAccessBlock", "s3:GetAccountPublicAccessBlock"]),
    BucketCheck(
      4, "public", "it lets nobody in whom it does not name", ["GET ?policyStatus", "GET ?acl"],
      ["s3:GetBucketPolicyStatus", "s3:GetBucketAcl"]),
    BucketCheck(
      5, "tls", "its policy refuses what comes without TLS", ["GET ?policy"],
      ["s3:GetBucketPolicy"]),
    BucketCheck(
      6, "writer", "Genesys may write to it", ["GET ?policy", "iam GetRole and its policies"],
      [
        "s3:GetBucketPolicy", "iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies", "iam:GetPolicy", "iam:GetPolicyVersion",
      ]),
    BucketCheck(
      7, "ownership", "what Genesys writes belongs to the bucket's owner",
      ["GET ?ownershipControls"], ["s3:GetBucketOwnershipControls"]),
    BucketCheck(
      8, "encryption", "it encrypts as the target says", ["GET ?encryption"],
      ["s3:GetEncryptionConfiguration"]),
    BucketCheck(
      9, "key", "its key is in use and lets Genesys encrypt",
      ["kms DescribeKey", "kms GetKeyPolicy"], ["kms:DescribeKey", "kms:GetKeyPolicy"]),
    BucketCheck(
      10, "versioning", "it keeps what is overwritten", ["GET ?versioning"],
      ["s3:GetBucketVersioning"]),
    BucketCheck(
      11, "object-lock", "its lock fits the retention", ["GET ?object-lock"],
      ["s3:GetBucketObjectLockConfiguration"]),
    BucketCheck(
      12, "lifecycle", "it deletes nothing before the retention ends", ["GET ?lifecycle"],
      ["s3:GetLifecycleConfiguration"]),
    BucketCheck(
      13, "logging", "who reads it is noted", ["GET ?logging"], ["s3:GetBucketLogging"]),
    BucketCheck(
      14, "replication", "nothing is copied to another region",
      ["GET ?replication", "HEAD destination"], ["s3:GetReplicationConfiguration"]),
    BucketCheck(
      15, "notification", "nothing it calls writes to it again", ["GET ?notification"],
      ["s3:GetBucketNotification"]),
    BucketCheck(
      16, "write-probe", "an object can be written there", ["PUT and DELETE object"],
      ["s3:PutObject", "s3:DeleteObject"]),
    BucketCheck(17, "name", "its name works with TLS, its names are of one partition", [], []),
    BucketCheck(
      18, "contents", "recordings arrive", ["GET ?list-type=2"], ["s3:ListBucket"]),
  ]
}
