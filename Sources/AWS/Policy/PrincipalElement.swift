/// Whom a statement of a resource's policy is about.
struct PrincipalElement: Sendable, Hashable {
  enum Name: Sendable, Hashable {
    case everyone
    case account(String)
    /// A user, a role or a session, by its ARN.
    case arn(ARN)
    case federated(String)
    case service(String)
    /// The id of somebody who was deleted; it is nobody's any more.
    case formerID
  }

  /// How a statement reaches somebody.
  enum Reach: Sendable, Hashable {
    case none
    case unknown
    /// Through its account, which decides for itself whom of its own it lets.
    case account
    case direct
    /// By the very ARN of a user or a session, which no boundary limits.
    case exact
  }

  let names: [Name]

  /// Tells how the statement reaches a principal.
  func reach(_ principal: PolicyPrincipal) -> Reach {
    var result = Reach.none
    for name in names {
      let reach = reach(principal, by: name)
      if Self.order(reach) > Self.order(result) { result = reach }
    }
    return result
  }

  private static func order(_ reach: Reach) -> Int {
    switch reach {
    case .none: 0
    case .unknown: 1
    case .account: 2
    case .direct: 3
    case .exact: 4
    }
  }

  private func reach(_ principal: PolicyPrincipal, by name: Name) -> Reach {
    switch (name, principal) {
    case (.everyone, _): return .direct
    case (.formerID, _): return .none
    case (.service(let wanted), .service(let given)): return wanted == given ? .direct : .none
    case (.federated(let wanted), .federated(let given)): return wanted == given ? .direct : .none
    case (.account(let account), .root(let own, _)): return account == own ? .direct : .none
    case (.account(let account), _):
      if case .somebody(nil) = principal { return .unknown }
      return principal.account == account ? .account : .none
    case (.arn(let arn), .user(let user)): return arn == user ? .exact : .none
    case (.arn(let arn), .role(let role)): return arn == role ? .direct : .none
    case (.arn(let arn), .session(let session, let role)):
      if arn == session { return .exact }
      if let role { return arn == role ? .direct : .none }
      return arn.isRole(of: session) ? .unknown : .none
    case (.arn(let arn), .somebody(let account)):
      return account == nil || account == arn.account ? .unknown : .none
    case (.service, .somebody), (.federated, .somebody): return .none
    case (.arn, _), (.service, _), (.federated, _): return .none
    }
  }

  /// Tells whether a `NotPrincipal` leaves somebody out.
  ///
  /// That takes each name the principal goes by: its account, and of a session the role too.
  func leavesOut(_ principal: PolicyPrincipal) -> Certainty {
    if names.contains(.everyone) { return .yes }
    func isNamed(_ arn: ARN?) -> Certainty {
      guard let arn else { return .unknown }
      return Certainty(names.contains(.arn(arn)))
    }
    let account = Certainty(principal.account.map { names.contains(.account($0)) } ?? false)
    switch principal {
    case .root: return account
    case .user(let arn), .role(let arn): return account && isNamed(arn)
    case .session(let arn, let role): return account && isNamed(arn) && isNamed(role)
    case .federated(let name): return Certainty(names.contains(.federated(name)))
    case .service(let name): return Certainty(names.contains(.service(name)))
    case .anonymous: return .no
    case .somebody: return .unknown
    }
  }
}

extension ARN {
  /// Tells whether a session's ARN can be of this role, whose path a session does not show.
  fileprivate func isRole(of session: ARN) -> Bool {
    service == "iam" && account == session.account && path.first == "role"
      && session.path.count > 1 && path.last == session.path[1]
  }
}
