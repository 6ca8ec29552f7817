internal import JSON

extension BucketJudgement {
  /// Judges whether Genesys may write to the bucket, by every policy between it and the bucket.
  mutating func judgeWriter(
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) {
    guard let name = target.role else { return judgeKeyHolder(configurations) }
    guard let arn = ARN(name) else { return }
    let role = surroundings.roles[name]
    switch role {
    case .known(let facts)?: judgeTrust(facts.trust, of: arn)
    case .absent?:
      return find(
        "role-not-found",
        "the role \(name) that bucket \(target.bucket) is written with does not exist")
    case .unknown?, nil: break
    }
    let decisions = actions.map { action, resource in
      (action, decision(arn, role?.value, action, resource, configurations, surroundings))
    }
    judge(decisions, name, mayBeListed: configurations.mayListWriter)
    let simulation = surroundings.simulations[target.simulationKey]
    if simulation?.ignorance?.cause == .denied {
      find(
        "simulation-not-allowed",
        "IAM's own simulation of \(name) is not known: AWS IAM lacks iam:SimulatePrincipalPolicy")
    }
    judgeSimulation(decisions, simulation?.value)
  }

  private var actions: [(String, String)] {
    SurroundingsReading.objectActions.map { ($0, target.sampleObject) }
      + SurroundingsReading.bucketActions.map { ($0, target.bucketARN) }
  }

  private func decision(
    _ arn: ARN, _ role: RoleFacts?, _ action: String, _ resource: String,
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) -> PolicyDecision {
    let identity: PolicySet.Identity =
      role?.policies.value.map(PolicySet.Identity.policies) ?? .unknown
    let set = PolicySet(
      identity: identity, resource: resourcePolicy(configurations), boundary: role?.boundary)
    return set.decision(
      on: PolicyRequest(
        .role(arn), action, resource, account: target.owner ?? surroundings.account,
        context: target.writeContext))
  }

  private func resourcePolicy(_ configurations: BucketConfigurations) -> PolicySet.Resource {
    switch configurations.policy {
    case .known(let document): .policy(.init("the bucket policy", document))
    case .absent: .none
    case .unknown: .unknown
    }
  }

  private mutating func judge(
    _ decisions: [(String, PolicyDecision)], _ role: String, mayBeListed: Bool
  ) {
    guard let write = decisions.first?.1 else { return }
    let place = "\(target.bucket)/\(target.prefix)"
    switch write.verdict {
    case .denied where write.isExplicit:
      find("writer-denied", "Genesys may not write to \(place) as \(role): \(write.reason)")
    case .denied where mayBeListed:
      find(
        "writer-undecided",
        "Genesys may write to \(place) as \(role) only by the bucket's list of access: \(write.reason)"
      )
    case .denied:
      find(
        "writer-not-allowed", "Genesys may not write to \(place) as \(role): \(write.reason)",
        remedy: "add \(writeStatement.text) to the role's policy")
    case .indeterminate where write.source == nil:
      leaveOpen("writer")
      find(
        "writer-unknown",
        "whether Genesys may write to \(place) as \(role) is not known: \(write.reason)",
        remedy: "allow iam:GetRole and the reading of the role's policies to whoever runs gcsync")
    case .indeterminate:
      find(
        "writer-undecided",
        "whether Genesys may write to \(place) as \(role) is not known: \(write.reason)")
    case .allowed:
      let lacking = decisions.filter { $0.1.verdict == .denied }.map(\.0)
      guard !lacking.isEmpty else { return }
      find(
        "writer-lacks-permission",
        "\(role) may write to \(place), but lacks \(lacking.joined(separator: ", "))",
        remedy: "add \(writeStatement.text) to the role's policy")
    }
  }

  /// Of an access key nobody knows whose it is; only what is denied to everyone is certain.
  private mutating func judgeKeyHolder(_ configurations: BucketConfigurations) {
    let set = PolicySet(identity: .unknown, resource: resourcePolicy(configurations))
    let decision = set.decision(
      on: PolicyRequest(
        .somebody(account: nil), "s3:PutObject", target.sampleObject, account: target.owner,
        context: target.writeContext))
    let place = "\(target.bucket)/\(target.prefix)"
    if decision.verdict == .denied, decision.isExplicit {
      return find("writer-denied", "nobody may write to \(place): \(decision.reason)")
    }
    leaveOpen("writer")
    find(
      "writer-unknown",
      "whether Genesys may write to \(place) is not known, as the target does not tell whose access "
        + "key it is")
  }

  private var writeStatement: JSON {
    [
      "Effect": "Allow",
      "Action": .array(
        (SurroundingsReading.objectActions + SurroundingsReading.bucketActions).map { .string($0) }),
      "Resource": [.string(target.bucketARN), .string(target.allObjects)],
    ]
  }

  /// Holds IAM's simulation against what the policies say without the bucket's own.
  private mutating func judgeSimulation(
    _ decisions: [(String, PolicyDecision)], _ simulation: [String: SimulatedDecision]?
  ) {
    guard let simulation else { return }
    for (action, decision) in decisions {
      guard let simulated = simulation[action], decision.verdict != .indeterminate,
        !(decision.source?.policy == "the bucket policy")
      else { continue }
      let isAllowed = decision.verdict == .allowed
      guard isAllowed != (simulated.verdict == .allowed) else { continue }
      find(
        "simulation-disagrees",
        "\(action) on bucket \(target.bucket) is \(decision.verdict.rawValue) by the policies as read "
          + "(\(decision.reason)), and \(simulated.verdict.rawValue) in IAM's simulation "
          + "(\(simulated.reason))")
    }
  }
}

extension BucketConfigurations {
  /// Whether a list of access, which names accounts by other ids, may let the writer in.
  fileprivate var mayListWriter: Bool {
    ownership.value?.ownership != .enforced && accessList.value?.namesOthers == true
  }
}
