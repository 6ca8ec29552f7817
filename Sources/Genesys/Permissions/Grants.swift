package import JSON
package import Reconciler

/// What the roles of a client allow it, wildcards and conditions among it.
package struct Grants: Sendable {
  package enum Answer: Sendable, Hashable {
    case granted
    /// A role has the permission under a condition that only the service can judge.
    case conditional
    case missing
  }

  private struct Policy: Sendable {
    let domain: String
    let entity: String
    let actions: Set<String>
    let isConditional: Bool

    func covers(_ permission: Permission) -> Bool {
      (domain == Grants.any || domain == permission.domain)
        && (entity == Grants.any || entity == permission.entity)
        && (actions.contains(Grants.any) || actions.contains(permission.action))
    }
  }

  private static let any = "*"
  private var policies: [Policy] = []

  package init() {}

  /// Takes up a role as `GET /api/v2/authorization/roles/{roleId}` answers it.
  package mutating func add(role: JSON) {
    for policy in role["permissionPolicies"]?.array ?? [] {
      guard let domain = policy["domain"]?.string else { continue }
      let condition = policy["resourceConditionNode"]?.object
      policies.append(
        Policy(
          domain: domain, entity: policy["entityName"]?.string ?? Self.any,
          actions: Set((policy["actionSet"]?.array ?? []).compactMap(\.string)),
          isConditional: policy["allowConditions"]?.bool == true && condition?.isEmpty == false))
    }
  }

  package func answer(to permission: Permission) -> Answer {
    let fitting = policies.filter { $0.covers(permission) }
    if fitting.isEmpty { return .missing }
    return fitting.contains { !$0.isConditional } ? .granted : .conditional
  }
}
