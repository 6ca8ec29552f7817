internal import Crypto
internal import HTTP
internal import Reconciler
package import World

/// The state of one environment on S3, for runners that keep no disk.
///
/// All of it stands below `<prefix>/<environment>/`:
///
/// ```
/// lease.json                    who may write, rewritten under If-Match and never deleted
/// runs/<run>.json               what is known of a run, its plan among it
/// journal/<0000000001>.json     what one call wrote: lines of a run, and their changes
/// applied.json                  a snapshot of the applied record, and the segment it goes up to
/// documents/<name>.json         what is published, and the ledger of reports: see `DocumentStore`
/// audit/<run>.json, chain.jsonl see `S3AuditArchive`
/// ```
///
/// **The journal is one list for all runs.** A segment is written once, under the next number and
/// `If-None-Match: *`, so that of two writers one has the number and the other takes the next; what
/// was written when is never in doubt, not even by a run that has lost its lease. A segment is on
/// S3 with all its lines and their changes or not at all. None is changed or deleted by gcsync, so
/// that a missing number is damage. A run's journal is found from the number at which the run
/// began.
///
/// **The applied record is what the segments make of nothing**, in their order; `applied.json` only
/// saves reading them all. It says which segment it goes up to, so that none is folded twice; it is
/// rewritten where a run begins and where one ends, by whoever is first, and a crash before that
/// loses nothing. What is read is the snapshot and the segments behind its number: two requests
/// where nothing is under way.
///
/// **An answer may get lost**, and the repeated request then meets its own effect as a 412. Each
/// document names the write that made it, by which a writer knows its own again.
///
/// **Nothing yet** is only what S3 says has no such key. An object that is empty, cut off or
/// something else is damage, and a document of a newer version is refused, both with their URL.
///
/// Durable is what S3 has answered with 200. The clock of a lease is that of whoever asks. The
/// permissions needed are `s3:ListBucket`, `s3:GetObject` and `s3:PutObject`; nothing is deleted.
package actor S3StateStore: StateStore, DocumentStore {
  let objects: StateObjects
  let environment: String
  /// What was read and written so far; nil before the first read.
  var folded: FoldedRecord?
  /// The runs known to be there, so that no line is written for one that is not.
  var knownRuns: Set<String> = []

  package init(_ objects: S3Objects, prefix: String, environment: String, world: World) {
    self.objects = StateObjects(
      objects, prefix: Self.prefix(prefix, environment), world: world)
    self.environment = environment
  }

  static func prefix(_ prefix: String, _ environment: String) -> String {
    (prefix.isEmpty ? "" : prefix + "/") + URL.percentEncoded(segment: environment) + "/"
  }

  /// A name for one write that no other has.
  static func newWrite() -> String { UUID.random().text }
}
