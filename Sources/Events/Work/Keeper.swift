internal import Synchronization
internal import World

/// Looks after the batches in hand, and keeps those hidden that stay there for long.
///
/// Most are done with at once. A sleep that is cancelled keeps its timer until its time is up, so
/// that one for each batch would pile up thousands: one task watches all, and only a batch that has
/// grown old gets a task of its own.
final class Keeper: Sendable {
  private struct Holding {
    let messages: [QueueMessage]
    let start: ContinuousClock.Instant
    /// What keeps the messages hidden, once they are old.
    var task: Task<Void, Never>?
  }

  private struct State {
    var holdings: [Int: Holding] = [:]
    var nextTicket = 0
  }

  private let state = Mutex(State())
  private let arrivals: AsyncStream<Void>
  private let arrival: AsyncStream<Void>.Continuation

  init() {
    (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Takes messages up, and returns what they are given back with.
  func hold(_ messages: [QueueMessage], at now: ContinuousClock.Instant) -> Int {
    defer { arrival.yield() }
    return state.withLock { state in
      state.nextTicket += 1
      state.holdings[state.nextTicket] = Holding(messages: messages, start: now)
      return state.nextTicket
    }
  }

  /// Leaves messages alone, after the last request that hides them has ended.
  func release(_ ticket: Int) async {
    let task = state.withLock { $0.holdings.removeValue(forKey: ticket)?.task }
    task?.cancel()
    await task?.value
  }

  /// Looks again and again, while there is something new in hand, for what is `age` old by then, and
  /// has it kept; ends with its task.
  func watch(
    _ world: World, age: Duration, keep: @escaping @Sendable ([QueueMessage]) async -> Void
  ) async {
    for await _ in arrivals {
      repeat {
        guard (try? await world.sleep(age)) != nil else { return }
      } while adopt(before: world.instant() - age, keep)
    }
  }

  /// Has those kept that have been in hand since before, and returns whether there are newer ones.
  private func adopt(
    before time: ContinuousClock.Instant,
    _ keep: @escaping @Sendable ([QueueMessage]) async -> Void
  ) -> Bool {
    state.withLock { state in
      var hasNewer = false
      for (ticket, holding) in state.holdings where holding.task == nil {
        if holding.start <= time {
          state.holdings[ticket]?.task = Task { await keep(holding.messages) }
        } else {
          hasNewer = true
        }
      }
      return hasNewer
    }
  }
}
