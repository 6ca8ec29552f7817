internal import Crypto
internal import JSON
internal import Synchronization
internal import World

extension ActionService {
  /// Answers a call of an asynchronous action: with its reply where that is soon there, else with
  /// `pending`, and never by running it a second time.
  func answerLater(
    _ call: ActionCall, _ action: ServedAction, _ asynchronous: AsynchronousReply,
    _ start: ContinuousClock.Instant
  ) async throws(ActionRefusal) -> ActionReply {
    let key = CallMemory.Key(action: action.handler.name, requestID: call.requestID)
    let caller = Settlement()
    let pending: PendingCall
    switch find(key, SHA256.hash(call.data.canonicalBytes), at: start) {
    case .refused(let refusal): throw refusal
    case .known(let run): pending = run
    case .new(let run):
      pending = run
      begin(run, key, call, action, asynchronous, start)
    }
    pending.join(caller)
    let patience = min(start + asynchronous.after, call.deadline)
    let ticket = alarms.set(for: patience) { pending.promise(call.requestID, to: caller) }
    let reply = await withTaskCancellationHandler {
      await caller.wait()
    } onCancel: {
      pending.promise(call.requestID, to: caller)
    }
    alarms.callOff(ticket)
    return reply
  }

  /// Looks for a call that came before; one that is new takes a place among those in hand.
  private func find(
    _ key: CallMemory.Key, _ data: Digest, at now: ContinuousClock.Instant
  ) -> CallMemory.Finding {
    state.withLock { state in
      if state.isStopping { return .refused(Self.stopping) }
      let finding = state.memory.find(key, data: data, at: now)
      guard case .new = finding, let refusal = state.admissions[key.action]?.enter(at: now)
      else { return finding }
      state.memory.drop(key)
      return .refused(refusal)
    }
  }

  /// Starts a run that goes on behind its callers, until its reply is delivered.
  private func begin(
    _ pending: PendingCall, _ key: CallMemory.Key, _ call: ActionCall, _ action: ServedAction,
    _ asynchronous: AsynchronousReply, _ start: ContinuousClock.Instant
  ) {
    let long = ActionCall(
      actionName: call.actionName, requestID: call.requestID, data: call.data,
      deadline: start + asynchronous.limit)
    let ticket = state.withLock { state in
      state.lastTicket += 1
      state.background[state.lastTicket] = Background(call: long, start: start)
      return state.lastTicket
    }
    let task = Task {
      let reply = await self.run(action.handler, long)
      self.leave(key.action)
      let now = self.world.instant()
      self.state.withLock { $0.memory.end(key, at: now) }
      if pending.finish(reply), !Task.isCancelled {
        await self.deliver(reply, long, asynchronous, since: start)
      }
      self.end(ticket)
    }
    state.withLock { $0.background[ticket]?.task = task }
  }

  private func deliver(
    _ reply: ActionReply, _ call: ActionCall, _ asynchronous: AsynchronousReply,
    since start: ContinuousClock.Instant
  ) async {
    let delivery = asynchronous.delivery(
      of: reply, to: call, at: world.instant(), serverTime: world.serverTime())
    let outcome = await upstream.deliver(delivery)
    // Where the reply arrives, the log has still to tell why it is a failure.
    var detail = reply.detail
    var isDelivered = true
    if case .failure(let failure) = outcome { (isDelivered, detail) = (false, failure.advice) }
    metrics.countCallback(of: call.actionName, isDelivered: isDelivered)
    log(
      CallRecord(
        action: call.actionName, requestID: call.requestID,
        outcome: isDelivered ? "callback_delivered" : "callback_failed",
        duration: start.duration(to: world.instant()), detail: detail))
  }

  private func end(_ ticket: Int) {
    state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.background[ticket] = nil
      guard state.background.isEmpty else { return nil }
      defer { state.waiter = nil }
      return state.waiter
    }?.resume()
  }
}
