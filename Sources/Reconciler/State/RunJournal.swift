package import World

/// The journal of one run: lines that arrive together are committed together.
///
/// Whoever finds no commit under way makes one for all lines that wait; the others wait for theirs.
/// So a group is as large as the number of writers that had something to say while the last one
/// went to the disk, and nobody needs a clock.
package actor RunJournal {
  private enum Turn: Sendable {
    /// The line is on the disk.
    case stored
    /// It is this writer's turn to commit.
    case lead
    case failed(StateFailure)
  }

  private let store: any StateStore
  private let run: String
  private let world: World
  private var pending: [JournalEntry] = []
  private var waiting: [CheckedContinuation<Turn, Never>] = []
  private var isCommitting = false
  /// Once a commit has failed nothing more is written, so that no request goes out unrecorded.
  private var failure: StateFailure?

  package init(store: any StateStore, run: String, world: World) {
    self.store = store
    self.run = run
    self.world = world
  }

  /// How many writers wait for a commit that has not begun.
  package var waitingCount: Int { waiting.count }

  /// Writes a line and returns once it is on the disk.
  package func write(
    _ address: Address, _ event: JournalEntry.Event, id: String? = nil,
    change: AppliedChange? = nil
  ) async throws(StateFailure) {
    try await write([JournalEntry(address, event, id: id, at: world.now(), change: change)])
  }

  /// Writes lines that belong together.
  package func write(_ entries: [JournalEntry]) async throws(StateFailure) {
    if let failure { throw failure }
    pending += entries
    if isCommitting {
      let turn = await withCheckedContinuation { waiting.append($0) }
      switch turn {
      case .stored: return
      case .failed(let failure): throw failure
      case .lead: break
      }
    }
    try await commit()
  }

  /// Takes a line that goes out with the next commit; nobody waits for it.
  package func note(
    _ address: Address, _ event: JournalEntry.Event, id: String? = nil,
    change: AppliedChange? = nil
  ) {
    pending.append(JournalEntry(address, event, id: id, at: world.now(), change: change))
  }

  /// Writes what has only been noted.
  package func flush() async throws(StateFailure) { try await write([]) }

  private func commit() async throws(StateFailure) {
    isCommitting = true
    let group = pending
    let writers = waiting
    pending = []
    waiting = []
    do throws(StateFailure) {
      if !group.isEmpty { try await store.append(group, to: run) }
      for writer in writers { writer.resume(returning: .stored) }
    } catch {
      failure = error
      for writer in writers + waiting { writer.resume(returning: .failed(error)) }
      waiting = []
      isCommitting = false
      throw error
    }
    if waiting.isEmpty {
      isCommitting = false
    } else {
      waiting.removeFirst().resume(returning: .lead)
    }
  }
}
