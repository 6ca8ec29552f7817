package import Store
internal import Synchronization
package import World

/// A ledger that lasts as long as the process and remembers so many of the latest events.
package final class MemoryLedger: Ledger {
  private struct State {
    var records: [String: LedgerRecord] = [:]
    /// The keys in the order they came, in a ring.
    var order: [String] = []
    var next = 0
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let lifetimes: LedgerRecord.Lifetimes
  private let world: World

  package init(
    world: World, capacity: Int = 100_000, lifetimes: LedgerRecord.Lifetimes = .init()
  ) {
    self.world = world
    self.capacity = capacity
    self.lifetimes = lifetimes
  }

  package func claim(_ entries: [LedgerEntry]) -> [LedgerClaim] {
    let now = world.now()
    let end = now.advanced(by: lifetimes.inProgress)
    return state.withLock { state in
      entries.map { entry in
        let known = state.records[entry.key]
        let claim = entry.claim(against: known, at: now)
        guard claim == .granted else { return claim }
        if known == nil { remember(entry.key, &state) }
        state.records[entry.key] = LedgerRecord(
          state: .inProgress, payloadHash: entry.payloadHash, expires: end)
        return claim
      }
    }
  }

  package func complete(_ entries: [LedgerEntry]) {
    let end = world.now().advanced(by: lifetimes.completed)
    state.withLock { state in
      for entry in entries {
        state.records[entry.key] = LedgerRecord(
          state: .completed, payloadHash: entry.payloadHash, expires: end)
      }
    }
  }

  package func release(_ entries: [LedgerEntry]) {
    state.withLock { state in
      for entry in entries where state.records[entry.key]?.state == .inProgress {
        // The key keeps its place in the ring, so that it is counted once.
        state.records[entry.key] = LedgerRecord(
          state: .inProgress, payloadHash: entry.payloadHash, expires: Timestamp(milliseconds: 0))
      }
    }
  }

  /// Takes a key into the ring, where the oldest makes room.
  private func remember(_ key: String, _ state: inout State) {
    if state.order.count < capacity {
      state.order.append(key)
    } else {
      state.records[state.order[state.next]] = nil
      state.order[state.next] = key
      state.next = (state.next + 1) % capacity
    }
  }
}
