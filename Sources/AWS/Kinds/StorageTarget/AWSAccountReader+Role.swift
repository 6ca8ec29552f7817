internal import Codecs
internal import HTTP

extension AWSAccountReader {
  package func role(_ arn: ARN) async -> Fact<RoleFacts> {
    // Another account's role of that name would be taken for one that is missing.
    guard let own = await account().value, own == arn.account else {
      return .unknown(
        Ignorance(
          .notOffered, permission: "iam:GetRole",
          "the role is not known to be of the account that asks"))
    }
    return await fact(.iam, "iam:GetRole") { iam throws(AWSFailure) -> RoleFacts? in
      guard let name = arn.path.last.map(String.init),
        let role = try await iam.query("GetRole", [("RoleName", name)])["Role"],
        let trust = role["AssumeRolePolicyDocument"]?.text.percentDecoded
      else { return nil }
      // With another path it is another role, and the one that is asked for does not exist.
      guard role["Arn"]?.text == arn.description else {
        throw AWSFailure(
          .notFound, service: .iam, operation: "GetRole",
          message: "there is no role \(arn.description.shown)", line: "")
      }
      let boundary = try await boundary(role["PermissionsBoundary"], iam)
      return RoleFacts(
        trust: PolicyDocument(trust, .trust), policies: await policies(of: name, iam),
        boundary: boundary)
    }
  }

  private func boundary(
    _ element: XMLElement?, _ iam: AWSClient
  ) async throws(AWSFailure) -> PolicySet.Named? {
    guard let arn = element?["PermissionsBoundaryArn"]?.text else { return nil }
    return .init("the permissions boundary", try await managed(arn, iam))
  }

  /// Reads the policies that stand in a role and those attached to it, all or none.
  private func policies(of role: String, _ iam: AWSClient) async -> Fact<[PolicySet.Named]> {
    await fact(.iam, "iam:GetRolePolicy") { iam throws(AWSFailure) in
      var policies: [PolicySet.Named] = []
      for name in try await all("ListRolePolicies", "PolicyNames", role, iam).map(\.text) {
        let answer = try await iam.query(
          "GetRolePolicy", [("RoleName", role), ("PolicyName", name)])
        let text = answer["PolicyDocument"]?.text.percentDecoded ?? ""
        policies.append(.init("the role's policy \(name.shown)", PolicyDocument(text, .identity)))
      }
      for attached in try await all("ListAttachedRolePolicies", "AttachedPolicies", role, iam) {
        guard let arn = attached["PolicyArn"]?.text else { continue }
        policies.append(
          .init(
            "the attached policy \(ARN(arn)?.path.last ?? "")".shown, try await managed(arn, iam)))
      }
      return policies
    }
  }

  /// Returns the members of a list that comes in pages.
  private func all(
    _ action: String, _ list: String, _ role: String, _ iam: AWSClient
  ) async throws(AWSFailure) -> [XMLElement] {
    var members: [XMLElement] = []
    var marker: String?
    var seen: Set<String> = []
    repeat {
      let answer = try await iam.query(
        action, [("RoleName", role)] + (marker.map { [("Marker", $0)] } ?? []))
      members += answer[list]?.children(named: "member") ?? []
      marker = answer["IsTruncated"]?.text == "true" ? answer["Marker"]?.text.nonEmpty : nil
      if let marker, !seen.insert(marker).inserted { break }
    } while marker != nil
    return members
  }

  /// Reads the version of a managed policy that is in force.
  private func managed(_ arn: String, _ iam: AWSClient) async throws(AWSFailure) -> PolicyDocument {
    let policy = try await iam.query("GetPolicy", [("PolicyArn", arn)])["Policy"]
    let version = policy?["DefaultVersionId"]?.text ?? ""
    let answer = try await iam.query(
      "GetPolicyVersion", [("PolicyArn", arn), ("VersionId", version)])
    let text = answer["PolicyVersion"]?["Document"]?.text.percentDecoded ?? ""
    return PolicyDocument(text, .identity)
  }
}

extension String {
  /// The text that IAM has percent-encoded; `+` is a plus.
  fileprivate var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
