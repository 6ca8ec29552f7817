internal import JSON
package import Reconciler
internal import World

extension SQLiteState {
  package func applied() throws(StateFailure) -> AppliedRecord {
    let objects = try use { database throws(Database.Failure) in
      try database.query(
        """
        SELECT address, id, owner, spec, fingerprints, deletion_policy, labels, run, time
        FROM applied WHERE environment = ?
        """, [.text(environment)]
      ) { row throws(Database.Failure) in try AppliedObject(row) }
    }
    return AppliedRecord(objects)
  }

  func apply(_ change: AppliedChange, to database: Database) throws(Database.Failure) {
    try database.run(
      "DELETE FROM applied WHERE environment = ? AND address = ?",
      [.text(environment), .text(change.address.description)])
    guard case .set(let object) = change else { return }
    // A renamed object keeps its id, and must not be known twice.
    let part = object.address.part.map { "#\($0)" } ?? ""
    try database.run(
      """
      DELETE FROM applied
      WHERE environment = ? AND id = ? AND address GLOB ? AND address LIKE '%#%' = ?
      """,
      [
        .text(environment), .text(object.id), .text("\(object.address.kind)/*\(part)"),
        .integer(part.isEmpty ? 0 : 1),
      ])
    try database.run(
      "INSERT INTO applied VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        .text(environment), .text(object.address.description), .text(object.id),
        .text(object.owner), .text(object.spec.canonicalText),
        .text(JSON.texts(object.fingerprints).canonicalText),
        .text(object.deletionPolicy.rawValue), .text(JSON.texts(object.labels).canonicalText),
        .text(object.run), .integer(object.time.milliseconds),
      ])
  }
}

extension AppliedObject {
  fileprivate init(_ row: Row) throws(Database.Failure) {
    guard let address = row.text(0).flatMap(Address.init(parsing:)), let id = row.text(1),
      let owner = row.text(2), let spec = row.text(3).flatMap({ try? JSON.parse($0) }),
      let fingerprints = row.text(4).flatMap({ try? JSON.parse($0) })?.textsByName,
      let policy = row.text(5).flatMap(DeletionPolicy.init),
      let labels = row.text(6).flatMap({ try? JSON.parse($0) })?.textsByName,
      let run = row.text(7), let time = row.integer(8)
    else { throw .malformed }
    self.init(
      address: address, id: id, owner: owner, spec: spec, fingerprints: fingerprints,
      deletionPolicy: policy, labels: labels, run: run, time: Timestamp(milliseconds: time))
  }
}
