internal import Diagnostics
package import Reconciler
internal import Synchronization
package import World

/// The ledger of one worker or several on one machine, in a SQLite file of its own.
///
/// A loss of power may cost the last entries, after which an event may be handled once more; a
/// crash of the process costs none.
package final class SQLiteLedger: Sendable {
  private let database: Mutex<Database>
  private let path: String
  private let lifetimes: LedgerRecord.Lifetimes
  private let now: @Sendable () -> Timestamp

  private init(
    _ database: Database, path: String, lifetimes: LedgerRecord.Lifetimes,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.database = Mutex(database)
    self.path = path
    self.lifetimes = lifetimes
    self.now = now
  }

  /// Opens a ledger that is there; one that is missing, empty or damaged is refused with a remedy.
  package static func open(
    _ path: String, lifetimes: LedgerRecord.Lifetimes = .init(),
    now: @escaping @Sendable () -> Timestamp
  ) throws(StateFailure) -> SQLiteLedger {
    guard let size = try? Files.size(path) else {
      throw StateFailure(
        .error(
          "ledger-missing", "there is no ledger \(path)",
          notes: [.init("without it, events that were handled before would be handled again")],
          hint: "start a new one with --new-ledger, or name the right file"))
    }
    guard size > 0 else { throw damaged(path, "it is empty") }
    let database = try guarding(path) { () throws(Database.Failure) in
      let database = try Database(path, .reading)
      try configure(database)
      guard try LedgerSchema.isLedger(database) else { throw .malformed }
      return database
    }
    return SQLiteLedger(database, path: path, lifetimes: lifetimes, now: now)
  }

  /// Makes a new ledger where there is none, and opens it.
  package static func create(
    _ path: String, lifetimes: LedgerRecord.Lifetimes = .init(),
    now: @escaping @Sendable () -> Timestamp
  ) throws(StateFailure) -> SQLiteLedger {
    if !Files.exists(path) {
      try guarding(path) { () throws(Database.Failure) in
        let database = try Database(path, .writing)
        try configure(database)
        try LedgerSchema.create(database)
      }
    }
    return try open(path, lifetimes: lifetimes, now: now)
  }

  private static func configure(_ database: Database) throws(Database.Failure) {
    try database.execute("PRAGMA journal_mode = WAL")
    try database.execute("PRAGMA synchronous = NORMAL")
  }

  /// Claims events, all in one transaction, and returns what became of each.
  package func claim(_ entries: [LedgerEntry]) throws(StateFailure) -> [LedgerClaim] {
    let now = now()
    let end = now.advanced(by: lifetimes.inProgress)
    return try transaction { database throws(Database.Failure) in
      var claims: [LedgerClaim] = []
      for entry in entries {
        let claim = entry.claim(against: try LedgerSchema.record(entry.key, database), at: now)
        if claim == .granted {
          let record = LedgerRecord(
            state: .inProgress, payloadHash: entry.payloadHash, expires: end)
          try LedgerSchema.set(entry.key, record, database)
        }
        claims.append(claim)
      }
      return claims
    }
  }

  /// Writes down that events were handled, and forgets some of those that are long past.
  package func complete(_ entries: [LedgerEntry]) throws(StateFailure) {
    let now = now()
    let end = now.advanced(by: lifetimes.completed)
    try transaction { database throws(Database.Failure) in
      for entry in entries {
        let record = LedgerRecord(
          state: .completed, payloadHash: entry.payloadHash, expires: end)
        try LedgerSchema.set(entry.key, record, database)
      }
      try LedgerSchema.forget(before: now, database)
    }
  }

  /// Gives up claims, so that others may have them.
  package func release(_ entries: [LedgerEntry]) throws(StateFailure) {
    try transaction { database throws(Database.Failure) in
      for entry in entries { try LedgerSchema.release(entry, database) }
    }
  }

  private func transaction<Value: Sendable>(
    _ body: (Database) throws(Database.Failure) -> Value
  ) throws(StateFailure) -> Value {
    try Self.guarding(path) { () throws(Database.Failure) in
      try database.withLock { database -> Result<Value, Database.Failure> in
        do throws(Database.Failure) {
          return .success(
            try database.transaction { () throws(Database.Failure) in try body(database) })
        } catch {
          return .failure(error)
        }
      }.get()
    }
  }

  private static func guarding<Value>(
    _ path: String, _ body: () throws(Database.Failure) -> Value
  ) throws(StateFailure) -> Value {
    do throws(Database.Failure) {
      return try body()
    } catch {
      if error.isCorruption { throw damaged(path, error.message) }
      throw StateFailure(
        .error(
          "ledger-unusable", "\(path): \(error.message)",
          hint: "see whether the file and its folder can be read and written"))
    }
  }

  private static func damaged(_ path: String, _ what: String) -> StateFailure {
    StateFailure(
      .error(
        "ledger-corrupt", "\(path) is no ledger of events: \(what)",
        notes: [.init("nothing was read from it, and no event is taken for new because of it")],
        hint: "restore a copy of it; or move it away and start a new one with --new-ledger"))
  }
}
