import Notices
import Reconciler
import World

/// A difference in a field of one webhook.
func sample(
  _ field: String, live: String = "x", words: String? = nil, moved: String? = nil
) -> DriftDifference {
  DriftDifference(
    address: Address(kind: "Webhook", name: "hook"), path: "/spec/\(field)", direction: .org,
    live: Array(live.utf8), words: words ?? "\(field): \(live) in the org, y in Git", moved: moved)
}

/// A notice of some differences, all of them new.
func notice(_ differences: [DriftDifference], environment: String = "prod") -> DriftNotice {
  var notice = DriftNotice(
    .drift, environment: environment, at: Timestamp(seconds: 1_800_000_000),
    fingerprint: DriftFingerprint.of(differences.map(\.id)))
  notice.differences = differences
  notice.new = differences
  return notice
}

/// A world whose clock stands still and that waits no time.
func stillWorld(at seconds: Int64 = 1_800_000_000) -> World {
  let start = ContinuousClock.now
  return World(
    now: { Timestamp(seconds: seconds) }, instant: { start }, sleep: { _ in },
    random: { 0.5 }, environment: { _ in nil }, log: .silent)
}
