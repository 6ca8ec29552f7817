package import Reconciler
internal import Synchronization
package import World

/// A state that lives as long as a test.
package final class MemoryState: StateStore {
  private struct Content {
    var runs: [RunRecord] = []
    var journals: [String: [JournalEntry]] = [:]
    var record = AppliedRecord()
    var lease: Lease?
    var groups: [Int] = []
  }

  private let content = Mutex(Content())

  package init() {}

  /// How many lines each commit held.
  package var groups: [Int] { content.withLock(\.groups) }

  package func runs() -> [RunRecord] { content.withLock { $0.runs.reversed() } }
  package func journal(of run: String) -> [JournalEntry] {
    content.withLock { $0.journals[run] ?? [] }
  }
  package func applied() -> AppliedRecord { content.withLock(\.record) }
  package func begin(_ run: RunRecord) { content.withLock { $0.runs.append(run) } }

  package func append(_ entries: [JournalEntry], to run: String) {
    content.withLock { content in
      content.groups.append(entries.count)
      content.journals[run, default: []] += entries
      for change in entries.compactMap(\.change) { content.record.apply(change) }
    }
  }

  package func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) {
    content.withLock { content in
      guard let index = content.runs.firstIndex(where: { $0.id == run }) else { return }
      content.runs[index].state = state
      content.runs[index].finished = finished
      content.runs[index].summary = summary
    }
  }

  package func acquire(_ lease: Lease, at now: Timestamp) -> LeaseAnswer {
    content.withLock { content in
      if let held = content.lease, !held.isOurs(lease), !held.isExpired(at: now) {
        return .held(held)
      }
      let former = content.lease?.isOurs(lease) == true ? nil : content.lease
      content.lease = lease
      return .acquired(takenOver: former)
    }
  }

  package func renew(_ lease: Lease) -> Bool {
    content.withLock { content in
      guard content.lease?.isOurs(lease) == true else { return false }
      content.lease = content.lease?.extended(to: lease.expires)
      return true
    }
  }

  package func release(_ lease: Lease) {
    content.withLock { if $0.lease?.isOurs(lease) == true { $0.lease = nil } }
  }

  package func lease() -> Lease? { content.withLock(\.lease) }
}
