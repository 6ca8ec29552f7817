package import World

/// The right to write to an environment, held by one run at a time and given up by time.
package struct Lease: Sendable, Hashable {
  /// The run that holds it.
  package let run: String
  /// Who started it, and where.
  package let holder: String
  package let acquired: Timestamp
  package let expires: Timestamp

  package init(run: String, holder: String, acquired: Timestamp, expires: Timestamp) {
    self.run = run
    self.holder = holder
    self.acquired = acquired
    self.expires = expires
  }

  /// Whether it is the same holder's for the same run, be it at another time.
  package func isOurs(_ other: Lease) -> Bool { run == other.run && holder == other.holder }

  package func isExpired(at now: Timestamp) -> Bool { expires <= now }

  /// Returns the same lease with its end moved.
  package func extended(to expires: Timestamp) -> Lease {
    Lease(run: run, holder: holder, acquired: acquired, expires: expires)
  }
}

/// What came of asking for a lease.
package enum LeaseAnswer: Sendable, Hashable {
  /// It is ours; the expired one that was in its place, if any.
  case acquired(takenOver: Lease?)
  case held(Lease)
}
