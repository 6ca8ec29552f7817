internal import Diagnostics
internal import Reconciler
internal import World

/// Judges what was found of a bucket against what a target says of it.
struct BucketJudgement {
  private let target: StorageTargetCheck
  private(set) var problems: [Diagnostic] = []
  private(set) var remarks: [Diagnostic] = []

  init(_ target: StorageTargetCheck, _ findings: BucketFindings, now: Timestamp) {
    self.target = target
    judge(findings)
    if problems.isEmpty, let contents = findings.contents[target.prefix] {
      judge(contents, now: now)
    }
  }

  private mutating func judge(_ findings: BucketFindings) {
    switch findings.head {
    case .success(let region):
      if let region, region != target.region { wrongRegion(region) }
      judge(findings.encryption)
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
      fail(
        "encryption-mismatch",
        "bucket \(target.bucket) encrypts with \(rule.algorithm.plain), the target says "
          + target.encryption,
        hint: "change the bucket's default encryption or the target's serverSideEncryption")
      return
    }
    guard let wanted = target.keyID else { return }
    switch KMSKey(wanted).isSame(as: rule.keyID.map(KMSKey.init)) {
    case true?: break
    case false?:
      fail(
        "encryption-key-mismatch",
        "bucket \(target.bucket) encrypts with "
          + (rule.keyID.map { "the key \($0.plain)" } ?? "the account's own key")
          + ", the target says \(wanted)")
    case nil:
      remark(
        "encryption-key-unknown",
        "whether \(wanted) is the key of bucket \(target.bucket) cannot be told from their names",
        hint: "name the key in the target as the bucket does: \(rule.keyID?.plain ?? "")")
    }
  }

  private mutating func unencrypted() {
    fail(
      "bucket-not-encrypted",
      "Bucket lacks server-side encryption. Compliance requires AES256 or aws:kms.",
      notes: ["bucket: \(target.bucket)"])
  }

  private mutating func wrongRegion(_ region: String?) {
    fail(
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
      fail("bucket-not-found", "Bucket \(target.bucket) does not exist.", notes: notes)
    case .accessDenied:
      if permission == "s3:ListBucket" {
        notes.insert("or the bucket belongs to another account", at: 0)
      }
      fail(
        "bucket-access-denied",
        "AWS IAM lacks \(permission) permission for \(target.bucket).", notes: notes)
    case .credentials:
      fail(
        "aws-credentials", "AWS credentials are invalid or expired.",
        notes: [failure.detail] + notes,
        hint: AWSFailure.credentialsHint)
    case .wrongRegion(let region): wrongRegion(region)
    case .noEncryption: unencrypted()
    case .noSuchKey, .preconditionFailed, .conflict, .unreachable, .interrupted, .other:
      fail(
        "s3-unknown", "bucket \(target.bucket) could not be checked: \(failure.detail)",
        notes: notes)
    }
  }

  /// A recording stream that has been silent for this long is worth a warning.
  private static let staleDays: Int64 = 3

  private mutating func judge(_ contents: Result<BucketContents, S3Failure>, now: Timestamp) {
    let place = "\(target.bucket)/\(target.prefix)"
    switch contents {
    case .failure(let failure):
      remark("contents-unknown", "what is stored under \(place) is unknown: \(failure.detail)")
    case .success(let contents) where !contents.isWhole:
      remarks.append(
        Diagnostic(
          .note, "contents-bound",
          "at least \(contents.count) objects are stored under \(place)",
          address: target.address.description))
    case .success(let contents):
      guard let newest = contents.newest else { return }
      let days = now.duration(since: newest).components.seconds / 86_400
      guard days >= Self.staleDays else { return }
      remark(
        "stale-prefix", "nothing has arrived for \(days) days under \(place)",
        hint: "the newest object is of \(newest.rfc3339)")
    }
  }

  private mutating func fail(
    _ code: String, _ message: String, notes: [String] = [], hint: String? = nil
  ) {
    // Two calls may run into the same thing.
    guard !problems.contains(where: { $0.code == code && $0.message == message }) else { return }
    problems.append(
      .error(
        code, message, address: target.address.description,
        notes: notes.map { Diagnostic.Note($0) }, hint: hint))
  }

  private mutating func remark(_ code: String, _ message: String, hint: String? = nil) {
    remarks.append(.warning(code, message, address: target.address.description, hint: hint))
  }
}

extension String {
  /// A name out of an answer, without anything a terminal would act on.
  fileprivate var plain: String {
    String(unicodeScalars.prefix(200).map { (33...126).contains($0.value) ? Character($0) : "?" })
  }
}
