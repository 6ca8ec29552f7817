/// What a role is allowed, and who may assume it.
package struct RoleFacts: Sendable {
  package let trust: PolicyDocument
  /// Its own policies and those attached to it.
  package let policies: Fact<[PolicySet.Named]>
  package let boundary: PolicySet.Named?

  package init(
    trust: PolicyDocument, policies: Fact<[PolicySet.Named]>, boundary: PolicySet.Named? = nil
  ) {
    self.trust = trust
    self.policies = policies
    self.boundary = boundary
  }
}

/// What KMS says of a key.
package struct KeyFacts: Sendable {
  package let arn: ARN
  /// What KMS calls its state, `Enabled` where all is well.
  package let state: String
  package let isAWSManaged: Bool
  package let policy: Fact<PolicyDocument>

  package init(arn: ARN, state: String, isAWSManaged: Bool, policy: Fact<PolicyDocument>) {
    self.arn = arn
    self.state = state
    self.isAWSManaged = isAWSManaged
    self.policy = policy
  }
}

/// Tells what bears on buckets and stands elsewhere in AWS; it has no operation that writes.
package protocol AccountReader: Sendable {
  /// Returns the account that asks.
  func account() async -> Fact<String>
  /// Returns what is known of a role of that account.
  func role(_ arn: ARN) async -> Fact<RoleFacts>
  /// Returns what is known of a key under its ARN, id or alias.
  func key(_ name: String, region: String) async -> Fact<KeyFacts>
  /// Returns what public access an account refuses for all of its buckets.
  func publicAccessBlock(of account: String, region: String) async -> Fact<Set<String>>
  /// Asks IAM itself what a principal's policies say to actions on a resource.
  func simulation(
    of principal: ARN, actions: [String], resource: String, context: PolicyContext
  ) async -> Fact<[String: SimulatedDecision]>
}
