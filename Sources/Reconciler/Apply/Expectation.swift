package import JSON

/// What an update relies on: the object as the plan saw it, in the fields that it changes.
package struct Expectation: Sendable {
  let spec: Field
  let before: JSON
  let goal: JSON
  let paths: [JSONPointer]

  /// Returns the fields in which somebody else has changed the object meanwhile, and not to the goal.
  ///
  /// Fields that `others` lead to are not looked at, for an answer that does not show them.
  package func conflicts(in live: JSON, besides others: [JSONPointer] = []) -> [FieldChange] {
    let found = spec.normalised(live, as: .comparable)
    let open = changes(from: goal, to: found)
    return changes(from: before, to: found).filter { moved in
      open.contains { $0.path.overlaps(moved.path) }
        && !others.contains { moved.path.belowSpec.hasPrefix($0) }
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
