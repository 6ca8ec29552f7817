internal import JSON

extension BucketJudgement {
  /// Judges whom the bucket lets in besides Genesys, and who owns what is stored.
  mutating func judgeAccess(
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) {
    judgePublicAccess(configurations, surroundings)
    if let policy = configurations.policy.value {
      judgeTLS(policy)
    } else if configurations.policy.isAbsent {
      tlsNotRequired()
    }
    judgeOwnership(configurations, surroundings)
  }

  private mutating func judgePublicAccess(
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) {
    let account = surroundings.accountBlock?.value ?? []
    let own: Set<String>
    switch configurations.publicAccess {
    case .known(let block): own = block.on
    case .absent: own = []
    case .unknown: own = Set(PublicAccessBlock.flags)
    }
    let missing = PublicAccessBlock(on: own.union(account)).missing
    if !missing.isEmpty {
      find(
        "public-access-not-blocked",
        "bucket \(target.bucket) may be made public: \(missing.joined(separator: ", ")) "
          + (missing.count == 1 ? "is" : "are") + " off")
    }
    if configurations.policyStatus.value?.isPublic == true {
      find("bucket-public", "bucket \(target.bucket) is public by its policy")
    }
    let heedsLists = configurations.ownership.value?.ownership != .enforced
    let grants = configurations.accessList.value?.publicGrants ?? []
    if heedsLists, !grants.isEmpty, !own.union(account).contains("IgnorePublicAcls") {
      find(
        "acl-public",
        "bucket \(target.bucket) is public by its list of access: \(grants.joined(separator: ", "))"
      )
    }
  }

  /// Asks the policy itself what becomes of requests without TLS.
  private mutating func judgeTLS(_ policy: PolicyDocument) {
    let set = PolicySet(
      identity: .granted, resource: .policy(.init("the bucket policy", policy)))
    let asked = [
      ("s3:PutObject", target.sampleObject), ("s3:GetObject", target.sampleObject),
      ("s3:DeleteObject", target.sampleObject), ("s3:ListBucket", target.bucketARN),
      ("s3:GetBucketPolicy", target.bucketARN),
    ]
    let open = asked.filter { action, resource in
      let request = PolicyRequest(
        .somebody(account: nil), action, resource, account: target.owner,
        context: ["aws:SecureTransport": "false"])
      let decision = set.decision(on: request)
      return !(decision.verdict == .denied && decision.isExplicit)
    }
    if open.count == asked.count { return tlsNotRequired() }
    guard !open.isEmpty else { return }
    find(
      "tls-partly-required",
      "bucket \(target.bucket) refuses some requests without TLS, but not "
        + open.map(\.0).joined(separator: ", "), remedy: "let the statement be \(tlsStatement.text)"
    )
  }

  private mutating func tlsNotRequired() {
    find(
      "tls-not-required",
      "the policy of bucket \(target.bucket) does not refuse requests without TLS",
      remedy: "add \(tlsStatement.text)")
  }

  private var tlsStatement: JSON {
    [
      "Sid": "DenyInsecureTransport", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
      "Resource": [.string(target.bucketARN), .string("\(target.bucketARN)/*")],
      "Condition": ["Bool": ["aws:SecureTransport": "false"]],
    ]
  }

  private mutating func judgeOwnership(
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) {
    let role = target.role.flatMap(ARN.init)
    let owner = target.owner ?? surroundings.account
    switch configurations.ownership {
    case .known(let controls) where controls.ownership == .enforced:
      find(
        "acl-disabled",
        "bucket \(target.bucket) heeds no lists of access, and takes uploads without one or with "
          + "bucket-owner-full-control alone")
    case .known(let controls) where controls.ownership == .preferred: break
    case .known, .absent:
      guard let role, let owner, role.account != owner else { return }
      find(
        "writer-owns-objects",
        "recordings in bucket \(target.bucket) will belong to the account \(role.account) of the role "
          + "that writes them, and not to \(owner)")
    case .unknown: break
    }
  }
}
