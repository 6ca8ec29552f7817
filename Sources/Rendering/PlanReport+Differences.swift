internal import JSON
package import Reconciler

extension PlanReport {
  /// Returns what differs in an object, or in one field of it, on one line and with secrets masked.
  package func words(
    _ change: FieldChange?, of operation: Operation, width: Int = 300
  ) -> String {
    guard let change else {
      switch operation.action {
      case .create:
        return directions?(operation, nil) == .unknown
          ? "is not in the org" : "was deleted in the org"
      case .delete: return "is in the org and no longer declared"
      case .update, .replace, .adopt: return "differs"
      }
    }
    let former = proposal.former
    let lost =
      former.words(on: change).map { "; \($0)" }
      ?? (former.isRemade(operation.address) ? "; it was deleted in the org and made anew" : "")
    let field = field(of: change, in: operation.address)
    let name = change.shownPath(width: 100)
    if let moves = elementMoves(
      FieldChange(path: change.path, before: change.after, after: change.before), field)
    {
      return "\(name): \(moves.cut(to: width)) in the org\(lost)"
    }
    let (live, goal) = shownPair(
      shownValue(change.before, field), shownValue(change.after, field), width: width / 2)
    return "\(name): \(live) in the org, \(goal) in Git\(lost)"
  }

  /// Returns what the org has in an object, or in one field of it, in one form and with secrets masked.
  package func live(_ change: FieldChange?, of operation: Operation) -> [UInt8] {
    let value = change.map { change in
      change.before.map(field(of: change, in: operation.address).masked)
    }
    let whole = operation.before.map(spec(of: operation.address).masked)
    return (value ?? whole)?.canonicalBytes ?? Array("absent".utf8)
  }
}
