internal import HTTP
package import Reconciler
internal import Synchronization
package import World

/// Takes messages from a queue, hands their events on, and deletes what is done with.
///
/// A message leaves the queue only when its event was handled, had been handled before, or lies with
/// its reason among those that cannot be. Memory is bounded by what is in hand.
package final class Worker: Sendable {
  let queue: any MessageQueue
  let sink: any EventSink
  let ledger: any Ledger
  let options: WorkOptions
  let metrics: EventMetrics
  let world: World
  let interruption: Interruption
  let state: Mutex<State>
  let keeper = Keeper()

  struct State {
    /// How many messages are in hand.
    var inHand = 0
    var gate = Gate()
    var taken = 0
    /// Why the run ends before its time.
    var failure: EventError?
  }

  package init(
    from queue: any MessageQueue, to sink: any EventSink, ledger: any Ledger,
    options: WorkOptions = WorkOptions(), metrics: EventMetrics, world: World,
    interruption: Interruption
  ) {
    self.queue = queue
    self.sink = sink
    self.ledger = ledger
    self.options = options
    self.metrics = metrics
    self.world = world
    self.interruption = interruption
    state = Mutex(State())
  }

  /// Works until it is asked to stop, and returns when nothing is in hand any more.
  package func run() async throws(EventError) {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await self.keeper.watch(self.world, age: self.options.visibility / 4) { messages in
          await self.keepHidden(messages)
        }
      }
      await withTaskGroup(of: Void.self) { lanes in
        for _ in 0..<options.lanes.count { lanes.addTask { await self.lane() } }
      }
      group.cancelAll()
    }
    if let failure = state.withLock(\.failure) { throw failure }
  }

  /// Whether no further messages are to be taken.
  var isStopping: Bool { interruption.isRequested || state.withLock { $0.failure != nil } }

  /// Takes one batch after another.
  private func lane() async {
    var failures = 0
    while !isStopping {
      guard await passGate() else { return }
      let room = allowance()
      guard room > 0 else { return }
      let messages: [QueueMessage]
      do throws(EventError) {
        messages = try await queue.receive(
          room, wait: options.wait, visibility: options.visibility)
        failures = 0
      } catch {
        giveBack(room)
        failures += 1
        guard await endure(error, failures) else { return }
        continue
      }
      giveBack(room - messages.count)
      if messages.isEmpty, options.endsWhenEmpty { return }
      if !messages.isEmpty { await work(on: messages) }
    }
  }

  /// Brings every message of a batch to its end.
  private func work(on messages: [QueueMessage]) async {
    metrics.add(.received, messages.count)
    count(messages.count)
    await Batch(messages, of: self).run()
    count(-messages.count)
  }

  private func count(_ change: Int) {
    metrics.set(
      inFlight: state.withLock { state in
        state.inHand += change
        return state.inHand
      })
  }

  /// Waits after a queue that could not be read; returns whether to go on.
  private func endure(_ error: EventError, _ failures: Int) async -> Bool {
    guard case .retry(let asked) = error.remedy else {
      fail(error)
      return false
    }
    world.log.emit(.queueUnreadable(reason: error.description))
    let wait = options.persistence.backoff.wait(
      after: failures, floor: asked, random: world.random())
    return await pause(wait)
  }

  /// Ends the run because of an error that every message would meet; the first one counts.
  func fail(_ error: EventError) {
    state.withLock { if $0.failure == nil { $0.failure = error } }
    // Whoever sleeps or waits for the queue must hear of it.
    interruption.request()
  }
}

extension Worker {
  /// Takes as many messages as the limit leaves, a batch at most.
  private func allowance() -> Int {
    state.withLock { state in
      let left = options.limit.map { $0 - state.taken } ?? .max
      let room = min(options.lanes.width, left)
      state.taken += room
      return room
    }
  }

  private func giveBack(_ count: Int) {
    state.withLock { $0.taken -= count }
  }

  /// Waits while a service asks to be left alone; false where the run is to end.
  func passGate() async -> Bool {
    while let wait = state.withLock({ $0.gate.wait(at: world.instant()) }) {
      guard await pause(wait) else { return false }
    }
    return !isStopping
  }

  /// Sleeps unless the run is to end, and returns whether it goes on.
  func pause(_ time: Duration) async -> Bool {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await self.world.sleep(time) }
      group.addTask { await self.interruption.wait() }
      await group.next()
      group.cancelAll()
    }
    return !isStopping
  }

  /// Tells the queue again and again that messages are in hand, until the task is cancelled.
  func keepHidden(_ messages: [QueueMessage]) async {
    while !Task.isCancelled {
      do throws(EventError) {
        try await queue.hide(messages, for: options.visibility)
        metrics.add(.extended, messages.count)
      } catch {
        world.log.emit(.queueUnreadable(reason: error.description))
      }
      guard (try? await world.sleep(options.visibility / 2)) != nil else { return }
    }
  }
}
