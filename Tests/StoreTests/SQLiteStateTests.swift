import Foundation
import JSON
import Reconciler
import Store
import Testing
import World

/// A folder that goes with the test.
final class Folder: Sendable {
  let path = NSTemporaryDirectory() + "gcsync-state-\(UUID().uuidString)"

  var database: String { path + "/state.db" }

  func open(_ environment: String = "dev") throws -> SQLiteState {
    try SQLiteState.open(folder: path, environment: environment)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

let noon = Timestamp(seconds: 1_795_262_400)

func sampleObject(_ name: String, id: String? = nil, owner: String = "acme/cc") -> AppliedObject {
  AppliedObject(
    address: Address(kind: "Webhook", name: name), id: id ?? "id-\(name)", owner: owner,
    spec: ["name": .string(name), "number": .number(JSONNumber(validated: "1.50"))],
    fingerprints: ["/spec/secret": "ab:cd"], deletionPolicy: .abandon, labels: ["team": "wfo"],
    run: "r-1", time: noon)
}

func sampleRun(_ id: String, at time: Timestamp = noon) -> RunRecord {
  RunRecord(
    id: id, environment: "dev", owner: "acme/cc", actor: "ada", commit: "c0ffee", started: time,
    plan: ["format": "gcsync.plan/1"])
}

@Suite struct SQLiteStateTests {
  @Test func `where nothing was applied there is no state, and looking makes none`() throws {
    let folder = Folder()
    #expect(try SQLiteState.openPresent(folder: folder.path, environment: "dev") == nil)
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test func `the state's folder keeps itself out of Git`() throws {
    let folder = Folder()
    _ = try folder.open()
    #expect(try String(contentsOfFile: folder.path + "/.gitignore", encoding: .utf8) == "*\n")
  }

  @Test func `any number of processes that make the state at once make one`() async throws {
    let folder = Folder()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<24 {
        group.addTask {
          #expect(throws: Never.self) { try folder.open().begin(sampleRun("r-\(number)")) }
        }
      }
    }
    #expect(try folder.open().runs().count == 24)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".new") })
  }

  @Test func `a file that a crash left unfinished is no state and is in nobody's way`() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    try Data("SQLite format 3".utf8).write(
      to: URL(fileURLWithPath: folder.database + ".c0ffee.new"))
    #expect(try SQLiteState.openPresent(folder: folder.path, environment: "dev") == nil)
    #expect(try folder.open().runs().isEmpty)
  }

  @Test func `a run is found again with all that is known of it, the newest first`() throws {
    let folder = Folder()
    let state = try folder.open()
    try state.begin(sampleRun("r-1"))
    try state.begin(sampleRun("r-2", at: noon.advanced(by: .seconds(1))))
    try state.update(
      "r-1", state: .failed, finished: noon.advanced(by: .seconds(9)), summary: ["failed": 2])
    let again = try folder.open()
    #expect(try again.runs().map(\.id) == ["r-2", "r-1"])
    let run = try #require(try again.runs().last)
    #expect(run.state == .failed && run.summary == ["failed": 2] && run.commit == "c0ffee")
    #expect(run.finished == noon.advanced(by: .seconds(9)) && run.plan["format"] == "gcsync.plan/1")
  }

  @Test func `a journal's lines come back in their order, each as it was`() throws {
    let state = try Folder().open()
    let address = Address(kind: "Webhook", name: "naïve/\"name\"\u{1F600}")
    let events: [JournalEntry.Event] = [
      .intent(.create), .accepted(.create), .applied, .unchanged, .failed("it broke\nbadly"),
      .skipped(""),
    ]
    try state.begin(sampleRun("r-1"))
    let lines = events.map { JournalEntry(address, $0, id: "x", at: noon) }
    try state.append(Array(lines.prefix(2)), to: "r-1")
    try state.append(Array(lines.dropFirst(2)), to: "r-1")
    #expect(try state.journal(of: "r-1") == lines)
    #expect(try state.journal(of: "r-2").isEmpty)
  }

  @Test func `the applied record follows the journal, by environment`() throws {
    let folder = Folder()
    let (dev, prod) = (try folder.open(), try folder.open("prod"))
    try dev.begin(sampleRun("r-1"))
    let (a, b) = (sampleObject("a"), sampleObject("b"))
    func line(_ change: AppliedChange) -> JournalEntry {
      JournalEntry(change.address, .applied, at: noon, change: change)
    }
    try dev.append([line(.set(a)), line(.set(b))], to: "r-1")
    #expect(try dev.applied().all == [a, b])
    #expect(try prod.applied().isEmpty)
    try dev.append([line(.forget(a.address))], to: "r-1")
    #expect(try dev.applied().all == [b])
    let renamed = sampleObject("c", id: b.id)
    try dev.append([line(.set(renamed))], to: "r-1")
    #expect(try dev.applied().all == [renamed])
  }

  @Test func `lines and their changes are stored together or not at all`() throws {
    let state = try Folder().open()
    // The run does not exist, so that the journal's line is refused after the record was changed.
    #expect(throws: StateFailure.self) {
      try state.append(
        [
          JournalEntry(
            sampleObject("a").address, .applied, at: noon, change: .set(sampleObject("a")))
        ],
        to: "r-none")
    }
    #expect(try state.applied().isEmpty)
  }

  @Test func `what a call has stored is in a copy of the files taken without closing them`() throws
  {
    let folder = Folder()
    let state = try folder.open()
    try state.begin(sampleRun("r-1"))
    try state.append(
      [JournalEntry(sampleObject("a").address, .intent(.create), at: noon)], to: "r-1")
    let copy = Folder()
    try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
    #expect(try copy.open().journal(of: "r-1").count == 1)
    _ = state
  }

  @Test func `ten thousand applied objects are read in one go`() throws {
    let state = try Folder().open()
    try state.begin(sampleRun("r-1"))
    try state.append(
      (0..<10_000).map { number in
        let object = sampleObject("w\(number)")
        return JournalEntry(object.address, .applied, at: noon, change: .set(object))
      }, to: "r-1")
    #expect(try state.applied().count == 10_000)
  }
}

@Suite struct MigrationTests {
  private let second = "ALTER TABLE runs ADD COLUMN note TEXT;"

  @Test func `an older state is brought up to date after a copy of it was made`() throws {
    let folder = Folder()
    do {
      let state = try folder.open()
      try state.begin(sampleRun("r-1"))
    }
    let migrated = try SQLiteState.open(
      folder: folder.path, environment: "dev", along: StateSchema.migrations + [second])
    #expect(try migrated.runs().map(\.id) == ["r-1"])
    let copy = Folder()
    try FileManager.default.createDirectory(
      atPath: copy.path, withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: folder.database + ".v1.bak", toPath: copy.database)
    #expect(try copy.open().runs().map(\.id) == ["r-1"])
    #expect(throws: StateFailure.self) { try folder.open() }
  }

  @Test func `a migration that fails leaves the state as it was`() throws {
    let folder = Folder()
    _ = try folder.open()
    #expect(throws: StateFailure.self) {
      try SQLiteState.open(
        folder: folder.path, environment: "dev",
        along: StateSchema.migrations + [second + "ALTER TABLE nothing ADD COLUMN x TEXT;"])
    }
    #expect(try folder.open().runs().isEmpty)
  }
}

@Suite struct StateLeaseTests {
  private func lease(_ run: String, from start: Timestamp = noon) -> Lease {
    Lease(
      run: run, holder: "ada", acquired: start, expires: start.advanced(by: .seconds(60)))
  }

  @Test func `one run holds the lease until it gives it up or its time is over`() throws {
    let state = try Folder().open()
    let (first, second) = (lease("r-1"), lease("r-2"))
    #expect(try state.acquire(first, at: noon) == .acquired(takenOver: nil))
    #expect(try state.acquire(second, at: noon) == .held(first))
    #expect(try state.acquire(first, at: noon) == .acquired(takenOver: nil))
    try state.release(run: "r-2")
    #expect(try state.lease() == first)
    let later = noon.advanced(by: .seconds(60))
    #expect(
      try state.acquire(lease("r-2", from: later), at: later) == .acquired(takenOver: first))
    #expect(try state.renew(first) == false)
    #expect(try state.renew(lease("r-2", from: later.advanced(by: .seconds(20)))))
    try state.release(run: "r-2")
    #expect(try state.lease() == nil)
  }

  @Test func `of many that ask at once exactly one gets it`() async throws {
    let folder = Folder()
    _ = try folder.open()
    let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<16 {
        group.addTask {
          let answer = try folder.open().acquire(self.lease("r-\(number)"), at: noon)
          return answer == .acquired(takenOver: nil)
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(winners == 1)
  }
}
