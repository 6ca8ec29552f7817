package import Diagnostics
internal import JSON
package import Reconciler

/// Conflicts between a saved plan and the org, field by field.
package enum ConflictRendering {
  /// Returns a problem for each object that has moved, with what each of the three says.
  package static func diagnostics(_ conflicts: [PlanCheck.Conflict]) -> [Diagnostic] {
    Dictionary(grouping: conflicts, by: \.address).sorted { $0.key < $1.key }
      .map { address, conflicts in
        .error(
          "stale-plan", "\(address) is not as it was when the plan was made",
          address: address.description, notes: conflicts.map { .init(line($0)) },
          hint: "nothing was written; look at the change in the org, and make the plan again")
      }
  }

  private static func line(_ conflict: PlanCheck.Conflict) -> String {
    guard let path = conflict.path else {
      return conflict.found == nil
        ? "the plan saw it, and now it is gone" : "the plan saw none, and now there is one"
    }
    let (planned, found) = shownPair(
      shownValue(conflict.planned, .opaque), shownValue(conflict.found, .opaque), width: 120)
    let wanted = shownValue(conflict.wanted, .opaque).cut(to: 120)
    return "\(path): the plan saw \(planned), the org has \(found), the plan wants \(wanted)"
  }
}
