/// The policies that bear on a request.
package struct PolicySet: Sendable {
  /// A policy and what it is called in a sentence.
  package struct Named: Sendable {
    package let name: String
    package let document: PolicyDocument

    package init(_ name: String, _ document: PolicyDocument) {
      self.name = name
      self.document = document
    }
  }

  /// What is attached to who asks, its groups' policies included.
  package enum Identity: Sendable {
    case policies([Named])
    case unknown
    /// It is not for us to see, and taken to allow all it needs.
    case granted
  }

  /// What is attached to the resource.
  package enum Resource: Sendable {
    case none
    case policy(Named)
    case unknown
  }

  package var identity: Identity
  package var resource: Resource
  /// What who asks is allowed at most; nil where nothing limits it.
  package var boundary: Named?
  /// Whether nothing is allowed but through the resource's policy, as with KMS keys and roles.
  package var isResourceDecisive: Bool

  package init(
    identity: Identity, resource: Resource = .none, boundary: Named? = nil,
    isResourceDecisive: Bool = false
  ) {
    self.identity = identity
    self.resource = resource
    self.boundary = boundary
    self.isResourceDecisive = isResourceDecisive
  }
}
