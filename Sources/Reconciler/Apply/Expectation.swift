package import JSON

/// What an update relies on: the object as the plan saw it, in the fields that it changes.
package struct Expectation: Sendable {
  let spec: Field
  let before: JSON
  let goal: JSON
  let paths: [JSONPointer]

  /// Returns the fields in which somebody else has changed the object meanwhile, and not to the goal.
  ///
  /// What `others` lead to is taken to be as it was, for an answer that does not show it: left out,
  /// what holds nothing besides would seem to be gone as well.
  package func conflicts(in live: JSON, besides others: [JSONPointer] = []) -> [FieldChange] {
    let shown = others.reduce(into: live) { live, pointer in
      live[pointer] = nil
      before[pointer].map { live.setCreating($0, at: pointer) }
    }
    let found = spec.normalised(shown, as: .comparable)
    let open = changes(from: goal, to: found)
    return changes(from: before, to: found).filter { moved in
      open.contains { $0.path.overlaps(moved.path) }
    }
  }

  private func changes(from planned: JSON, to found: JSON) -> [FieldChange] {
    Differ(keepsUnmanaged: false).changes(desired: planned, observed: found, in: spec).filter {
      change in
      spec.field(at: change.path.belowSpec)?.role.isWriteOnly != true
        && paths.contains { $0.overlaps(change.path) }
    }
  }
}

extension JSONPointer {
  /// Whether one of the two leads to a part of what the other leads to.
  fileprivate func overlaps(_ other: JSONPointer) -> Bool {
    hasPrefix(other) || other.hasPrefix(self)
  }
}
