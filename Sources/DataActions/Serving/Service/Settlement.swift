internal import Synchronization

/// A reply that several may give and one waits for: the first one counts.
final class Settlement: Sendable {
  private enum State {
    case open(CheckedContinuation<ActionReply, Never>?)
    case settled(ActionReply)
  }

  private let state = Mutex(State.open(nil))

  /// Gives the reply, and returns whether it was the first.
  @discardableResult
  func settle(_ reply: ActionReply) -> Bool {
    let (isFirst, waiter) = state.withLock { state in
      guard case .open(let waiter) = state else {
        return (false, CheckedContinuation<ActionReply, Never>?.none)
      }
      state = .settled(reply)
      return (true, waiter)
    }
    waiter?.resume(returning: reply)
    return isFirst
  }

  /// Waits for the reply; only one may.
  func wait() async -> ActionReply {
    await withCheckedContinuation { continuation in
      let reply = state.withLock { state -> ActionReply? in
        if case .settled(let reply) = state { return reply }
        state = .open(continuation)
        return nil
      }
      if let reply { continuation.resume(returning: reply) }
    }
  }
}
