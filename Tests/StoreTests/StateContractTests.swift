import JSON
import Reconciler
import Testing
import World

/// What every state keeps to, wherever it is kept.
@Suite struct StateContractTests {
  private func line(_ change: AppliedChange) -> JournalEntry {
    JournalEntry(change.address, .applied, at: noon, change: change)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `a run is found again with all that is known of it, the newest first`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let state = try home.open()
    try await state.begin(sampleRun("r-1"))
    try await state.begin(sampleRun("r-2", at: noon.advanced(by: .seconds(1))))
    try await state.begin(sampleRun("r-0", at: noon.advanced(by: .milliseconds(1500))))
    try await state.update(
      "r-1", state: .failed, finished: noon.advanced(by: .seconds(9)), summary: ["failed": 2])
    let again = try home.open()
    #expect(try await again.runs().map(\.id) == ["r-0", "r-2", "r-1"])
    let run = try #require(try await again.run(named: "r-1"))
    #expect(try await again.runs().last == run)
    #expect(run.state == .failed && run.summary == ["failed": 2] && run.commit == "c0ffee")
    #expect(run.finished == noon.advanced(by: .seconds(9)) && run.plan["format"] == "gcsync.plan/1")
    #expect(try await again.run(named: "r-9") == nil)
    #expect(try await home.open("prod").runs().isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `a run is begun once`(kind: StateHome.Kind) async throws {
    let state = try await StateHome.make(kind).open()
    try await state.begin(sampleRun("r-1"))
    await #expect(throws: StateFailure.self) { try await state.begin(sampleRun("r-1")) }
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `a journal's lines come back in their order, each as it was`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let state = try home.open()
    let address = Address(kind: "Webhook", name: "naïve/\"name\"\u{1F600}")
    let events: [JournalEntry.Event] = [
      .intent(.create), .accepted(.create), .applied, .unchanged, .failed("it broke\nbadly"),
      .skipped(""),
    ]
    try await state.begin(sampleRun("r-1"))
    try await state.begin(sampleRun("r-2"))
    let lines = events.map { JournalEntry(address, $0, id: "x", at: noon) }
    try await state.append(Array(lines.prefix(2)), to: "r-1")
    try await state.append([lines[3]], to: "r-2")
    try await state.append(Array(lines.dropFirst(2)), to: "r-1")
    #expect(try await state.journal(of: "r-1") == lines)
    #expect(try await home.open().journal(of: "r-1") == lines)
    #expect(try await state.journal(of: "r-2") == [lines[3]])
    #expect(try await state.journal(of: "r-3").isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `the applied record follows the journal, by environment`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let (dev, prod) = (try home.open(), try home.open("prod"))
    #expect(try await dev.applied().isEmpty)
    try await dev.begin(sampleRun("r-1"))
    let (a, b) = (sampleObject("a"), sampleObject("b"))
    try await dev.append([line(.set(a)), line(.set(b))], to: "r-1")
    #expect(try await dev.applied().all == [a, b])
    #expect(try await prod.applied().isEmpty)
    try await dev.append([line(.forget(a.address))], to: "r-1")
    #expect(try await dev.applied().all == [b])
    let renamed = sampleObject("c", id: b.id)
    try await dev.append([line(.set(renamed))], to: "r-1")
    #expect(try await dev.applied().all == [renamed])
    #expect(try await home.open().applied().all == [renamed])
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `lines and their changes are stored together or not at all`(
    kind: StateHome.Kind
  ) async throws {
    let state = try await StateHome.make(kind).open()
    // The run does not exist, so that its line is refused and the change with it.
    let object = sampleObject("a")
    await #expect(throws: StateFailure.self) {
      try await state.append(
        [JournalEntry(object.address, .applied, at: noon, change: .set(object))], to: "r-none")
    }
    #expect(try await state.applied().isEmpty)
    #expect(try await state.journal(of: "r-none").isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `what many write at once is all there, each group in one piece`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    try await home.open().begin(sampleRun("r-1"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let lines = (0..<3).map { sampleObject("w\(number)-\($0)") }
          try await home.open().append(lines.map { line(.set($0)) }, to: "r-1")
        }
      }
      try await group.waitForAll()
    }
    let names = try await home.open().journal(of: "r-1").map(\.address.name)
    #expect(Set(names).count == 24 && names.count == 24)
    for start in stride(from: 0, to: 24, by: 3) {
      let stem = names[start].dropLast(2)
      #expect(names[start..<start + 3].map { $0.dropLast(2) } == [stem, stem, stem])
    }
    #expect(try await home.open().applied().count == 24)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `thousands of applied objects are read in one go`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    let state = try home.open()
    try await state.begin(sampleRun("r-1"))
    try await state.append((0..<2000).map { line(.set(sampleObject("w\($0)"))) }, to: "r-1")
    #expect(try await home.open().applied().count == 2000)
  }
}
