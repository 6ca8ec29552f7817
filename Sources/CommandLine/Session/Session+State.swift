internal import Reconciler

extension Session {
  /// What was applied before, as far as anybody wrote it down.
  func record() async throws -> AppliedRecord {
    guard let state = try backend().present() else { return AppliedRecord() }
    return try await state.applied()
  }
}
