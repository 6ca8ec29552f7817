package import Diagnostics
package import Reconciler
internal import World

extension OperationClient {
  /// How long to wait before an operation is looked at again.
  struct Patience {
    private var next: Duration = .seconds(1)
    private static let longest: Duration = .seconds(30)

    mutating func wait() -> Duration {
      defer { next = min(next * 2, Self.longest) }
      return next
    }
  }

  /// How often an operation that was created just now may not be there yet.
  private static let absences = 5

  /// Looks at an operation until it is far enough, or somebody wishes to stop.
  ///
  /// Returns what the service said last.
  package func wait(
    for id: String, unless interruption: Interruption,
    until isEnough: @Sendable (OperationStatus) -> Bool,
    onChange: @Sendable (OperationStatus) -> Void
  ) async throws(DiagnosticsError) -> OperationStatus {
    var patience = Patience()
    var absences = 0
    var last: OperationStatus?
    while true {
      let found = try await status(id)
      if let found {
        if found != last { onChange(found) }
        if isEnough(found) { return found }
        last = found
      } else {
        absences += 1
        if absences > Self.absences { throw gone(id) }
      }
      guard await pause(patience.wait(), unless: interruption) else {
        guard let last else { throw gone(id) }
        return last
      }
    }
  }

  private func gone(_ id: String) -> DiagnosticsError {
    DiagnosticsError(.error("not-in-the-org", "the org has no operation \(id)"))
  }

  /// Waits, and returns whether nobody wished to stop meanwhile.
  private func pause(_ wait: Duration, unless interruption: Interruption) async -> Bool {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await world.sleep(wait) }
      group.addTask { await interruption.wait() }
      await group.next()
      group.cancelAll()
    }
    return !interruption.isRequested
  }
}
