package import Crypto

/// Which calls of asynchronous actions ran or are running, so that none runs twice.
package struct CallMemory: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package struct Key: Hashable, Sendable {
    let action: String
    let requestID: String

    package init(action: String, requestID: String) {
      self.action = action
      self.requestID = requestID
    }
  }

  package enum Finding: Sendable {
    /// There was no such call; it is kept now.
    case new(PendingCall)
    case known(PendingCall)
    /// The id stands for a call with other data, or as many calls are running as are kept.
    case refused(ActionRefusal)
  }

  private struct Entry: Sendable {
    let call: PendingCall
    let data: Digest
    /// Until when the reply is kept; nil while the call is running.
    var end: Instant?
  }

  private var entries: [Key: Entry] = [:]
  /// What has ended, in that order, so that all ends are ascending.
  private var ended: [Key] = []
  private let capacity: Int
  private let age: Duration

  package init(capacity: Int = 10_000, age: Duration = .seconds(600)) {
    self.capacity = capacity
    self.age = age
  }

  package var count: Int { entries.count }

  /// Looks for a call by its id, and keeps it where it is new.
  package mutating func find(_ key: Key, data: Digest, at now: Instant) -> Finding {
    forget(at: now)
    if let entry = entries[key] {
      return entry.data == data ? .known(entry.call) : .refused(Self.other)
    }
    if entries.count >= capacity {
      guard !ended.isEmpty else { return .refused(Self.full) }
      entries[ended.removeFirst()] = nil
    }
    let call = PendingCall()
    entries[key] = Entry(call: call, data: data)
    return .new(call)
  }

  /// Returns whether a call is running or its reply is kept.
  package func holds(_ key: Key, at now: Instant) -> Bool {
    entries[key].map { $0.end.map { now < $0 } ?? true } ?? false
  }

  /// Forgets a call that was just kept and will not run.
  package mutating func drop(_ key: Key) { entries[key] = nil }

  private static let other = ActionRefusal(
    .input, "Invalid input: 'requestId' was used with other data before.")
  private static let full = ActionRefusal(
    .busy, "Too busy: too many calls of the server's actions are pending.", retryAfter: .seconds(1))

  /// Takes up that a call has ended, from when on it is kept for its age.
  package mutating func end(_ key: Key, at now: Instant) {
    guard entries[key] != nil else { return }
    entries[key]?.end = now + age
    ended.append(key)
  }

  private mutating func forget(at now: Instant) {
    let old = ended.prefix { key in entries[key]?.end.map { $0 <= now } ?? true }
    for key in old { entries[key] = nil }
    ended.removeFirst(old.count)
  }
}
