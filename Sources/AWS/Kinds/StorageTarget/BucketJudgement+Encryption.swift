internal import Diagnostics

extension BucketJudgement {
  mutating func judge(_ findings: BucketFindings) {
    switch findings.head {
    case .success(let region):
      if let region, region != target.region { wrongRegion(region) }
      if target.owner == nil {
        find(
          "bucket-owner-not-named",
          "whether bucket \(target.bucket) is your own is not known, as the target names no owner")
      }
      judge(findings.encryption)
    case .failure where findings.isForeign:
      find(
        "foreign-bucket",
        "bucket \(target.bucket) does not belong to the account \(target.owner ?? "") that the target names"
      )
    case .failure(let failure):
      var failure = failure
      if case .failure(let further)? = findings.encryption,
        further.reason != .accessDenied, further.reason != .noEncryption, further.hasAnswer,
        further.reason != .other
      {
        failure = further
      }
      report(failure, permission: "s3:ListBucket")
    }
  }

  private mutating func judge(_ encryption: Result<[S3Client.EncryptionRule], S3Failure>?) {
    switch encryption {
    case nil: break
    case .success(let rules):
      rules.isEmpty ? unencrypted() : rules.forEach { judge($0) }
    case .failure(let failure) where failure.reason == .noEncryption: unencrypted()
    case .failure(let failure): report(failure, permission: "s3:GetEncryptionConfiguration")
    }
  }

  private mutating func judge(_ rule: S3Client.EncryptionRule) {
    guard rule.algorithm == target.encryption else {
      find(
        "encryption-mismatch",
        "bucket \(target.bucket) encrypts with \(rule.algorithm.shown), the target says "
          + target.encryption)
      return
    }
    if rule.algorithm != "AES256" { judgeCosts(rule) }
    guard let wanted = target.keyID else { return }
    switch KMSKey(wanted).isSame(as: rule.keyID.map(KMSKey.init)) {
    case true?: break
    case false?:
      find(
        "encryption-key-mismatch",
        "bucket \(target.bucket) encrypts with "
          + (rule.keyID.map { "the key \($0.shown)" } ?? "the account's own key")
          + ", the target says \(wanted)")
    case nil:
      find(
        "encryption-key-unknown",
        "whether \(wanted) is the key of bucket \(target.bucket) cannot be told from their names",
        remedy: "name the key in the target as the bucket does: \(rule.keyID?.shown ?? "")")
    }
  }

  private mutating func judgeCosts(_ rule: S3Client.EncryptionRule) {
    if let key = rule.keyID, KMSKey(key).isAlias {
      find(
        "encryption-key-alias",
        "bucket \(target.bucket) names its key by the alias \(key.shown), which a writer of another "
          + "account looks up in its own")
    }
    if !rule.usesBucketKey {
      find(
        "encryption-without-bucket-key",
        "bucket \(target.bucket) has no bucket key, so that each recording costs a request to KMS")
    }
  }

  private mutating func unencrypted() {
    find(
      "bucket-not-encrypted",
      "Bucket lacks server-side encryption. Compliance requires AES256 or aws:kms.",
      notes: ["bucket: \(target.bucket)"])
  }

  private mutating func wrongRegion(_ region: String?) {
    find(
      "wrong-region",
      "bucket \(target.bucket) is in "
        + (region.map { "\($0), the target says \(target.region)" }
          ?? "another region than \(target.region), which the target says"))
  }

  private mutating func report(_ failure: S3Failure, permission: String) {
    var notes = failure.line.isEmpty ? [] : ["request: \(failure.line)"]
    failure.requestID.map { notes.append("request id: \($0)") }
    switch failure.reason {
    case .noSuchBucket:
      find("bucket-not-found", "Bucket \(target.bucket) does not exist.", notes: notes)
    case .accessDenied:
      if permission == "s3:ListBucket" {
        notes.insert("or the bucket belongs to another account", at: 0)
      }
      find(
        "bucket-access-denied",
        "AWS IAM lacks \(permission) permission for \(target.bucket).", notes: notes)
    case .credentials:
      find(
        "aws-credentials", "AWS credentials are invalid or expired.",
        notes: [failure.detail] + notes, remedy: AWSFailure.credentialsHint)
    case .wrongRegion(let region): wrongRegion(region)
    case .noEncryption: unencrypted()
    case .noSuchKey, .notConfigured, .notOffered, .preconditionFailed, .conflict, .unreachable,
      .interrupted, .other:
      find(
        "s3-unknown", "bucket \(target.bucket) could not be checked: \(failure.detail)",
        notes: notes)
    }
  }
}
