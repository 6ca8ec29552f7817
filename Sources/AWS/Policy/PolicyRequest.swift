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
  /// What follows from the principal and the account is known of the context, too.
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
    self.context.asking = principal
    self.context.resourceAccount = account
  }
}
