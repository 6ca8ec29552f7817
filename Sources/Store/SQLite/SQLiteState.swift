internal import Diagnostics
package import Reconciler
internal import Synchronization
internal import World

/// The state of one environment in a project's `state.db`.
package final class SQLiteState: StateStore, DocumentStore {
  let environment: String
  private let path: String
  private let database: Mutex<Database>

  private init(_ database: Database, path: String, environment: String) {
    self.database = Mutex(database)
    self.path = path
    self.environment = environment
  }

  /// Opens the state below a folder such as `.gcsync`; nil where there is none yet.
  package static func openPresent(
    folder: String, environment: String
  ) throws(StateFailure) -> SQLiteState? {
    let path = "\(folder)/state.db"
    guard Files.exists(path) else { return nil }
    return try open(path, environment, StateSchema.migrations)
  }

  /// Opens the state below a folder, and makes both where there are none.
  package static func open(
    folder: String, environment: String, along migrations: [String] = StateSchema.migrations
  ) throws(StateFailure) -> SQLiteState {
    let path = "\(folder)/state.db"
    if Files.exists(path) { return try open(path, environment, migrations) }
    let new = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 16)).new"
    try writing { () throws(FileError) in
      try Files.createDirectory(folder)
      if !Files.exists("\(folder)/.gitignore") {
        try Files.write(Array("*\n".utf8), to: "\(folder)/.gitignore")
      }
    }
    try create(new, migrations)
    try writing { () throws(FileError) in try Files.publish(new, as: path) }
    return try open(path, environment, migrations)
  }

  /// Makes a file with the tables in it, which gets its name only when it is whole.
  private static func create(
    _ path: String, _ migrations: [String]
  ) throws(StateFailure) {
    do throws(StateFailure) {
      try guarding(path) { () throws(Database.Failure) in
        let database = try Database(path, .writing)
        // A file without its name needs no journal that a crash would leave beside it.
        try database.execute("PRAGMA journal_mode = MEMORY")
        try database.execute("PRAGMA synchronous = FULL")
        try StateSchema.create(database, along: migrations)
        try database.execute("PRAGMA journal_mode = WAL")
      }
    } catch {
      Files.remove(path)
      throw error
    }
  }

  private static func open(
    _ path: String, _ environment: String, _ migrations: [String]
  ) throws(StateFailure) -> SQLiteState {
    if let size = try? Files.size(path), size == 0 {
      throw corruption(path, "it is empty")
    }
    let opened = try guarding(path) { () throws(Database.Failure) in
      let database = try Database(path, .reading)
      try configure(database)
      return (
        database: database, isOurs: try StateSchema.isOurs(database),
        version: try StateSchema.version(of: database)
      )
    }
    guard opened.isOurs, opened.version > 0 else {
      throw corruption(path, "it holds no state of gcsync")
    }
    try upgrade(opened.database, from: opened.version, path: path, along: migrations)
    return SQLiteState(opened.database, path: path, environment: environment)
  }

  private static func configure(_ database: Database) throws(Database.Failure) {
    try database.execute("PRAGMA journal_mode = WAL")
    try database.execute("PRAGMA synchronous = FULL")
    try database.execute("PRAGMA foreign_keys = ON")
  }

  /// Brings a file of an older gcsync up to date, after a copy; refuses one of a newer.
  private static func upgrade(
    _ database: Database, from version: Int, path: String, along migrations: [String]
  ) throws(StateFailure) {
    guard version <= migrations.count else {
      throw StateFailure(
        .error(
          "state-newer", "\(path) was written by a newer gcsync (schema \(version))",
          hint: "use that gcsync; this one knows schemas up to \(migrations.count)"))
    }
    guard version < migrations.count else { return }
    try guarding(path) { () throws(Database.Failure) in
      try database.run("VACUUM INTO ?", [.text("\(path).v\(version).bak")])
      try StateSchema.migrate(database, along: migrations, from: version)
    }
  }

  /// Does something with the database while nobody else of this process does.
  @discardableResult
  func use<Value: Sendable>(
    _ body: (Database) throws(Database.Failure) -> Value
  ) throws(StateFailure) -> Value {
    try Self.guarding(path) { () throws(Database.Failure) in
      let result = database.withLock { database -> Result<Value, Database.Failure> in
        do throws(Database.Failure) {
          return .success(try body(database))
        } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }
  }
}

extension SQLiteState {
  private static func writing(_ body: () throws(FileError) -> Void) throws(StateFailure) {
    do throws(FileError) {
      try body()
    } catch {
      throw StateFailure(
        .error("state-not-written", "the state cannot be made: \(error.description)"))
    }
  }

  /// Turns what SQLite says into a problem with a remedy.
  private static func guarding<Value>(
    _ path: String, _ body: () throws(Database.Failure) -> Value
  ) throws(StateFailure) -> Value {
    do throws(Database.Failure) {
      return try body()
    } catch {
      if error.isCorruption { throw corruption(path, error.message) }
      let (code, hint) =
        error.isBusy
        ? ("state-busy", "another gcsync is writing to it; try again")
        : error.isFull
          ? ("state-not-written", "the disk is full")
          : error.isReadOnly
            ? ("state-not-written", "its file or folder may not be written to")
            : ("state-unusable", "see whether the file and its folder can be read and written")
      throw StateFailure(.error(code, "\(path): \(error.message)", hint: hint))
    }
  }

  private static func corruption(_ path: String, _ what: String) -> StateFailure {
    StateFailure(
      .error(
        "state-corrupt", "\(path) is damaged: \(what)",
        notes: [.init("nothing was read from it, and nothing is taken for absent because of it")],
        hint:
          "restore a copy of it; or move it away, and gcsync goes on without knowing who moved, "
          + "which secrets changed and what it may prune, until the next apply"))
  }
}
