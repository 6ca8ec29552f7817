internal import Manifests
internal import Reconciler

extension Session {
  /// What was applied before, as far as anybody wrote it down.
  func record() async throws -> AppliedRecord {
    guard let state = try backend().present() else { return AppliedRecord() }
    return try await state.applied()
  }

  /// What this project's runs since the last one that is done were creating.
  func begunCreations() async throws -> BegunCreations {
    var begun = BegunCreations()
    guard let state = try backend().present() else { return begun }
    let unfinished = try await state.runs().prefix { $0.state != .done }
    for run in unfinished.reversed() where run.owner == project.owner && run.operation == nil {
      guard let plan = try? run.planFile().plan else { continue }
      begun.take(plan, try await state.journal(of: run.id))
    }
    return begun
  }
}
