internal import Synchronization
internal import World

extension ActionService {
  /// Takes no more calls.
  package func close() {
    state.withLock { $0.isStopping = true }
  }

  /// Waits until all that is pending has been delivered or `grace` has returned; then ends what is
  /// left, and reports and returns how many runs that were.
  package func stop(grace: @escaping @Sendable () async -> Void) async -> Int {
    close()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.idle() }
      group.addTask { await grace() }
      await group.next()
      cancelWaiting()
      group.cancelAll()
    }
    let left = state.withLock { state in
      defer { state.background = [:] }
      return state.background.values.sorted { $0.start < $1.start }
    }
    for run in left {
      log(
        CallRecord(
          action: run.call.actionName, requestID: run.call.requestID, outcome: "abandoned",
          duration: run.start.duration(to: world.instant()),
          detail: "the server was stopped before its reply was delivered"))
      run.task?.cancel()
    }
    return left.count
  }

  private func idle() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.background.isEmpty || state.isWaitingOver { return true }
        state.waiter = continuation
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private func cancelWaiting() {
    state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.isWaitingOver = true
      defer { state.waiter = nil }
      return state.waiter
    }?.resume()
  }
}
