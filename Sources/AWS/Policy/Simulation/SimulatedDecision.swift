/// What IAM's own simulation says of one action.
package struct SimulatedDecision: Sendable, Hashable {
  package enum Verdict: String, Sendable {
    case allowed
    case explicitDeny
    case implicitDeny
  }

  package let verdict: Verdict
  /// The policies whose statements matched.
  package let policies: [String]
  /// The condition keys that the simulation would have needed a value of.
  package let missingKeys: [String]
  /// False where the organization's policies do not allow it; nil where there are none.
  package let isAllowedByOrganization: Bool?
  /// False where the permissions boundary does not allow it; nil where there is none.
  package let isAllowedByBoundary: Bool?

  package init(
    _ verdict: Verdict, policies: [String] = [], missingKeys: [String] = [],
    isAllowedByOrganization: Bool? = nil, isAllowedByBoundary: Bool? = nil
  ) {
    self.verdict = verdict
    self.policies = policies
    self.missingKeys = missingKeys
    self.isAllowedByOrganization = isAllowedByOrganization
    self.isAllowedByBoundary = isAllowedByBoundary
  }

  /// Why, as the end of a sentence.
  package var reason: String {
    if isAllowedByOrganization == false { return "the organization's policies do not allow it" }
    if isAllowedByBoundary == false { return "the permissions boundary does not allow it" }
    let named = policies.isEmpty ? "" : " (\(policies.joined(separator: ", ")))"
    switch verdict {
    case .allowed: return "a policy allows it\(named)"
    case .explicitDeny: return "a policy denies it\(named)"
    case .implicitDeny where missingKeys.isEmpty: return "no policy allows it"
    case .implicitDeny:
      return "no policy allows it without a value of \(missingKeys.joined(separator: ", "))"
    }
  }
}
