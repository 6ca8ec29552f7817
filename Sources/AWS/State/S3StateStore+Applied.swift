package import Reconciler

extension S3StateStore {
  static let snapshotName = "applied.json"

  package func applied() async throws(StateFailure) -> AppliedRecord {
    try await refreshed().record
  }

  /// Returns what is known, read from S3 where nothing is.
  func present() async throws(StateFailure) -> FoldedRecord {
    if let folded { return folded }
    return try await refreshed()
  }

  /// Takes up what has been written since the last look, by whomever.
  @discardableResult
  func refreshed() async throws(StateFailure) -> FoldedRecord {
    var latest: FoldedRecord
    if let folded { latest = folded } else { latest = try await snapshot() }
    let first = latest.number + 1
    let segments = try await segments(after: latest.number)
    if let missing = Self.gap(in: segments, from: first, through: 0) {
      throw .corrupt(objects.url(Segment.name(missing)), "it is missing")
    }
    for segment in segments { latest.take(segment) }
    // Another call may have come further while this one was waiting.
    if let folded, folded.number >= latest.number { return folded }
    folded = latest
    return latest
  }

  /// Writes the snapshot anew where it lacks segments, unless another's goes as far.
  func fold() async throws(StateFailure) {
    var latest = try await refreshed()
    let write = Self.newWrite()
    try await objects.trying(Self.snapshotName) { isFirst async throws(StateFailure) -> Bool? in
      if !isFirst {
        let other = try await snapshot().snapshot
        if let tag = other.tag { latest.note(snapshot: other.number, tag: tag) }
      }
      guard !latest.isWholeInSnapshot else {
        keep(latest)
        return true
      }
      let document = StateDocument(.applied, write: write, latest.content)
      let outcome = try await objects.put(
        document.bytes, to: Self.snapshotName,
        expecting: latest.snapshot.tag.map { .unchanged(since: $0) } ?? .absent)
      guard case .stored(let tag) = outcome else { return nil }
      if let tag { latest.note(snapshot: latest.number, tag: tag) }
      keep(latest)
      return true
    }
  }

  private func keep(_ latest: FoldedRecord) {
    guard var folded, let tag = latest.snapshot.tag else { return }
    folded.note(snapshot: latest.snapshot.number, tag: tag)
    self.folded = folded
  }

  /// Reads what a run that began or ended has folded last.
  func snapshot() async throws(StateFailure) -> FoldedRecord {
    guard let stored = try await objects.read(Self.snapshotName, .applied) else {
      return FoldedRecord()
    }
    return try FoldedRecord(stored, at: objects.url(Self.snapshotName))
  }
}
