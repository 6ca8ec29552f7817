internal import Synchronization

/// The wish to stop, which may come from another thread at any time and is never taken back.
package final class Interruption: Sendable {
  private struct State {
    var isRequested = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextTicket = 0
  }

  private let state = Mutex(State())

  package init() {}

  package var isRequested: Bool { state.withLock(\.isRequested) }

  /// Asks whoever listens to stop.
  package func request() {
    let waiting = state.withLock { state in
      state.isRequested = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Waits for the wish to stop, or for the task's own cancellation.
  package func wait() async {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.isRequested || Task.isCancelled { return true }
          state.waiting[ticket] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
  }
}
