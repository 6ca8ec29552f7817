internal import JSON
package import Reconciler
package import World

extension SQLiteState {
  package func runs() throws(StateFailure) -> [RunRecord] {
    try use { database throws(Database.Failure) in
      try database.query(
        """
        SELECT id, environment, owner, actor, commit_id, started, finished, state, plan, summary
        FROM runs WHERE environment = ? ORDER BY started DESC, rowid DESC
        """, [.text(environment)]
      ) { row throws(Database.Failure) in try RunRecord(row) }
    }
  }

  package func begin(_ run: RunRecord) throws(StateFailure) {
    try use { database throws(Database.Failure) in
      try database.run(
        "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
          .text(run.id), .text(environment), .text(run.owner), .text(run.actor),
          SQLValue(run.commit), .integer(run.started.milliseconds),
          SQLValue(run.finished?.milliseconds), .text(run.state.rawValue),
          .text(run.plan.canonicalText), .text(JSON.counts(run.summary).canonicalText),
        ])
    }
  }

  package func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) throws(StateFailure) {
    try use { database throws(Database.Failure) in
      try database.run(
        "UPDATE runs SET state = ?, finished = ?, summary = ? WHERE id = ? AND environment = ?",
        [
          .text(state.rawValue), SQLValue(finished?.milliseconds),
          .text(JSON.counts(summary).canonicalText), .text(run), .text(environment),
        ])
    }
  }

  package func journal(of run: String) throws(StateFailure) -> [JournalEntry] {
    try use { database throws(Database.Failure) in
      try database.query(
        "SELECT address, event, detail, object, time FROM journal WHERE run = ? ORDER BY number",
        [.text(run)]
      ) { row throws(Database.Failure) in try JournalEntry(row) }
    }
  }

  package func append(_ entries: [JournalEntry], to run: String) throws(StateFailure) {
    try use { database throws(Database.Failure) in
      try database.transaction { () throws(Database.Failure) in
        for entry in entries { try insert(entry, of: run, into: database) }
      }
    }
  }

  private func insert(
    _ entry: JournalEntry, of run: String, into database: Database
  ) throws(Database.Failure) {
    let (event, detail) = entry.event.words
    try database.run(
      "INSERT INTO journal (run, address, event, detail, object, time) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(run), .text(entry.address.description), .text(event), SQLValue(detail),
        SQLValue(entry.id), .integer(entry.time.milliseconds),
      ])
    if let change = entry.change { try apply(change, to: database) }
  }
}

extension RunRecord {
  fileprivate init(_ row: Row) throws(Database.Failure) {
    guard let id = row.text(0), let environment = row.text(1), let owner = row.text(2),
      let actor = row.text(3), let started = row.integer(5),
      let state = row.text(7).flatMap(State.init),
      let plan = row.text(8).flatMap({ try? JSON.parse($0) }),
      let summary = row.text(9).flatMap({ try? JSON.parse($0) })?.object
    else { throw .malformed }
    self.init(
      id: id, environment: environment, owner: owner, actor: actor, commit: row.text(4),
      started: Timestamp(milliseconds: started),
      finished: row.integer(6).map { Timestamp(milliseconds: $0) }, state: state, plan: plan,
      summary: Dictionary(
        summary.map { ($0.key, $0.value.int ?? 0) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension JournalEntry {
  fileprivate init(_ row: Row) throws(Database.Failure) {
    guard let address = row.text(0).flatMap(Address.init(parsing:)), let name = row.text(1),
      let event = Event(name, detail: row.text(2)), let time = row.integer(4)
    else { throw .malformed }
    self.init(address, event, id: row.text(3), at: Timestamp(milliseconds: time))
  }
}

extension JSON {
  static func counts(_ counts: [String: Int]) -> JSON {
    .object(
      JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) }))
  }
}
