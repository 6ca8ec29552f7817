internal import HTTP
internal import JSON
package import Reconciler

extension S3StateStore {
  package func append(_ entries: [JournalEntry], to run: String) async throws(StateFailure) {
    guard !entries.isEmpty else { return }
    try await checkExists(run)
    let write = Self.newWrite()
    try await objects.trying(Segment.folder) { isFirst async throws(StateFailure) -> Bool? in
      let head = isFirst ? try await present().number : try await refreshed().number
      let segment = Segment(number: head + 1, run: run, write: write, entries: entries)
      let name = Segment.name(segment.number)
      let outcome = try await objects.put(segment.document.bytes, to: name, expecting: .absent)
      if outcome == .beaten {
        // An earlier attempt was made although its answer was lost.
        let winner = try await objects.read(name, .journal)
        guard winner?.document.write == write else { return nil }
      }
      folded?.take(segment)
      return true
    }
  }

  package func journal(of run: String) async throws(StateFailure) -> [JournalEntry] {
    guard let start = try await objects.read(Self.name(ofRun: run), .run)?.document else {
      return []
    }
    guard let first = start["from"]?.int else {
      throw .corrupt(objects.url(Self.name(ofRun: run)), "it does not say where its journal begins")
    }
    let segments = try await segments(after: first - 1)
    let known: Int
    if let folded { known = folded.number } else { known = try await snapshot().number }
    if let missing = Self.gap(in: segments, from: first, through: known) {
      throw .corrupt(objects.url(Segment.name(missing)), "it is missing")
    }
    return segments.filter { $0.run == run }.flatMap(\.entries)
  }

  /// Reads the segments behind a number, in their order.
  func segments(after number: Int) async throws(StateFailure) -> [Segment] {
    let names = try await objects.names(in: Segment.folder, after: Segment.name(number))
      .filter { Segment.number(in: $0) != nil }
    let objects = self.objects
    return try await objects.each(names) { name async throws(StateFailure) in
      guard let stored = try await objects.read(name, .journal) else {
        throw .corrupt(objects.url(name), "it is missing")
      }
      let segment = try Segment(stored.document, at: objects.url(name))
      guard Segment.name(segment.number) == name else {
        throw .corrupt(objects.url(name), "it is the segment of another number")
      }
      return segment
    }
  }

  /// Returns the first number that is not among the segments and should be.
  static func gap(in segments: [Segment], from first: Int, through last: Int) -> Int? {
    for (number, segment) in zip(first..., segments) where segment.number != number {
      return number
    }
    let next = first + segments.count
    return next <= last ? next : nil
  }

  private func checkExists(_ run: String) async throws(StateFailure) {
    if knownRuns.contains(run) { return }
    guard try await objects.read(Self.name(ofRun: run), .run) != nil else {
      throw .unknownRun(run, objects.url(Self.name(ofRun: run)))
    }
    knownRuns.insert(run)
  }
}
