package import Reconciler
package import World

extension SQLiteState {
  package func acquire(_ lease: Lease, at now: Timestamp) throws(StateFailure) -> LeaseAnswer {
    try use { database throws(Database.Failure) in
      try database.transaction { () throws(Database.Failure) in
        let present = try read(database)
        if let present, !present.isOurs(lease), !present.isExpired(at: now) {
          return .held(present)
        }
        try database.run(
          "INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?)",
          [
            .text(environment), .text(lease.run), .text(lease.holder),
            .integer(lease.acquired.milliseconds), .integer(lease.expires.milliseconds),
          ])
        return .acquired(takenOver: present?.isOurs(lease) == true ? nil : present)
      }
    }
  }

  package func renew(_ lease: Lease) throws(StateFailure) -> Bool {
    try use { database throws(Database.Failure) in
      try database.run(
        "UPDATE leases SET expires = ? WHERE environment = ? AND run = ? AND holder = ?",
        [
          .integer(lease.expires.milliseconds), .text(environment), .text(lease.run),
          .text(lease.holder),
        ]) == 1
    }
  }

  package func release(_ lease: Lease) throws(StateFailure) {
    try use { database throws(Database.Failure) in
      try database.run(
        "DELETE FROM leases WHERE environment = ? AND run = ? AND holder = ?",
        [.text(environment), .text(lease.run), .text(lease.holder)])
    }
  }

  package func lease() throws(StateFailure) -> Lease? {
    try use { database throws(Database.Failure) in try read(database) }
  }

  private func read(_ database: Database) throws(Database.Failure) -> Lease? {
    try database.query(
      "SELECT run, holder, acquired, expires FROM leases WHERE environment = ?",
      [.text(environment)]
    ) { row throws(Database.Failure) in
      guard let run = row.text(0), let holder = row.text(1), let acquired = row.integer(2),
        let expires = row.integer(3)
      else { throw .malformed }
      return Lease(
        run: run, holder: holder, acquired: Timestamp(milliseconds: acquired),
        expires: Timestamp(milliseconds: expires))
    }.first
  }
}
