package import JSON

extension Plan {
  /// What a plan wants of one manifest, put together from its parts.
  package struct Goal: Sendable, Hashable {
    package let address: Address
    /// The id of the object itself, where it is known.
    package fileprivate(set) var id: String?
    /// The spec as far as operations of the plan hold it.
    package fileprivate(set) var spec: JSON
  }

  /// What the plan wants, manifest by manifest.
  package var goals: [Goal] { goals(of: operations) }

  /// Returns what some of the operations want, deletions aside, manifest by manifest.
  package func goals(of operations: [Operation]) -> [Goal] {
    var goals: [Address: Goal] = [:]
    for operation in operations {
      guard let after = operation.after else { continue }
      let whole = operation.address.whole
      var goal = goals[whole] ?? Goal(address: whole, id: nil, spec: [:])
      if operation.address.part == nil { goal.id = operation.id }
      goal.spec = goal.spec.joined(with: after)
      goals[whole] = goal
    }
    return goals.values.sorted { $0.address < $1.address }
  }
}
