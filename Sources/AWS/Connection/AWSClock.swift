internal import Synchronization
internal import World

/// How far the clocks of hosts are from ours, as far as their answers told.
struct ClockOffsets: Sendable {
  private var offsets: [String: Duration] = [:]

  /// Returns the time to sign with for a host.
  func time(for host: String, at ours: Timestamp) -> Timestamp {
    offsets[host].map { ours.advanced(by: $0) } ?? ours
  }

  /// Takes up what time it is at a host; returns whether that is further than `tolerance` from what
  /// was signed with.
  mutating func learn(
    _ theirs: Timestamp, of host: String, at ours: Timestamp, tolerance: Duration
  ) -> Bool {
    let error = theirs.duration(since: time(for: host, at: ours))
    guard error > tolerance || error < .zero - tolerance else { return false }
    offsets[host] = theirs.duration(since: ours)
    return true
  }
}

/// The offsets that all clients of a connection share.
final class AWSClock: Sendable {
  private let offsets = Mutex(ClockOffsets())

  func time(for host: String, at ours: Timestamp) -> Timestamp {
    offsets.withLock { $0.time(for: host, at: ours) }
  }

  func learn(
    _ theirs: Timestamp, of host: String, at ours: Timestamp, tolerance: Duration
  ) -> Bool {
    offsets.withLock { $0.learn(theirs, of: host, at: ours, tolerance: tolerance) }
  }
}
