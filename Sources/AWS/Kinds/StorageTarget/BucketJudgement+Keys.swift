internal import Diagnostics

extension BucketJudgement {
  /// Judges the keys that the bucket encrypts with.
  mutating func judgeKeys(_ found: BucketFindings) {
    for name in found.keyNames {
      switch found.surroundings.keys[name] {
      case .known(let key)?: judge(key, found)
      case .absent?:
        find("key-not-found", "the key \(name.shown) of bucket \(target.bucket) does not exist")
      case .unknown?, nil: leaveOpen("key")
      }
    }
  }

  private mutating func judge(_ key: KeyFacts, _ found: BucketFindings) {
    let name = key.arn.description.shown
    if key.state != "Enabled" {
      find("key-not-usable", "the key \(name) of bucket \(target.bucket) is \(key.state.shown)")
    }
    if key.arn.region != target.region {
      find(
        "key-in-other-region",
        "the key \(name) is in \(key.arn.region), bucket \(target.bucket) in \(target.region)")
    }
    guard let roleName = target.role, let role = ARN(roleName) else { return }
    if key.isAWSManaged {
      guard role.account != key.arn.account else { return }
      return find(
        "key-refuses-writer",
        "the key \(name) is managed by AWS, and can be used by nobody of the account \(role.account)"
      )
    }
    let decisions = ["kms:GenerateDataKey", "kms:Decrypt"].map { action in
      (action, decision(action, key, role, found.surroundings.roles[roleName]?.value))
    }
    for (action, decision) in decisions where decision.verdict != .allowed {
      if decision.verdict == .denied, decision.isExplicit {
        find(
          "key-refuses-writer",
          "\(roleName) may not \(action) with the key \(name): \(decision.reason)")
      } else if decision.verdict == .denied {
        find(
          "key-undecided",
          "\(roleName) may \(action) with the key \(name) only by a grant of the key: \(decision.reason)"
        )
      } else if decision.source == nil {
        leaveOpen("key")
      } else {
        find(
          "key-undecided",
          "whether \(roleName) may \(action) with the key \(name) is not known: \(decision.reason)")
      }
    }
  }

  /// Decides an action as S3 asks it in the role's name, with the bucket or an object as context.
  private func decision(
    _ action: String, _ key: KeyFacts, _ role: ARN, _ facts: RoleFacts?
  ) -> PolicyDecision {
    let service = "s3.\(target.region).\(AWSPartition(region: target.region).domain)"
    let resource: PolicySet.Resource =
      key.policy.value.map { .policy(.init("the key's policy", $0)) } ?? .unknown
    let set = PolicySet(
      identity: facts?.policies.value.map(PolicySet.Identity.policies) ?? .unknown,
      resource: resource, boundary: facts?.boundary, isResourceDecisive: true)
    return set.decision(
      on: PolicyRequest(
        .role(role), action, key.arn.description, account: key.arn.account,
        context: [
          "kms:ViaService": .values([service]),
          "kms:CallerAccount": .values([role.account]), "aws:SecureTransport": "true",
          "aws:ViaAWSService": "true",
        ]))
  }
}
