internal import JSON

/// What runs that did not come to a good end were creating, of which the record may know nothing.
///
/// The request was sent, or was about to be: only an object that is just what the run wanted is
/// taken for its own.
package struct BegunCreations: Sendable {
  /// What each object was to be, with markers for what was to be created before it.
  private var goals: [Address: JSON] = [:]

  package init() {}

  /// Takes up a run; runs are taken up from the oldest to the newest.
  package mutating func take(_ plan: Plan, _ journal: [JournalEntry]) {
    for entry in journal {
      switch entry.event {
      case .intent(.create):
        guard let operation = plan.operation(at: entry.address), operation.action == .create
        else { continue }
        goals[entry.address] = operation.after
      // What is recorded is known from there, and what was refused or deleted is not its own.
      case .intent(.delete), .applied, .unchanged, .failed: goals[entry.address] = nil
      case .intent(.update), .accepted, .skipped: break
      }
    }
  }

  /// Returns what a run that was cut short wanted an object to be.
  func goal(of address: Address) -> JSON? { goals[address] }
}

extension Field {
  /// Returns the objects whose ids a goal waits for.
  func awaited(in goal: JSON) -> Set<Address> {
    guard hasReferences else { return [] }
    if role.reference != nil {
      guard case .afterApply(let address) = Marker(goal) else { return [] }
      return [address]
    }
    switch goal {
    case .object(let object):
      return object.reduce(into: []) { found, item in
        member(item.key).map { found.formUnion($0.awaited(in: item.value)) }
      }
    case .array(let elements):
      return elements.reduce(into: []) { found, item in
        element.map { found.formUnion($0.awaited(in: item)) }
      }
    default: return []
    }
  }
}
