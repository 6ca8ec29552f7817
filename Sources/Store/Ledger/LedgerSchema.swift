internal import World

/// The table of a ledger, and what is done with its rows.
enum LedgerSchema {
  /// The number that says a SQLite file is a ledger of gcsync ("gcsl").
  private static let applicationID: Int64 = 0x6763_736c

  static func create(_ database: Database) throws(Database.Failure) {
    try database.transaction { () throws(Database.Failure) in
      try database.execute(
        """
        CREATE TABLE IF NOT EXISTS events (
          key TEXT PRIMARY KEY, state TEXT NOT NULL, payload_hash TEXT NOT NULL,
          expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS events_by_end ON events (expires);
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = 1;
        """)
    }
  }

  static func isLedger(_ database: Database) throws(Database.Failure) -> Bool {
    let found = try database.query("PRAGMA application_id") {
      (row: Row) throws(Database.Failure) in row.integer(0)
    }
    return found == [applicationID]
  }

  static func record(
    _ key: String, _ database: Database
  ) throws(Database.Failure) -> LedgerRecord? {
    try database.query(
      "SELECT state, payload_hash, expires FROM events WHERE key = ?", [.text(key)]
    ) { (row: Row) throws(Database.Failure) in
      guard let state = row.text(0).flatMap(LedgerRecord.State.init), let hash = row.text(1),
        let expires = row.integer(2)
      else { throw .malformed }
      return LedgerRecord(
        state: state, payloadHash: hash, expires: Timestamp(milliseconds: expires))
    }.first
  }

  static func set(
    _ key: String, _ record: LedgerRecord, _ database: Database
  ) throws(Database.Failure) {
    try database.run(
      "INSERT OR REPLACE INTO events (key, state, payload_hash, expires) VALUES (?, ?, ?, ?)",
      [
        .text(key), .text(record.state.rawValue), .text(record.payloadHash),
        .integer(record.expires.milliseconds),
      ])
  }

  /// Removes a claim, but nothing that was completed.
  static func release(_ entry: LedgerEntry, _ database: Database) throws(Database.Failure) {
    try database.run(
      "DELETE FROM events WHERE key = ? AND state = ?",
      [.text(entry.key), .text(LedgerRecord.State.inProgress.rawValue)])
  }

  /// Removes records that have ended, a few at a time so that nobody waits for it.
  static func forget(before now: Timestamp, _ database: Database) throws(Database.Failure) {
    try database.run(
      """
      DELETE FROM events WHERE key IN
        (SELECT key FROM events WHERE expires <= ? ORDER BY expires LIMIT 100)
      """, [.integer(now.milliseconds)])
  }
}
