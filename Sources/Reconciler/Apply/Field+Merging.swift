package import JSON

extension Field {
  /// Returns a body as the service answered it with a goal laid over it.
  ///
  /// What the goal leaves out stays, so that a call which replaces the whole object takes nothing
  /// away; what only the service sets, and secrets it shows masked, are not sent back.
  package func merged(_ goal: JSON, over live: JSON) -> JSON {
    guard role.reference == nil, !role.isWriteOnly, case .object(let wanted) = goal,
      case .object(let present) = live
    else { return goal }
    var members: [JSONObject.Member] = []
    for item in present {
      let field = member(item.key) ?? .opaque
      if let value = wanted[item.key] {
        members.append(.init(key: item.key, value: field.merged(value, over: item.value)))
      } else if !field.role.isComputed, !field.role.isWriteOnly {
        members.append(item)
      }
    }
    for item in wanted where present[item.key] == nil { members.append(item) }
    return .object(JSONObject(distinct: members))
  }
}
