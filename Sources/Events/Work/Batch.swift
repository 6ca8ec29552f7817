internal import Crypto
internal import Store
internal import Synchronization
internal import World

/// Messages that were handed out together, on their way to their ends.
struct Batch {
  private let worker: Worker
  private let messages: [QueueMessage]

  /// How one message ends.
  private enum End: Sendable {
    case delete
    case bury(EventError)
    case handBack(hiddenFor: Duration)
  }

  /// An event that is there to be handled, and the message it came in.
  private struct Item: Sendable {
    let position: Int
    let event: EventMessage
    let entry: LedgerEntry
  }

  /// How the messages ended so far, and what that means to the ledger.
  private final class Outcome: Sendable {
    struct State {
      var ends: [End?]
      var handled: [LedgerEntry] = []
      var failed: [LedgerEntry] = []
    }

    private let state: Mutex<State>

    init(_ ends: [End?]) { state = Mutex(State(ends: ends)) }

    var result: State { state.withLock(\.self) }

    func take(_ item: Item, _ end: End, _ isHandled: Bool) {
      state.withLock { state in
        state.ends[item.position] = end
        if isHandled { state.handled.append(item.entry) } else { state.failed.append(item.entry) }
      }
    }
  }

  init(_ messages: [QueueMessage], of worker: Worker) {
    self.messages = messages
    self.worker = worker
  }

  /// Brings every message to its end: what was handled is written down before it is deleted.
  func run() async {
    let ticket = worker.keeper.hold(messages, at: worker.world.instant())
    let ends = await handleAll()
    // A message that is handed back must not be hidden again by a request under way.
    await worker.keeper.release(ticket)
    await conclude(ends)
  }

  private func handleAll() async -> [End?] {
    var ends = [End?](repeating: nil, count: messages.count)
    let items = read(&ends)
    let granted = await claim(items, &ends)
    let outcome = Outcome(ends)
    // The results are gathered without waking this task for each of them.
    await withDiscardingTaskGroup { group in
      for item in granted {
        group.addTask {
          let (end, isHandled) = await handle(item)
          outcome.take(item, end, isHandled)
        }
      }
    }
    let result = outcome.result
    await settle(handled: result.handled, failed: result.failed)
    return result.ends
  }

  private func read(_ ends: inout [End?]) -> [Item] {
    var items: [Item] = []
    for (position, message) in messages.enumerated() {
      do throws(EventError) {
        let event = try EventMessage(message.body)
        let entry = LedgerEntry(key: event.id, payloadHash: SHA256.hash(message.body).hex)
        items.append(Item(position: position, event: event, entry: entry))
      } catch {
        ends[position] = .bury(error)
      }
    }
    return items
  }

  private func claim(_ items: [Item], _ ends: inout [End?]) async -> [Item] {
    guard !items.isEmpty else { return [] }
    let claims: [LedgerClaim]
    do throws(EventError) {
      claims = try await worker.ledger.claim(items.map(\.entry))
    } catch {
      if error.remedy == .stop { worker.fail(error) }
      for item in items { ends[item.position] = .handBack(hiddenFor: .seconds(30)) }
      return []
    }
    var granted: [Item] = []
    for (item, claim) in zip(items, claims) {
      switch claim {
      case .granted: granted.append(item)
      case .completed:
        worker.metrics.add(.duplicate)
        ends[item.position] = .delete
      case .inProgress(let until):
        let wait = until.duration(since: worker.world.now())
        ends[item.position] = .handBack(hiddenFor: min(max(wait, .seconds(1)), .seconds(60)))
      case .conflict:
        ends[item.position] = .bury(
          .permanent(.conflict, "another event was handled under the id \(item.event.id)"))
      }
    }
    return granted
  }

  /// Tries to handle an event until it is handled or the worker's persistence ends.
  private func handle(_ item: Item) async -> (End, isHandled: Bool) {
    let message = messages[item.position]
    let start = worker.world.instant()
    let isLastTurn = worker.queue.receiveLimit.map { message.receiveCount >= $0 } ?? false
    var attempt = 1
    while await worker.passGate() {
      let failure: EventError
      do throws(EventError) {
        let result = try await worker.sink.handle(item.event)
        worker.metrics.add(result == .handled ? .handled : .duplicate)
        worker.metrics.observe(start.duration(to: worker.world.instant()))
        return (.delete, true)
      } catch {
        failure = error
      }
      let held = start.duration(to: worker.world.instant())
      let decision = worker.options.persistence.decide(
        failure, attempt: attempt, held: held, isLastTurn: isLastTurn,
        random: worker.world.random())
      switch decision {
      case .bury: return (.bury(failure), false)
      case .handBack(let time):
        worker.world.log.emit(.eventHandedBack(event: item.event.id, failure))
        return (.handBack(hiddenFor: time), false)
      case .stop:
        worker.fail(failure)
        return (.handBack(hiddenFor: .zero), false)
      case .again(let wait):
        worker.metrics.add(.retried)
        attempt += 1
        if failure.isThrottling { worker.hold(for: wait, because: failure) }
        guard await worker.pause(wait) else { break }
      }
    }
    return (.handBack(hiddenFor: .zero), false)
  }

  private func settle(handled: [LedgerEntry], failed: [LedgerEntry]) async {
    do throws(EventError) {
      if !handled.isEmpty { try await worker.ledger.complete(handled) }
      if !failed.isEmpty { try await worker.ledger.release(failed) }
    } catch {
      // The events were handled: their messages go, whatever becomes of a second copy of them.
      worker.world.log.emit(.queueUnreadable(reason: error.description))
      if error.remedy == .stop { worker.fail(error) }
    }
  }
}

extension Batch {
  /// Deletes, buries and hands back.
  private func conclude(_ ends: [End?]) async {
    var deleted: [QueueMessage] = []
    var buried: [BuriedMessage] = []
    var handedBack: [Duration: [QueueMessage]] = [:]
    for (message, end) in zip(messages, ends) {
      switch end {
      case .delete: deleted.append(message)
      case .bury(let reason): buried.append(BuriedMessage(message, reason))
      case .handBack(let time): handedBack[time, default: []].append(message)
      case nil: handedBack[.zero, default: []].append(message)
      }
    }
    deleted += await bury(buried)
    await delete(deleted)
    for (time, messages) in handedBack {
      worker.metrics.add(.handedBack, messages.count)
      // Where this fails the message comes back a little later, by itself.
      try? await worker.queue.hide(messages, for: time)
    }
  }

  /// Returns the messages that lie with their reasons elsewhere and can be deleted here.
  private func bury(_ buried: [BuriedMessage]) async -> [QueueMessage] {
    guard !buried.isEmpty else { return [] }
    for item in buried {
      worker.metrics.bury(item.reason.name)
      worker.world.log.emit(.eventBuried(message: item.message.id, item.reason))
    }
    do throws(EventError) {
      return try await worker.queue.bury(buried) ?? []
    } catch {
      worker.world.log.emit(.queueUnreadable(reason: error.description))
      if error.remedy == .stop { worker.fail(error) }
      return []
    }
  }

  /// Deletes messages; one that stays comes again and is known then.
  private func delete(_ messages: [QueueMessage]) async {
    var left = messages
    var attempt = 1
    while !left.isEmpty {
      do throws(EventError) {
        let count = left.count
        left = try await worker.queue.delete(left)
        worker.metrics.add(.deleted, count - left.count)
      } catch {
        worker.world.log.emit(.queueUnreadable(reason: error.description))
      }
      attempt += 1
      guard !left.isEmpty, attempt <= 4 else { return }
      try? await worker.world.sleep(.milliseconds(200 * attempt))
    }
  }
}

extension Worker {
  /// Holds every attempt up while a service limits the rate.
  func hold(for time: Duration, because error: EventError) {
    let isNew = state.withLock { state in
      let isOpen = state.gate.wait(at: world.instant()) == nil
      state.gate.close(for: time, at: world.instant())
      return isOpen
    }
    if isNew { world.log.emit(.workPaused(wait: time, error: error.name.rawValue)) }
  }
}
