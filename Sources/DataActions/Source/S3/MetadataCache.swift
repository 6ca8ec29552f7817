package import AWS

/// What is known of objects, for a while and of so many at most: the one not asked for longest goes first.
package struct MetadataCache: Sendable {
  package struct Key: Sendable, Hashable {
    package let region: String
    package let bucket: String
    package let key: String

    package init(region: String, bucket: String, key: String) {
      self.region = region
      self.bucket = bucket
      self.key = key
    }
  }

  private struct Entry {
    let head: S3Client.ObjectHead
    let end: ContinuousClock.Instant
    /// When it was asked for last, counted in questions.
    var turn: Int
  }

  private let capacity: Int
  private let life: Duration
  private var entries: [Key: Entry] = [:]
  private var turns = 0

  /// Keeps 500 heads for 600 s unless told otherwise.
  package init(capacity: Int = 500, life: Duration = .seconds(600)) {
    self.capacity = capacity
    self.life = life
  }

  package var count: Int { entries.count }

  /// Returns a head that is still to be relied on.
  package mutating func head(
    of key: Key, at now: ContinuousClock.Instant
  ) -> S3Client.ObjectHead? {
    guard let entry = entries[key] else { return nil }
    guard now < entry.end else {
      entries[key] = nil
      return nil
    }
    turns += 1
    entries[key]?.turn = turns
    return entry.head
  }

  /// Takes up a head, in the place of another one where there is no room.
  package mutating func insert(
    _ head: S3Client.ObjectHead, of key: Key, at now: ContinuousClock.Instant
  ) {
    guard capacity > 0 else { return }
    if entries[key] == nil, entries.count >= capacity { makeRoom(at: now) }
    turns += 1
    entries[key] = Entry(head: head, end: now + life, turn: turns)
  }

  /// Forgets a head that has turned out to be old.
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
