internal import JSON
internal import Reconciler
internal import Store
internal import World

/// Writes the journal of many creates beside requests that take 20 ms each: once to a state on the
/// disk, and once to one that forgets everything, which shows what journalling costs.
enum JournalBench {
  private static let width = 32

  /// Returns the seconds that a run of `count` creates takes with a journal below a folder, and with none.
  static func seconds(
    _ count: Int, below folder: String
  ) async throws -> (journalled: Double, without: Double) {
    let state = try SQLiteState.open(folder: folder, environment: "bench")
    return (try await seconds(count, state), try await seconds(count, NoState()))
  }

  private static func seconds(_ count: Int, _ store: some StateStore) async throws -> Double {
    let now = Timestamp(seconds: 1_795_262_400)
    let run = "r-bench"
    try await store.begin(
      RunRecord(
        id: run, environment: "bench", owner: "bench", actor: "bench", commit: nil, started: now,
        plan: [:]))
    let journal = RunJournal(store: store, run: run, world: world(now))
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        if number >= width { try await group.next() }
        group.addTask { try await create(number, journal, run, now) }
      }
      try await group.waitForAll()
    }
    try await journal.flush()
    let passed = start.duration(to: clock.now)
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }

  private static func create(
    _ number: Int, _ journal: RunJournal, _ run: String, _ now: Timestamp
  ) async throws {
    let address = Address(kind: "Webhook", name: "hook-\(number)")
    try await journal.write(address, .intent(.create), id: "id-\(number)")
    try await Task.sleep(for: .milliseconds(20))
    await journal.note(address, .accepted(.create), id: "id-\(number)")
    let object = AppliedObject(
      address: address, id: "id-\(number)", owner: "bench",
      spec: [
        "name": .string(address.name), "targetUrl": "https://example.com/in", "events": ["a.b"],
        "enabled": true, "authentication": ["type": "none"],
      ], run: run, time: now)
    await journal.note(address, .applied, id: object.id, change: .set(object))
  }

  private static func world(_ now: Timestamp) -> World {
    World(
      now: { now }, instant: { ContinuousClock.now },
      sleep: { try await Task.sleep(for: $0) }, random: { 0.5 }, environment: { _ in nil },
      log: .silent)
  }
}

/// A state that forgets everything.
private struct NoState: StateStore {
  func runs() -> [RunRecord] { [] }
  func journal(of run: String) -> [JournalEntry] { [] }
  func applied() -> AppliedRecord { AppliedRecord() }
  func begin(_ run: RunRecord) {}
  func append(_ entries: [JournalEntry], to run: String) {}
  func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) {}
  func acquire(_ lease: Lease, at now: Timestamp) -> LeaseAnswer { .acquired(takenOver: nil) }
  func renew(_ lease: Lease) -> Bool { true }
  func release(_ lease: Lease) {}
  func lease() -> Lease? { nil }
}
