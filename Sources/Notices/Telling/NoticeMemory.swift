internal import JSON
package import Reconciler
package import World

/// Remembers what each channel was told, in documents of the state.
///
/// Of two runs that want to tell the same at once, one gets the claim. What was told is written only
/// after it was delivered; where a run dies in between, another one tells it again once the claim is
/// over.
package struct NoticeMemory: Sendable {
  private static let patience = Duration.seconds(180)

  private let documents: any DocumentStore
  private let holder: String
  private let world: World

  package init(_ documents: any DocumentStore, holder: String, world: World) {
    (self.documents, self.holder, self.world) = (documents, holder, world)
  }

  /// What a channel was told, and which writing of it that is.
  package struct Entry: Sendable {
    package let name: String
    package var standing: DriftStanding
    fileprivate var revision: KeptDocument.Revision?

    /// Whether somebody is telling what there is to tell.
    func isClaimed(at now: Timestamp) -> Bool { standing.claim.map { $0.until > now } ?? false }
  }

  /// Returns what is remembered under a name.
  package func entry(_ name: String) async throws(StateFailure) -> Entry {
    let path = "notices/\(name)"
    guard let document = try await documents.document(path) else {
      return Entry(name: path, standing: DriftStanding())
    }
    // A document that cannot be read is as good as none: something is told twice, nothing never.
    return Entry(
      name: path, standing: DriftStanding(document.content) ?? DriftStanding(),
      revision: document.revision)
  }

  /// Claims to tell what is to be told next; returns nil where somebody else tells it.
  package func claim(_ entry: Entry) async throws(StateFailure) -> Entry? {
    let now = world.serverTime()
    guard !entry.isClaimed(at: now) else { return nil }
    var claimed = entry
    claimed.standing.claim = DriftStanding.Claim(
      holder: holder, until: now.advanced(by: Self.patience))
    return try await keep(claimed)
  }

  /// Writes down what was told, which ends the claim.
  package func settle(
    _ entry: Entry, as standing: DriftStanding
  ) async throws(StateFailure) -> Entry? {
    var settled = entry
    settled.standing = standing
    settled.standing.claim = nil
    return try await keep(settled)
  }

  private func keep(_ entry: Entry) async throws(StateFailure) -> Entry? {
    var kept = entry
    guard
      let revision = try await documents.keep(
        entry.standing.json, as: entry.name, replacing: entry.revision)
    else { return nil }
    kept.revision = revision
    return kept
  }
}
