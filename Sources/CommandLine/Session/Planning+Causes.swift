internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Planning {
  /// Returns why the fields of a plan are to be as it wants them: what the files say, and what has
  /// happened to the org since.
  func causes(of plan: Plan, _ former: FormerIDs) -> Causes {
    var causes = session.manifests.causes(of: plan.operations)
    let now = session.invocation.world.now()
    for operation in plan.operations {
      for change in operation.fields {
        let agreement =
          baseline.cause(of: change, of: operation.address, at: now)
          ?? agreed.cause(of: change, of: operation.address, at: now)
        let further = [move(of: change, in: operation, former), agreement].compactMap(\.self)
        if further.isEmpty { continue }
        causes[operation.address, default: [:]][change.path, default: []] += further
      }
    }
    return causes
  }

  /// Says that the org moved away from what was applied last, where the record tells.
  private func move(
    of change: FieldChange, in operation: Operation, _ former: FormerIDs
  ) -> Cause? {
    if let words = former.words(on: change) { return Cause(.org, words) }
    guard let applied = record[operation.address],
      let kind = session.pieces.byCollection[operation.address.collection]
    else { return nil }
    return switch operation.direction(of: change, applied, in: kind.spec, former) {
    case .org: Cause(.org, "put back, as it was changed in the org")
    case .both: Cause(.org, "was changed in the org, too")
    case .git, .unknown: nil
    }
  }
}
