internal import Manifests
internal import Reconciler
internal import Store

extension Session {
  /// Opens the state to read from it; nil where nothing has been applied from here yet.
  func presentState() throws(StateFailure) -> (any StateStore)? {
    try SQLiteState.openPresent(folder: stateFolder, environment: environment.name)
  }

  /// Opens the state to write to it, and makes it where there is none.
  func state() throws(StateFailure) -> any StateStore {
    try SQLiteState.open(folder: stateFolder, environment: environment.name)
  }

  /// What was applied before, as far as anybody wrote it down.
  func record() async throws(StateFailure) -> AppliedRecord {
    guard let state = try presentState() else { return AppliedRecord() }
    return try await state.applied()
  }
}
