internal import Reconciler

/// The tables of the state, and how those of earlier versions become them.
package enum StateSchema {
  /// The number that says a SQLite file is a state of gcsync ("gcsy").
  static let applicationID: Int64 = 0x6763_7379

  /// The statements that lead from one version to the next; the first make the tables.
  package static let migrations: [String] = [
    """
    CREATE TABLE runs (
      id TEXT PRIMARY KEY, environment TEXT NOT NULL, owner TEXT NOT NULL, actor TEXT NOT NULL,
      commit_id TEXT, started INTEGER NOT NULL, finished INTEGER, state TEXT NOT NULL,
      plan TEXT NOT NULL, summary TEXT NOT NULL
    ) STRICT;
    CREATE INDEX runs_by_environment ON runs (environment, started);
    CREATE TABLE journal (
      number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL REFERENCES runs (id),
      address TEXT NOT NULL, event TEXT NOT NULL, detail TEXT, object TEXT, time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX journal_by_run ON journal (run, number);
    CREATE TABLE applied (
      environment TEXT NOT NULL, address TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL,
      spec TEXT NOT NULL, fingerprints TEXT NOT NULL, deletion_policy TEXT NOT NULL,
      labels TEXT NOT NULL, run TEXT NOT NULL, time INTEGER NOT NULL,
      PRIMARY KEY (environment, address)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX applied_by_id ON applied (environment, id);
    CREATE TABLE leases (
      environment TEXT PRIMARY KEY, run TEXT NOT NULL, holder TEXT NOT NULL,
      acquired INTEGER NOT NULL, expires INTEGER NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE documents (
      environment TEXT NOT NULL, name TEXT NOT NULL, revision TEXT NOT NULL, content TEXT NOT NULL,
      PRIMARY KEY (environment, name)
    ) STRICT, WITHOUT ROWID;
    """,
  ]

  /// The tables that a state has had since its first version.
  static let tables: Set<String> = ["runs", "journal", "applied", "leases"]

  /// Makes the tables in a new file.
  static func create(
    _ database: Database, along migrations: [String]
  ) throws(Database.Failure) {
    try database.transaction { () throws(Database.Failure) in
      for statements in migrations { try database.execute(statements) }
      try database.execute("PRAGMA application_id = \(applicationID)")
      try database.execute("PRAGMA user_version = \(migrations.count)")
    }
  }

  /// Brings an older file up to date, from the version it has.
  static func migrate(
    _ database: Database, along migrations: [String], from version: Int
  ) throws(Database.Failure) {
    try database.transaction { () throws(Database.Failure) in
      for statements in migrations.dropFirst(version) { try database.execute(statements) }
      try database.execute("PRAGMA user_version = \(migrations.count)")
    }
  }

  static func version(of database: Database) throws(Database.Failure) -> Int {
    Int(try number("PRAGMA user_version", database))
  }

  static func isOurs(_ database: Database) throws(Database.Failure) -> Bool {
    guard try number("PRAGMA application_id", database) == applicationID else { return false }
    let names = try database.query("SELECT name FROM sqlite_schema WHERE type = 'table'") {
      (row: Row) throws(Database.Failure) in row.text(0) ?? ""
    }
    return tables.isSubset(of: names)
  }

  private static func number(
    _ sql: String, _ database: Database
  ) throws(Database.Failure) -> Int64 {
    try database.query(sql) { (row: Row) throws(Database.Failure) in row.integer(0) ?? 0 }.first
      ?? 0
  }
}
