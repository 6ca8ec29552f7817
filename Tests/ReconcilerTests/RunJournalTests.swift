import Diagnostics
import Reconciler
import Synchronization
import TestSupport
import Testing
import World

/// A state whose disk takes as long as the test wants, or breaks.
private final class SlowState: StateStore {
  private struct Gate {
    var groups: [[String]] = []
    var waiting: [CheckedContinuation<Void, Never>] = []
    var isOpen = false
    var breaksAt: Int?
  }

  private let gate = Mutex(Gate())
  private let memory = MemoryState()
  /// Tells that somebody renews the lease.
  let renewing = Interruption()

  init(breaksAt group: Int? = nil) {
    gate.withLock { $0.breaksAt = group }
  }

  /// The names of the lines in each commit.
  var groups: [[String]] { gate.withLock(\.groups) }

  func open() {
    let waiting = gate.withLock { gate in
      gate.isOpen = true
      defer { gate.waiting = [] }
      return gate.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func append(_ entries: [JournalEntry], to run: String) async throws(StateFailure) {
    let isBroken = gate.withLock { gate in
      gate.groups.append(entries.map(\.address.name))
      return gate.groups.count - 1 == gate.breaksAt
    }
    if isBroken { throw StateFailure(.error("state-not-written", "the disk is full")) }
    await withCheckedContinuation { continuation in
      let isOpen = gate.withLock { gate in
        if !gate.isOpen { gate.waiting.append(continuation) }
        return gate.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  func runs() -> [RunRecord] { [] }
  func journal(of run: String) -> [JournalEntry] { [] }
  func applied() -> AppliedRecord { AppliedRecord() }
  func begin(_ run: RunRecord) {}
  func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) {}
  func acquire(_ lease: Lease, at now: Timestamp) -> LeaseAnswer { .acquired(takenOver: nil) }

  /// Answers once the work is done, and then that the lease is gone.
  func renew(_ lease: Lease) async -> Bool {
    renewing.request()
    while !Task.isCancelled { await Task.yield() }
    return false
  }

  func release(_ lease: Lease) {}
  func lease() -> Lease? { nil }
}

@Suite struct RunJournalTests {
  private func address(_ number: Int) -> Address {
    Address(kind: "Webhook", name: String(number))
  }

  @Test func `lines that arrive while the disk is busy are committed together`() async throws {
    let state = SlowState()
    let journal = RunJournal(store: state, run: "r", world: VirtualWorld().world)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await journal.write(address(0), .intent(.create)) }
      while state.groups.isEmpty { await Task.yield() }
      for number in 1...20 {
        group.addTask { try await journal.write(address(number), .intent(.create)) }
      }
      while await journal.waitingCount < 20 { await Task.yield() }
      state.open()
      try await group.waitForAll()
    }
    #expect(state.groups.map(\.count) == [1, 20])
  }

  @Test func `what is only noted goes out with the next line, or by flushing`() async throws {
    let state = MemoryState()
    let journal = RunJournal(store: state, run: "r", world: VirtualWorld().world)
    await journal.note(address(1), .applied)
    #expect(state.journal(of: "r").isEmpty)
    try await journal.write(address(2), .intent(.update))
    #expect(state.journal(of: "r").map(\.address.name) == ["1", "2"])
    await journal.note(address(3), .applied)
    try await journal.flush()
    #expect(state.groups == [2, 1])
  }

  @Test func `once the disk has refused a line, no other is taken`() async throws {
    let state = SlowState(breaksAt: 1)
    state.open()
    let journal = RunJournal(store: state, run: "r", world: VirtualWorld().world)
    try await journal.write(address(0), .intent(.create))
    for number in 1...2 {
      await #expect(throws: StateFailure.self) {
        try await journal.write(address(number), .intent(.create))
      }
    }
    #expect(state.groups.count == 2)
  }
}

@Suite struct LeaseKeeperTests {
  private let virtual = VirtualWorld()

  private func keeper(_ state: MemoryState, _ run: String) -> LeaseKeeper {
    LeaseKeeper(store: state, run: run, holder: "ada", world: virtual.world)
  }

  @Test func `a lease is held while the work lasts and given up after it`() async throws {
    let state = MemoryState()
    #expect(try await keeper(state, "r-1").take() == nil)
    #expect(try await keeper(state, "r-2").take()?.run == "r-1")
    let answer = await keeper(state, "r-1").keeping(onLoss: {}) { state.lease()?.run }
    #expect(answer == "r-1")
    #expect(state.lease() == nil)
  }

  @Test func `a sign of life that crosses the end of the work is no loss`() async {
    let state = SlowState()
    let loss = Interruption()
    let keeper = LeaseKeeper(store: state, run: "r-1", holder: "ada", world: virtual.world)
    await keeper.keeping(onLoss: { loss.request() }) { await state.renewing.wait() }
    #expect(!loss.isRequested)
  }

  @Test func `work whose lease another has taken is told so`() async throws {
    let state = MemoryState()
    #expect(try await keeper(state, "r-1").take() == nil)
    state.lease().map(state.release)
    let loss = Interruption()
    await keeper(state, "r-1").keeping(onLoss: { loss.request() }) { await loss.wait() }
    #expect(loss.isRequested)
  }

  @Test
  func `a run that is resumed takes its own lease from a holder that is gone, and no other's`()
    async throws
  {
    let state = MemoryState()
    #expect(try await keeper(state, "r-1").take() == nil)
    let resumed = LeaseKeeper(store: state, run: "r-1", holder: "bo", world: virtual.world)
    #expect(try await resumed.take(isGone: { _ in false })?.run == "r-1")
    #expect(try await resumed.take(isGone: { _ in true }) == nil)
    #expect(state.lease()?.holder == "bo")
    let other = LeaseKeeper(store: state, run: "r-2", holder: "cy", world: virtual.world)
    #expect(try await other.take(isGone: { _ in true })?.run == "r-1")
  }
}
