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
        let said = causes[operation.address]?[change.path] ?? []
        causes[operation.address, default: [:]][change.path] =
          with(said, of: change, in: operation, former, at: now)
      }
    }
    return causes
  }

  /// Returns the causes of a field with what the org and the baselines add to what the files say.
  ///
  /// Where a difference is agreed to, that comes first, since it holds.
  private func with(
    _ said: [Cause], of change: FieldChange, in operation: Operation, _ former: FormerIDs,
    at now: Timestamp
  ) -> [Cause] {
    let address = operation.address
    for list in [baseline, agreed] {
      guard let agreement = list.agreement(to: change, of: address, at: now) else { continue }
      let move = move(of: change, in: operation, former, isLeft: true)
      return [agreement] + said + [move].compactMap(\.self)
    }
    let disagreement =
      baseline.disagreement(with: change, of: address, at: now)
      ?? agreed.disagreement(with: change, of: address, at: now)
    return said + [move(of: change, in: operation, former), disagreement].compactMap(\.self)
  }

  /// Says that the org moved away from what was applied last, where the record tells.
  private func move(
    of change: FieldChange, in operation: Operation, _ former: FormerIDs, isLeft: Bool = false
  ) -> Cause? {
    if let words = former.words(on: change) { return Cause(.org, words) }
    guard let applied = record[operation.address],
      let kind = session.pieces.byCollection[operation.address.collection]
    else { return nil }
    return switch operation.direction(of: change, applied, in: kind.spec, former) {
    case .org:
      Cause(.org, isLeft ? "was changed in the org" : "put back, as it was changed in the org")
    case .both: Cause(.org, "was changed in the org, too")
    case .git, .unknown: nil
    }
  }
}
