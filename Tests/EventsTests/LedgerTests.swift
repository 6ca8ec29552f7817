import Diagnostics
import Events
import Foundation
import Reconciler
import Store
import Synchronization
import TestSupport
import Testing
import World

/// What ledgers have in common, whatever they are kept in.
@Suite struct LedgerTests {
  private let clock = VirtualWorld()
  private let folder = NSTemporaryDirectory() + "gcsync-ledger-\(UUID().uuidString)"

  private func ledgers() throws -> [any Ledger] {
    try Files.createDirectory(folder)
    let clock = clock
    return [
      MemoryLedger(world: clock.world),
      FileLedger(try SQLiteLedger.create("\(folder)/events.db") { clock.world.now() }),
    ]
  }

  private func entry(_ key: String, _ hash: String = "h") -> LedgerEntry {
    LedgerEntry(key: key, payloadHash: hash)
  }

  @Test func `an event is had by one, then known as handled, then forgotten`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for ledger in try ledgers() {
      #expect(try await ledger.claim([entry("a"), entry("b")]) == [.granted, .granted])
      let until = clock.world.now().advanced(by: .seconds(900))
      #expect(
        try await ledger.claim([entry("a"), entry("a", "other"), entry("c")])
          == [.inProgress(until: until), .conflict, .granted])
      try await ledger.complete([entry("a")])
      #expect(
        try await ledger.claim([entry("a"), entry("a", "other")]) == [.completed, .conflict])
      try await ledger.release([entry("a"), entry("b")])
      #expect(try await ledger.claim([entry("a"), entry("b")]) == [.completed, .granted])
      clock.advance(by: .seconds(900))
      #expect(try await ledger.claim([entry("b"), entry("a")]) == [.granted, .completed])
      clock.advance(by: .seconds(86_400 * 14))
      #expect(try await ledger.claim([entry("a")]) == [.granted])
    }
  }

  @Test func `the memory of a ledger in memory has an end`() {
    let ledger = MemoryLedger(world: clock.world, capacity: 3)
    for key in ["a", "b", "c", "d"] {
      #expect(ledger.claim([entry(key)]) == [.granted])
      ledger.complete([entry(key)])
    }
    #expect(
      ledger.claim([entry("d"), entry("c"), entry("b")]) == [.completed, .completed, .completed])
    #expect(ledger.claim([entry("a")]) == [.granted])
  }

  @Test func `a ledger survives its process, and two see the same file`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    let clock = clock
    let path = "\(folder)/events.db"
    let first = try SQLiteLedger.create(path) { clock.world.now() }
    let second = try SQLiteLedger.open(path) { clock.world.now() }
    #expect(try first.claim([entry("a")]) == [.granted])
    #expect(try second.claim([entry("a")]) != [.granted])
    try second.complete([entry("a")])
    #expect(try first.claim([entry("a")]) == [.completed])
  }

  @Test func `a missing, empty or foreign file is no empty ledger`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    let path = "\(folder)/events.db"
    func problem() -> String? {
      #expect(throws: StateFailure.self) {
        _ = try SQLiteLedger.open(path) { Timestamp(seconds: 0) }
      }?
      .problem.code
    }
    #expect(problem() == "ledger-missing")
    for content in ["", "no database at all, but longer than a header of one is"] {
      try Files.write(Array(content.utf8), to: path)
      #expect(problem() == "ledger-corrupt")
    }
  }
}
