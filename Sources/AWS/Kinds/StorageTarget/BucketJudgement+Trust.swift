internal import JSON

extension BucketJudgement {
  /// Judges whether a role lets Genesys assume it, and nobody in Genesys' name.
  mutating func judgeTrust(_ trust: PolicyDocument, of role: ARN) {
    func decision(_ id: PolicyContext.Value?) -> PolicyDecision {
      var context: PolicyContext = [
        "aws:SecureTransport": "true", "aws:MultiFactorAuthPresent": .absent,
      ]
      context["sts:ExternalId"] = id
      let set = PolicySet(
        identity: .granted, resource: .policy(.init("the role's trust policy", trust)),
        isResourceDecisive: true)
      return set.decision(
        on: PolicyRequest(
          .somebody(account: genesys.id), "sts:AssumeRole", role.description, account: role.account,
          context: context))
    }
    let without = decision(.absent)
    if without.verdict == .allowed {
      find(
        "external-id-not-required",
        "the role \(role.description.shown) can be assumed by Genesys for any of its customers",
        remedy: "add \(condition.text) to the statement that names \(genesys.id)")
      return
    }
    let with = decision(target.externalID.map { .values([$0]) })
    switch with.verdict {
    case .allowed: return
    case .denied where target.externalID != nil && decision(nil).verdict != .denied:
      find(
        "external-id-refused",
        "the role \(role.description.shown) cannot be assumed with the external id "
          + "\(target.externalID?.shown ?? ""): \(with.reason)")
    case .denied:
      find(
        "genesys-not-trusted",
        "the role \(role.description.shown) cannot be assumed by Genesys' account \(genesys.id): "
          + with.reason, remedy: "add \(trustStatement.text) to the role's trust policy")
    case .indeterminate:
      find(
        "writer-undecided",
        "whether Genesys' account \(genesys.id) may assume \(role.description.shown) is not known: "
          + with.reason,
        remedy: target.externalID == nil
          ? "name the id of the org as the target's externalId" : nil)
    }
  }

  private var condition: JSON {
    [
      "Condition": [
        "StringEquals": ["sts:ExternalId": .string(target.externalID ?? "the id of the org")]
      ]
    ]
  }

  private var trustStatement: JSON {
    [
      "Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": ["AWS": .string("arn:\(target.partition):iam::\(genesys.id):root")],
      "Condition": condition["Condition"] ?? .null,
    ]
  }
}
