package import Diagnostics
package import Reconciler
package import Rendering
package import World

/// What came of opening the state of an environment.
package enum StateFinding: Sendable {
  /// Nothing has been applied from here yet.
  case absent
  case open(objects: Int, lease: Lease?)
  /// `isRefused` where credentials are missing or not good enough.
  case failed(Diagnostic, isRefused: Bool)

  package func row(at now: Timestamp) -> Checkup.Row {
    switch self {
    case .absent: return Checkup.Row("state", .ok, "there is none yet; the first apply makes it")
    case .failed(let problem, let isRefused):
      return Checkup.Row("state", problem, failure: isRefused ? .refused : .other)
    case .open(let objects, let lease):
      let found = "it opens and knows of \(objects) object\(objects == 1 ? "" : "s")"
      guard let lease, !lease.isExpired(at: now) else { return Checkup.Row("state", .ok, found) }
      return Checkup.Row(
        "state", .warning,
        "locked by \(lease.holder) for the run \(lease.run) until \(lease.expires.rfc3339)",
        remedy: "wait for that run; gcsync lock release \(lease.run) takes the lock from a dead one"
      )
    }
  }
}
