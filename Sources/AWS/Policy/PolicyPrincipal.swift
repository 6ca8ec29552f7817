/// Who asks for something.
package enum PolicyPrincipal: Sendable, Hashable {
  case root(account: String, partition: String)
  case user(ARN)
  case role(ARN)
  /// A session of a role; the role is nil where its path is not known.
  case session(ARN, of: ARN?)
  /// An identity of a provider, by the provider's name or ARN.
  case federated(String)
  case service(String)
  case anonymous
  /// Somebody; the account is nil where that is not known either.
  case somebody(account: String?)

  /// Reads the ARN of a user, a role, a session of a role or an account's root.
  package init?(arn text: String) {
    guard let arn = ARN(text) else { return nil }
    switch (arn.service, arn.path.first) {
    case ("iam", "root") where arn.path.count == 1:
      self = .root(account: arn.account, partition: arn.partition)
    case ("iam", "user") where arn.path.count > 1: self = .user(arn)
    case ("iam", "role") where arn.path.count > 1: self = .role(arn)
    case ("sts", "assumed-role") where arn.path.count == 3: self = .session(arn, of: nil)
    default: return nil
    }
  }

  /// The account it belongs to; nil where it belongs to none, or to one that is not known.
  package var account: String? {
    switch self {
    case .root(let account, _): account
    case .user(let arn), .role(let arn), .session(let arn, _): arn.account
    case .somebody(let account): account
    case .federated, .service, .anonymous: nil
    }
  }

  /// The ARN that `aws:PrincipalArn` has: of a session that of its role.
  package var arn: String? {
    switch self {
    case .root(let account, let partition): "arn:\(partition):iam::\(account):root"
    case .user(let arn), .role(let arn): arn.description
    case .session(_, let role): role?.description
    case .federated, .service, .anonymous, .somebody: nil
    }
  }

  /// Whether it is nobody's of an account, so that only the resource's policy can grant anything.
  var hasNoIdentity: Bool {
    switch self {
    case .federated, .service, .anonymous: true
    case .root, .user, .role, .session, .somebody: false
    }
  }
}
