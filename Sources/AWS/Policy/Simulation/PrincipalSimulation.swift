internal import Codecs

/// Asks IAM itself what a principal's policies say.
///
/// IAM takes users, groups and roles, and adds any policy it is given to theirs: so none is given, and
/// a session is asked for as its role.
package struct PrincipalSimulation: Sendable {
  private let iam: AWSClient

  package init(_ iam: AWSClient) {
    self.iam = iam
  }

  /// Returns whom IAM simulates in a caller's place: of a session its role, path and all.
  package func source(of caller: ARN) async throws(AWSFailure) -> ARN? {
    switch PolicyPrincipal(arn: caller.description) {
    case .user?, .role?: return caller
    case .session?:
      guard caller.path.count > 1 else { return nil }
      let answer = try await iam.query("GetRole", [("RoleName", String(caller.path[1]))])
      return answer["Role"]?["Arn"].flatMap { ARN($0.text) }
    case .root?, .federated?, .service?, .anonymous?, .somebody?, nil: return nil
    }
  }

  /// Returns what is said of each action on a resource.
  ///
  /// The policy of the resource can be given for a user alone, with the account that owns it; of a
  /// role it has to be looked at elsewhere.
  package func decisions(
    of source: ARN, actions: [String], resource: String, context: PolicyContext,
    resourcePolicy: (text: String, owner: String)? = nil
  ) async throws(AWSFailure) -> [String: SimulatedDecision] {
    var parameters = [("PolicySourceArn", source.description)]
    for (index, action) in actions.enumerated() {
      parameters.append(("ActionNames.member.\(index + 1)", action))
    }
    parameters.append(("ResourceArns.member.1", resource))
    if let resourcePolicy, case .user? = PolicyPrincipal(arn: source.description) {
      parameters += [
        ("ResourcePolicy", resourcePolicy.text), ("CallerArn", source.description),
        ("ResourceOwner", "arn:\(source.partition):iam::\(resourcePolicy.owner):root"),
      ]
    }
    parameters += context.entries
    var decisions: [String: SimulatedDecision] = [:]
    var marker: String?
    var seen: Set<String> = []
    repeat {
      let more = marker.map { [("Marker", $0)] } ?? []
      let answer = try await iam.query("SimulatePrincipalPolicy", parameters + more)
      for member in answer["EvaluationResults"]?.children(named: "member") ?? [] {
        guard let action = member["EvalActionName"]?.text,
          let decision = SimulatedDecision(member)
        else { continue }
        decisions[action] = decision
      }
      marker = answer["IsTruncated"]?.text == "true" ? answer["Marker"]?.text.nonEmpty : nil
      if let marker, !seen.insert(marker).inserted { break }
    } while marker != nil
    return decisions
  }
}

extension PolicyContext {
  /// What is known of it, as IAM takes it; what is surely absent is left out.
  fileprivate var entries: [(String, String)] {
    var entries: [(String, String)] = []
    var number = 0
    for (key, values) in known {
      number += 1
      let name = "ContextEntries.member.\(number)"
      let isTruth = values.allSatisfy { ["true", "false"].contains($0) }
      let type = values.count > 1 ? "stringList" : isTruth ? "boolean" : "string"
      entries += [("\(name).ContextKeyName", key), ("\(name).ContextKeyType", type)]
      for (index, value) in values.enumerated() {
        entries.append(("\(name).ContextKeyValues.member.\(index + 1)", value))
      }
    }
    return entries
  }
}

extension SimulatedDecision {
  /// Reads one of the results; nil where it has no decision that is known.
  init?(_ result: XMLElement) {
    guard let verdict = result["EvalDecision"].flatMap({ Verdict(rawValue: $0.text) }) else {
      return nil
    }
    func truth(_ detail: String, _ name: String) -> Bool? {
      result[detail]?[name].map { $0.text == "true" }
    }
    self.init(
      verdict,
      policies: (result["MatchedStatements"]?.children(named: "member") ?? []).compactMap {
        $0["SourcePolicyId"]?.text.shown
      },
      missingKeys: (result["MissingContextValues"]?.children(named: "member") ?? []).map {
        $0.text.shown
      },
      isAllowedByOrganization: truth("OrganizationsDecisionDetail", "AllowedByOrganizations"),
      isAllowedByBoundary: truth(
        "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary"))
  }
}
