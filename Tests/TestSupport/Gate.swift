import Synchronization

/// Holds back whoever waits until it is opened, and tells how many have come.
package final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var count = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Waits until the gate is open or the task is cancelled.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isOpen, watchers) = state.withLock { state in
          state.count += 1
          if !state.isOpen { state.waiting.append(continuation) }
          let count = state.count
          let ready = state.watchers.filter { $0.count <= count }
          state.watchers.removeAll { $0.count <= count }
          return (state.isOpen, ready)
        }
        for watcher in watchers { watcher.continuation.resume() }
        if isOpen { continuation.resume() }
      }
    } onCancel: {
      open()
    }
  }

  /// Waits until so many have come.
  package func arrived(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isReached = state.withLock { state in
        if state.count < count { state.watchers.append((count, continuation)) }
        return state.count >= count
      }
      if isReached { continuation.resume() }
    }
  }

  /// Lets through whoever waits and whoever comes.
  package func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
