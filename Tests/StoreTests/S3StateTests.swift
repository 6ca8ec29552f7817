import AWS
import JSON
import Reconciler
import Sandbox
import Testing
import World

/// What a state on S3 does besides what every state does.
@Suite struct S3StateTests {
  private func line(_ change: AppliedChange) -> JournalEntry {
    JournalEntry(change.address, .applied, at: noon, change: change)
  }

  private func through(_ bucket: SimulatedBucket) async throws -> Int? {
    try await bucket.text("applied.json").flatMap { try JSON.parse($0)["through"]?.int }
  }

  @Test func `everything stands below the prefix and the environment, and nothing is deleted`()
    async throws
  {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    let lease = Lease(
      run: "r-1", holder: "ada", acquired: noon, expires: noon.advanced(by: .seconds(60)))
    _ = try await state.acquire(lease, at: noon)
    try await state.begin(sampleRun("r-1"))
    try await state.append([line(.set(sampleObject("a")))], to: "r-1")
    try await state.append([line(.set(sampleObject("b")))], to: "r-1")
    try await state.update("r-1", state: .done, finished: noon, summary: [:])
    try await state.release(lease)
    #expect(
      try await bucket.names() == [
        "applied.json", "journal/0000000001.json", "journal/0000000002.json", "lease.json",
        "runs/r-1.json",
      ])
    #expect(bucket.count("DELETE", "") == 0)
  }

  @Test func `an environment's name cannot lead to another's objects`() async throws {
    let bucket = try await SimulatedBucket()
    try await bucket.open("../cc/dev/x").begin(sampleRun("../../lease"))
    #expect(try await bucket.names().isEmpty)
    #expect(try await bucket.open("../cc/dev/x").runs().map(\.id) == ["../../lease"])
  }

  @Test func `where nothing is under way the record takes two requests`() async throws {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    try await state.begin(sampleRun("r-1"))
    try await state.append([line(.set(sampleObject("a")))], to: "r-1")
    try await state.update("r-1", state: .done, finished: noon, summary: [:])
    let before = bucket.sandbox.requests.count
    #expect(try await bucket.open().applied().count == 1)
    #expect(bucket.sandbox.requests.count == before + 2)
  }

  @Test func `a run that was killed loses nothing, and the next one folds it once`() async throws {
    let bucket = try await SimulatedBucket()
    let killed = try bucket.open()
    try await killed.begin(sampleRun("r-1"))
    try await killed.append([line(.set(sampleObject("a")))], to: "r-1")
    try await killed.append([line(.set(sampleObject("b")))], to: "r-1")
    #expect(try await through(bucket) == nil)
    #expect(try await bucket.open().applied().count == 2)
    let next = try bucket.open()
    try await next.begin(sampleRun("r-2"))
    #expect(try await through(bucket) == 2)
    try await next.append([line(.forget(sampleObject("a").address))], to: "r-2")
    #expect(try await bucket.open().applied().all == [sampleObject("b")])
    try await next.update("r-2", state: .done, finished: noon, summary: [:])
    #expect(try await through(bucket) == 3)
    #expect(try await bucket.open().applied().all == [sampleObject("b")])
  }

  @Test func `a fold that fails takes nothing with it`() async throws {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    try await state.begin(sampleRun("r-1"))
    try await state.append([line(.set(sampleObject("a")))], to: "r-1")
    try bucket.fail("PUT", "applied.json", ["status": 403, "body": ""])
    try await state.update("r-1", state: .done, finished: noon, summary: [:])
    #expect(try await through(bucket) == nil)
    #expect(try await bucket.open().applied().all == [sampleObject("a")])
    #expect(try await bucket.open().runs().map(\.state) == [.done])
  }

  @Test func `of two folds at once the one that goes further stays`() async throws {
    let bucket = try await SimulatedBucket()
    let states = try (0..<4).map { _ in try bucket.open() }
    for (number, state) in states.enumerated() { try await state.begin(sampleRun("r-\(number)")) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, state) in states.enumerated() {
        group.addTask {
          let run = "r-\(number)"
          for part in 0..<5 {
            try await state.append([line(.set(sampleObject("w\(number)-\(part)")))], to: run)
          }
          try await state.update(run, state: .done, finished: noon, summary: [:])
        }
      }
      try await group.waitForAll()
    }
    #expect(try await through(bucket) == 20)
    #expect(try await bucket.open().applied().count == 20)
  }

  @Test func `a snapshot that is gone is made again from the journal`() async throws {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    try await state.begin(sampleRun("r-1"))
    try await state.append([line(.set(sampleObject("a")))], to: "r-1")
    try await state.update("r-1", state: .done, finished: noon, summary: [:])
    try bucket.set("applied.json", to: nil)
    #expect(try await bucket.open().applied().all == [sampleObject("a")])
  }

  @Test func `what a run writes that has lost its lease is not lost`() async throws {
    let bucket = try await SimulatedBucket()
    let (late, next) = (try bucket.open(), try bucket.open())
    try await late.begin(sampleRun("r-1"))
    try await late.append([line(.set(sampleObject("a")))], to: "r-1")
    try await next.begin(sampleRun("r-2"))
    try await next.append([line(.set(sampleObject("b")))], to: "r-2")
    try await late.append([line(.set(sampleObject("c")))], to: "r-1")
    try await next.append([line(.set(sampleObject("d")))], to: "r-2")
    try await next.update("r-2", state: .done, finished: noon, summary: [:])
    let again = try bucket.open()
    #expect(try await again.applied().count == 4)
    #expect(try await again.journal(of: "r-1").map(\.address.name) == ["a", "c"])
  }

  @Test func `a journal of more segments than a page lists is read whole`() async throws {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    try await state.begin(sampleRun("r-1"))
    try await state.append([line(.set(sampleObject("w1")))], to: "r-1")
    let first = try #require(try await bucket.text("journal/0000000001.json"))
    for number in 2...1003 {
      let text = first.replacing("w1", with: "w\(number)")
        .replacing("\"number\":1,", with: "\"number\":\(number),")
      try bucket.set("journal/\(String(10_000_000_000 + number).dropFirst()).json", to: text)
    }
    let again = try bucket.open()
    #expect(try await again.journal(of: "r-1").map(\.address.name) == (1...1003).map { "w\($0)" })
  }
}
