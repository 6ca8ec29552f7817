internal import Synchronization

/// One run of an asynchronous action, for which several callers may wait.
package final class PendingCall: Sendable {
  private struct State {
    var reply: ActionReply?
    var callers: [Settlement] = []
    var isPromised = false
  }

  private let state = Mutex(State())

  /// Settles for a caller when the run ends, or at once where it has.
  func join(_ caller: Settlement) {
    let reply = state.withLock { state in
      if state.reply == nil { state.callers.append(caller) }
      return state.reply
    }
    if let reply { caller.settle(reply) }
  }

  /// Tells a caller that the reply comes later, unless it is there.
  func promise(_ requestID: String, to caller: Settlement) {
    state.withLock { state in
      // Settled under the lock, so that no caller gets the reply and its callback as well.
      guard state.reply == nil, caller.settle(.pending(requestID: requestID)) else { return }
      state.isPromised = true
    }
  }

  /// Ends the run, and returns whether a caller was promised to be told later.
  func finish(_ reply: ActionReply) -> Bool {
    let (callers, isPromised) = state.withLock { state in
      state.reply = reply
      defer { state.callers = [] }
      return (state.callers, state.isPromised)
    }
    for caller in callers { caller.settle(reply) }
    return isPromised
  }
}
