internal import CSQLite
internal import Reconciler

/// One connection to a SQLite file, used by one thread at a time.
///
/// `@unchecked Sendable`: SQLite itself serialises the use of a connection opened with
/// `SQLITE_OPEN_FULLMUTEX`, and `SQLiteState` lets nobody between the statements of a transaction.
final class Database: @unchecked Sendable {
  private let connection: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// What SQLite refuses, by its result code and in its words.
  struct Failure: Error {
    let code: Int32
    let message: String
  }

  enum Mode { case reading, writing }

  /// Opens a file (`sqlite3_open_v2`); for writing it is made where there is none.
  init(_ path: String, _ mode: Mode) throws(Failure) {
    let access = SQLITE_OPEN_READWRITE | (mode == .writing ? SQLITE_OPEN_CREATE : 0)
    var connection: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &connection, access | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let connection else {
      defer { sqlite3_close_v2(connection) }
      throw Failure(code: code, message: String(cString: sqlite3_errstr(code)))
    }
    self.connection = connection
    sqlite3_busy_timeout(connection, 5000)
  }

  deinit {
    statements = [:]
    sqlite3_close_v2(connection)
  }

  /// Runs statements that give no rows (`sqlite3_exec`).
  func execute(_ sql: String) throws(Failure) {
    try check(sqlite3_exec(connection, sql, nil, nil, nil))
  }

  /// Runs a statement with values for its question marks, and returns what `row` makes of each row.
  @discardableResult
  func query<Value>(
    _ sql: String, _ values: [SQLValue] = [], row: (Row) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let statement = try statement(sql)
    defer { sqlite3_reset(statement.pointer) }
    for (index, value) in values.enumerated() {
      try check(value.bind(to: statement.pointer, at: Int32(index + 1)))
    }
    var result: [Value] = []
    while true {
      let code = sqlite3_step(statement.pointer)
      if code == SQLITE_DONE { return result }
      guard code == SQLITE_ROW else { throw failure(code) }
      result.append(try row(Row(statement: statement.pointer)))
    }
  }

  /// Runs a statement that changes something, and returns how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: [SQLValue] = []) throws(Failure) -> Int {
    try query(sql, values) { (_: Row) throws(Failure) in }
    return Int(sqlite3_changes(connection))
  }

  /// Runs a closure in a transaction that nobody else writes in; all of it happens, or nothing.
  func transaction<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    try execute("BEGIN IMMEDIATE")
    do throws(Failure) {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      try? execute("ROLLBACK")
      throw error
    }
  }

  private func statement(_ sql: String) throws(Failure) -> Statement {
    if let statement = statements[sql] { return statement }
    var pointer: OpaquePointer?
    try check(
      sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil))
    guard let pointer else { throw failure(SQLITE_MISUSE) }
    let statement = Statement(pointer)
    statements[sql] = statement
    return statement
  }

  private func check(_ code: Int32) throws(Failure) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> Failure {
    Failure(code: code, message: String(cString: sqlite3_errmsg(connection)))
  }
}

/// A prepared statement, kept for its next use.
private final class Statement {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    sqlite3_finalize(pointer)
  }
}

/// A value for a question mark of a statement.
enum SQLValue {
  case text(String)
  case integer(Int64)
  case null

  fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .text(let text):
      var text = text
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          gcs_sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count))
        }
      }
    case .integer(let value): return sqlite3_bind_int64(statement, index, value)
    case .null: return sqlite3_bind_null(statement, index)
    }
  }

  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
}

/// A row of a result, valid until the next one is read.
struct Row {
  fileprivate let statement: OpaquePointer

  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func integer(_ column: Int32) -> Int64? {
    sqlite3_column_type(statement, column) == SQLITE_NULL
      ? nil : sqlite3_column_int64(statement, column)
  }
}

extension Database.Failure {
  /// Whether the file is no database, or one that was damaged.
  var isCorruption: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primary) }
  var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(primary) }
  var isFull: Bool { primary == SQLITE_FULL }
  var isReadOnly: Bool { [SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH].contains(primary) }

  private var primary: Int32 { code & 0xff }

  /// What a row means that holds something this gcsync did not write there.
  static let malformed = Database.Failure(
    code: SQLITE_CORRUPT, message: "a row holds something that does not belong there")
}
