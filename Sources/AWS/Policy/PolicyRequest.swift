/// A question to policies: may somebody do something with a resource.
package struct PolicyRequest: Sendable {
  package let principal: PolicyPrincipal
  package let action: String
  package let resource: String
  /// The account that owns the resource; nil where that is not known.
  package let resourceAccount: String?
  private(set) package var context: PolicyContext
  let actionBytes: [UInt8]
  let resourceBytes: [UInt8]

  /// Asks whether a principal may do an action such as `s3:PutObject` with a resource's ARN.
  ///
  /// What follows from the principal and the account is added to the context.
  package init(
    _ principal: PolicyPrincipal, _ action: String, _ resource: String, account: String? = nil,
    context: PolicyContext = PolicyContext()
  ) {
    self.principal = principal
    self.action = action
    self.resource = resource
    resourceAccount = account
    actionBytes = Array(action.lowercased().utf8)
    resourceBytes = Array(resource.utf8)
    self.context = context
    addWhatFollows()
  }

  private mutating func addWhatFollows() {
    func add(_ key: String, _ value: PolicyContext.Value?, to context: inout PolicyContext) {
      if context[key] == nil { context[key] = value }
    }
    add("aws:principalarn", principal.arn.map { .values([$0]) }, to: &context)
    add("aws:principalaccount", principal.account.map { .values([$0]) }, to: &context)
    add("aws:resourceaccount", resourceAccount.map { .values([$0]) }, to: &context)
    switch principal {
    case .somebody: return
    case .service(let name):
      add("aws:principalisawsservice", "true", to: &context)
      add("aws:principalservicename", .values([name]), to: &context)
      add("aws:principalarn", .absent, to: &context)
      add("aws:principalaccount", .absent, to: &context)
    case .user(let arn):
      add("aws:username", .values([arn.path.last.map(String.init) ?? ""]), to: &context)
      add("aws:principaltype", "User", to: &context)
    case .role, .session:
      add("aws:username", .absent, to: &context)
      add("aws:principaltype", "AssumedRole", to: &context)
    case .root:
      add("aws:username", .absent, to: &context)
      add("aws:principaltype", "Account", to: &context)
    case .anonymous:
      add("aws:principaltype", "Anonymous", to: &context)
      add("aws:principalarn", .absent, to: &context)
      add("aws:principalaccount", .absent, to: &context)
    case .federated: break
    }
    add("aws:principalisawsservice", "false", to: &context)
    add("aws:principalservicename", .absent, to: &context)
  }
}
