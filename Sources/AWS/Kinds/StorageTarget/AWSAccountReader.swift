internal import Codecs
internal import HTTP
internal import JSON

/// Reads what bears on buckets from IAM, KMS, STS and S3 Control.
package struct AWSAccountReader: AccountReader {
  private let aws: AWSConnection
  /// Where services are asked whose answer is the same everywhere.
  private let region: String

  package init(_ aws: AWSConnection, region: String) {
    self.aws = aws
    self.region = region
  }

  package func account() async -> Fact<String> {
    await fact(.sts, "sts:GetCallerIdentity") { sts throws(AWSFailure) in
      try await sts.query("GetCallerIdentity")["Account"].flatMap {
        $0.text.isAccount ? $0.text : nil
      }
    }
  }

  /// Returns who the credentials belong to.
  package func caller() async -> Fact<ARN> {
    await fact(.sts, "sts:GetCallerIdentity") { sts throws(AWSFailure) in
      try await sts.query("GetCallerIdentity")["Arn"].flatMap { ARN($0.text) }
    }
  }

  package func key(_ name: String, region: String) async -> Fact<KeyFacts> {
    guard let kms = aws.client(.kms, region: region) else {
      return .unknown(nowhere("kms:DescribeKey"))
    }
    return await fact(kms, "kms:DescribeKey") { () throws(AWSFailure) -> KeyFacts? in
      let data = try await kms.call("DescribeKey", ["KeyId": .string(name)])["KeyMetadata"]
      guard let arn = data?["Arn"]?.string.flatMap(ARN.init),
        let state = data?["KeyState"]?.string
      else { return nil }
      let policy = await fact(kms, "kms:GetKeyPolicy") { () throws(AWSFailure) -> PolicyDocument? in
        let answer = try await kms.call(
          "GetKeyPolicy", ["KeyId": .string(arn.description), "PolicyName": "default"])
        return answer["Policy"]?.string.map { PolicyDocument($0, .resource) }
      }
      return KeyFacts(
        arn: arn, state: state, isAWSManaged: data?["KeyManager"] == "AWS", policy: policy)
    }
  }

  package func publicAccessBlock(
    of account: String, region: String
  ) async -> Fact<Set<String>> {
    guard let control = aws.client(.s3Control, region: region) else {
      return .unknown(nowhere("s3:GetAccountPublicAccessBlock"))
    }
    return await fact(control, "s3:GetAccountPublicAccessBlock") { () throws(AWSFailure) in
      let root = try await control.restXML(
        "GetPublicAccessBlock", .get, "/v20180820/configuration/publicAccessBlock",
        account: account)
      return PublicAccessBlock(root)?.on
    }
  }

  package func simulation(
    of principal: ARN, actions: [String], resource: String, context: PolicyContext
  ) async -> Fact<[String: SimulatedDecision]> {
    await fact(.iam, "iam:SimulatePrincipalPolicy") { iam throws(AWSFailure) in
      let simulation = PrincipalSimulation(iam)
      guard let source = try await simulation.source(of: principal) else { return nil }
      return try await simulation.decisions(
        of: source, actions: actions, resource: resource, context: context)
    }
  }

  /// Asks a service; what is not found is absent, what is no answer is not known.
  func fact<Value>(
    _ service: AWSService, _ permission: String,
    _ read: (AWSClient) async throws(AWSFailure) -> Value?
  ) async -> Fact<Value> {
    guard let client = aws.client(service, region: region) else {
      return .unknown(nowhere(permission))
    }
    return await fact(client, permission) { () throws(AWSFailure) in try await read(client) }
  }

  private func fact<Value>(
    _ client: AWSClient, _ permission: String, _ read: () async throws(AWSFailure) -> Value?
  ) async -> Fact<Value> {
    do throws(AWSFailure) {
      guard let value = try await read() else {
        return .unknown(
          Ignorance(
            .failed, permission: permission,
            "the answer is not what \(client.service.id) sends there"))
      }
      return .known(value)
    } catch {
      switch error.cause {
      case .notFound: return .absent
      case .permission: return .unknown(Ignorance(.denied, permission: permission, error.message))
      case .conflict, .throttled, .noCredentials, .transport, .interrupted, .unfinished, .other:
        let cause: Ignorance.Cause = error.isOfNoService ? .notOffered : .failed
        return .unknown(Ignorance(cause, permission: permission, error.message))
      }
    }
  }

  func nowhere(_ permission: String) -> Ignorance {
    Ignorance(.notOffered, permission: permission, "there is no such service in the region")
  }
}

extension AWSFailure {
  /// Whether whom was asked does not have the service at all, as where it is not AWS.
  fileprivate var isOfNoService: Bool {
    guard cause == .other else { return false }
    return code.map { ["InvalidAction", "MethodNotAllowed", "NotImplemented"].contains($0) } ?? true
  }
}
