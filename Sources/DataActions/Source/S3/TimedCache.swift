package import AWS

/// The heads of objects as they were found a short while ago.
package typealias MetadataCache = TimedCache<ObjectPlace, S3Client.ObjectHead>

/// Where an object is.
package struct ObjectPlace: Sendable, Hashable {
  package let region: String
  package let bucket: String
  package let key: String

  package init(region: String, bucket: String, key: String) {
    self.region = region
    self.bucket = bucket
    self.key = key
  }
}

/// What is known, for a while and of so many things at most: the one not asked for longest goes first.
package struct TimedCache<Key: Sendable & Hashable, Value: Sendable>: Sendable {
  private struct Entry {
    let value: Value
    let end: ContinuousClock.Instant
    /// When it was asked for last, counted in questions.
    var turn: Int
  }

  private let capacity: Int
  private let life: Duration
  private var entries: [Key: Entry] = [:]
  private var turns = 0

  /// Keeps 500 values for 600 s unless told otherwise.
  package init(capacity: Int = 500, life: Duration = .seconds(600)) {
    self.capacity = capacity
    self.life = life
  }

  package var count: Int { entries.count }

  /// Returns what is still to be relied on.
  package mutating func value(of key: Key, at now: ContinuousClock.Instant) -> Value? {
    guard let entry = entries[key] else { return nil }
    guard now < entry.end else {
      entries[key] = nil
      return nil
    }
    turns += 1
    entries[key]?.turn = turns
    return entry.value
  }

  /// Takes up a value, in the place of another one where there is no room.
  package mutating func insert(
    _ value: Value, of key: Key, at now: ContinuousClock.Instant
  ) {
    guard capacity > 0 else { return }
    if entries[key] == nil, entries.count >= capacity { makeRoom(at: now) }
    turns += 1
    entries[key] = Entry(value: value, end: now + life, turn: turns)
  }

  /// Forgets what has turned out to be old.
  package mutating func forget(_ key: Key) {
    entries[key] = nil
  }

  private mutating func makeRoom(at now: ContinuousClock.Instant) {
    entries = entries.filter { now < $0.value.end }
    guard entries.count >= capacity, let oldest = entries.min(by: { $0.value.turn < $1.value.turn })
    else { return }
    entries[oldest.key] = nil
  }
}
