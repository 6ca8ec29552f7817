internal import Diagnostics
internal import JSON
package import Mail
package import Reconciler
internal import World

/// A run that is ours to work on, each change of which is on the disk before anything follows it.
///
/// Where somebody else has taken it over, the next change fails and nothing more is done.
package actor HeldRun {
  package private(set) var run: ReportRun
  private let name: String
  private var revision: KeptDocument.Revision
  private let store: any DocumentStore
  private let holder: String
  private let world: World
  private var nextRows: Int?

  init(
    _ run: ReportRun, name: String, revision: KeptDocument.Revision, store: any DocumentStore,
    hold holder: String, world: World
  ) {
    (self.run, self.name, self.revision) = (run, name, revision)
    (self.store, self.holder, self.world) = (store, holder, world)
  }

  /// Changes the run, and keeps it for us a while longer.
  package func change(
    _ change: @Sendable (inout ReportRun) -> Void
  ) async throws(StateFailure) {
    var changed = run
    change(&changed)
    let now = world.now()
    let isAtRest = changed.isFinal || changed.state == .deferred || changed.state == .failed
    changed.hold =
      isAtRest
      ? nil
      : ReportRun.Hold(holder: holder, until: now.advanced(by: ReportLedger.patience))
    let kept = try await store.keep(changed.json, as: name, replacing: revision)
    guard let kept else {
      throw StateFailure(
        .error(
          "run-lost",
          "another gcsync has gone on with the run of \(run.name) for "
            + run.period.label,
          hint: "see gcsync report history"))
    }
    (run, revision) = (changed, kept)
  }

  /// Enters a step with its reason.
  package func enter(
    _ name: ReportRun.Step.Name, _ outcome: ReportRun.Step.Outcome, _ reason: String,
    _ change: @Sendable (inout ReportRun) -> Void = { _ in }
  ) async throws(StateFailure) {
    let step = ReportRun.Step(name: name, outcome: outcome, at: world.now(), reason: reason)
    try await self.change { run in
      run.steps.append(step)
      change(&run)
    }
  }

  /// Enters what is known of recipients, before anything else happens to them.
  package func enter(_ rows: [DeliveryRow], part: Int) async throws(StateFailure) {
    let isRunningOut = run.hold.map {
      $0.until.duration(since: world.now()) < ReportLedger.patience / 2
    }
    if isRunningOut == true { try await change { _ in } }
    let folder = Self.rowsFolder(run.report, run.id)
    var number = nextRows ?? 0
    if nextRows == nil {
      let last = try await store.documentNames(in: folder).last
      number = last.flatMap { Int($0.suffix(Self.digits)) }.map { $0 + 1 } ?? 0
    }
    let now = world.now()
    let content = JSON.array(rows.map { RecipientRow($0, part: part, at: now).json })
    let text = String(number)
    let place = folder + "/" + String(repeating: "0", count: Self.digits - text.count) + text
    guard try await store.keep(content, as: place, replacing: nil) != nil else {
      throw StateFailure(
        .error(
          "run-lost", "another gcsync sends \(run.name) for \(run.period.label)",
          hint: "see gcsync report history"))
    }
    nextRows = number + 1
  }

  private static let digits = 6

  static func rowsFolder(_ report: String, _ run: String) -> String {
    "report-rows/\(report)/\(run)"
  }
}
