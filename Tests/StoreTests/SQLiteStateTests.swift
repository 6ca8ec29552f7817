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
      atPath: folder.database + ".v\(StateSchema.migrations.count).bak", toPath: copy.database)
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
