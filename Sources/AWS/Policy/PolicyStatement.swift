/// One rule of a policy: whom and what it is about, and whether it allows or denies that.
package struct PolicyStatement: Sendable, Hashable {
  package enum Effect: String, Sendable { case allow = "Allow", deny = "Deny" }

  /// A list that a statement is about, or about everything but.
  struct Choice<Element: Sendable & Hashable>: Sendable, Hashable {
    let elements: [Element]
    let isInverted: Bool
  }

  package let sid: String?
  /// Where it stands in its document, from 0.
  package let index: Int
  /// Nil where it cannot be told, so that it may be either.
  package let effect: Effect?
  /// Nil where the policy belongs to whom it is about.
  let principal: Choice<PrincipalElement>?
  let actions: Choice<PolicyPattern>
  /// Nil where the policy belongs to the only thing it is about.
  let resources: Choice<PolicyPattern>?
  let conditions: [PolicyCondition]
  /// Why it cannot be decided, whatever is asked.
  let obstacle: String?

  /// What it is called in a sentence: by its `Sid`, or by its number.
  package var name: String { sid.map { "statement \($0)" } ?? "statement \(index + 1)" }

  /// Tells whether it is about a request, leaving aside whom it names.
  func covers(_ request: PolicyRequest) -> Certainty {
    if obstacle != nil { return .unknown }
    return isAboutAction(request) && isAboutResource(request)
      && conditions.allCertain { $0.isMet(by: request.context) }
  }

  /// Tells how it reaches who asks.
  func reach(_ request: PolicyRequest) -> PrincipalElement.Reach {
    guard obstacle == nil else { return .unknown }
    guard let element = principal?.elements.first else { return .exact }
    guard principal?.isInverted == true else { return element.reach(request.principal) }
    switch element.leavesOut(request.principal) {
    case .yes: return .none
    case .unknown: return .unknown
    case .no: return .direct
    }
  }

  private func isAboutAction(_ request: PolicyRequest) -> Certainty {
    let found = actions.elements.contains { pattern in
      guard case .tokens(let tokens) = pattern.resolved(request.context) else { return false }
      return tokens.matches(request.actionBytes[...])
    }
    return Certainty(found != actions.isInverted)
  }

  private func isAboutResource(_ request: PolicyRequest) -> Certainty {
    guard let resources else { return .yes }
    let found = resources.elements.anyCertain { pattern in
      switch pattern.resolved(request.context) {
      case .tokens(let tokens): Certainty(tokens.matchesResource(request.resourceBytes))
      case .nothing: .no
      case .unknown: .unknown
      }
    }
    return resources.isInverted ? !found : found
  }

  /// Says why it is not known whether it applies to a request.
  func doubt(_ request: PolicyRequest) -> String {
    if let obstacle { return obstacle }
    for condition in conditions where condition.isMet(by: request.context) == .unknown {
      if let obstacle = condition.obstacle { return obstacle }
      guard request.context.value(lowercased: condition.key) != nil else {
        return "what the request's \(condition.key) is, is not known"
      }
      return "how its condition on \(condition.key) compares is not known"
    }
    let variables = (resources?.elements ?? []).flatMap(\.keys)
    if let key = variables.first(where: { request.context.value(lowercased: $0) == nil }) {
      return "what the request's \(key) is, is not known"
    }
    return "whether it means who asks is not known"
  }
}
