internal import Diagnostics
internal import JSON
package import Reconciler
package import World

/// The record of every run of every report, by which none is sent twice and none is forgotten.
///
/// A run is one document under its report and its period. Whoever makes it, or takes it over from
/// somebody who is gone, works on it; everybody else is told who that is.
package struct ReportLedger: Sendable {
  /// How long a run is left to whoever works on it after they were last heard of.
  package static let patience: Duration = .seconds(900)

  private let store: any DocumentStore
  private let holder: String
  private let world: World
  /// Whether a holder is known to be no more.
  private let isGone: @Sendable (String) -> Bool

  package init(
    _ store: any DocumentStore, holder: String, world: World,
    isGone: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    (self.store, self.holder, self.world, self.isGone) = (store, holder, world, isGone)
  }

  package enum Claim: Sendable {
    case ours(HeldRun)
    case held(by: ReportRun.Hold)
    /// It has ended before.
    case over(ReportRun)
  }

  /// Takes a run that is to be made, or goes on with the one that was begun for its period.
  package func claim(_ run: ReportRun) async throws(StateFailure) -> Claim {
    let name = Self.name(run.report, run.id)
    let now = world.now()
    let hold = ReportRun.Hold(holder: holder, until: now.advanced(by: Self.patience))
    let present = try await store.document(name)
    var claimed = run
    if let present {
      claimed = try Self.read(present)
      if claimed.isFinal { return .over(claimed) }
      if let other = claimed.hold, other.until > now, !isGone(other.holder) {
        return .held(by: other)
      }
      claimed.attempt += claimed.state == .deferred ? 0 : 1
      claimed.state = .running
      claimed.retryAt = nil
    }
    claimed.hold = hold
    let revision = try await store.keep(claimed.json, as: name, replacing: present?.revision)
    guard let revision else {
      let winner = try await store.document(name).map { kept throws(StateFailure) in
        try Self.read(kept)
      }
      if let winner, winner.isFinal { return .over(winner) }
      return .held(by: winner?.hold ?? hold)
    }
    return .ours(
      HeldRun(claimed, name: name, revision: revision, store: store, hold: holder, world: world))
  }

  /// Enters a run that is over as it is made; nothing happens where it is there already.
  package func enter(_ run: ReportRun) async throws(StateFailure) -> Bool {
    try await store.keep(run.json, as: Self.name(run.report, run.id), replacing: nil) != nil
  }

  /// Returns a run of a report; nil where there is none of that id.
  package func run(_ id: String, of report: String) async throws(StateFailure) -> ReportRun? {
    guard let document = try await store.document(Self.name(report, id)) else { return nil }
    return try Self.read(document)
  }

  /// Adds a step to a run that is over.
  package func enter(_ step: ReportRun.Step, in run: ReportRun) async throws(StateFailure) {
    let name = Self.name(run.report, run.id)
    try await changing(name) { document throws(StateFailure) -> (JSON, Void) in
      guard let document else { throw Self.corrupt(name) }
      var run = try Self.read(document)
      run.steps.append(step)
      return (run.json, ())
    }
  }

  /// Returns the ids of all reports of which there is a run.
  package func reports() async throws(StateFailure) -> [String] {
    var ids: [String] = []
    for name in try await store.documentNames(in: Self.folder) {
      let id = name.dropFirst(Self.folder.count + 1).prefix { $0 != "/" }
      if ids.last != String(id) { ids.append(String(id)) }
    }
    return ids
  }

  /// Returns the runs of a report, the latest first.
  package func runs(of report: String, last count: Int? = nil) async throws(StateFailure)
    -> [ReportRun]
  {
    var names = try await store.documentNames(in: "\(Self.folder)/\(report)")
    if let count { names = names.suffix(count) }
    var runs: [ReportRun] = []
    for document in try await store.documents(names) { runs.append(try Self.read(document)) }
    return runs.sorted { ($0.started, $0.id) > ($1.started, $1.id) }
  }

  /// Returns the runs of a report that were begun since a time.
  ///
  /// Ids are in the order of the periods, which is that of the runs but for some that were caught up on:
  /// they are read from the end until there are only earlier ones for long.
  package func runs(
    of report: String, begunSince start: Timestamp
  ) async throws(StateFailure) -> [ReportRun] {
    var names = try await store.documentNames(in: "\(Self.folder)/\(report)")
    var found: [ReportRun] = []
    while !names.isEmpty {
      var runs: [ReportRun] = []
      for document in try await store.documents(names.suffix(Self.stretch)) {
        runs.append(try Self.read(document))
      }
      names.removeLast(min(Self.stretch, names.count))
      let recent = runs.filter { $0.started >= start }
      if recent.isEmpty { break }
      found += recent
    }
    return found
  }

  /// How many runs are read at once.
  private static let stretch = 50

  /// Returns what is known of the recipients of a run, in the order in which it came about.
  package func rows(of run: ReportRun) async throws(StateFailure) -> [RecipientRow] {
    var rows: [RecipientRow] = []
    for document in try await store.documents(in: HeldRun.rowsFolder(run.report, run.id)) {
      for value in document.content.array ?? [] {
        guard let row = RecipientRow(value) else { throw Self.corrupt(document.name) }
        rows.append(row)
      }
    }
    return rows
  }

  static let folder = "reports"

  private static func name(_ report: String, _ run: String) -> String {
    "\(folder)/\(report)/\(run)"
  }

  private static func read(_ document: KeptDocument) throws(StateFailure) -> ReportRun {
    guard let run = ReportRun(document.content) else { throw corrupt(document.name) }
    return run
  }

  static func corrupt(_ name: String) -> StateFailure {
    StateFailure(
      .error(
        "ledger-corrupt", "the ledger of reports is damaged: \(name) is not as it was written",
        notes: [.init("nothing is sent, since nobody knows what was sent before")],
        hint: "restore a copy of the state; or move it away and apply, after which every schedule "
          + "begins with its next time"))
  }
}

extension ReportLedger {
  private static func standingName(_ report: String) -> String { "report-standing/\(report)" }

  /// How far a report is handled.
  package func standing(of report: String) async throws(StateFailure) -> ReportStanding {
    guard let document = try await store.document(Self.standingName(report)) else {
      return ReportStanding()
    }
    guard let standing = ReportStanding(document.content) else {
      throw Self.corrupt(document.name)
    }
    return standing
  }

  /// Changes how far a report is handled, again where another was faster, and returns it.
  @discardableResult
  package func changeStanding(
    of report: String, _ change: (inout ReportStanding) -> Void
  ) async throws(StateFailure) -> ReportStanding {
    try await changing(Self.standingName(report)) { document throws(StateFailure) in
      var standing = ReportStanding()
      if let document {
        guard let read = ReportStanding(document.content) else {
          throw Self.corrupt(document.name)
        }
        standing = read
      }
      change(&standing)
      return (standing.json, standing)
    }
  }

  private static let suppressionsName = "suppressions"

  /// To whom no mail is sent.
  package func suppressions() async throws(StateFailure) -> SuppressionList {
    guard let document = try await store.document(Self.suppressionsName) else {
      return SuppressionList()
    }
    guard let list = SuppressionList(document: document.content) else {
      throw Self.corrupt(document.name)
    }
    return list
  }

  /// Changes to whom no mail is sent, again where another was faster, and returns what the change
  /// came to.
  package func changeSuppressions<Value>(
    _ change: (inout SuppressionList) -> Value
  ) async throws(StateFailure) -> Value {
    try await changing(Self.suppressionsName) { document throws(StateFailure) in
      var list = SuppressionList()
      if let document {
        guard let read = SuppressionList(document: document.content) else {
          throw Self.corrupt(document.name)
        }
        list = read
      }
      let value = change(&list)
      return (list.document, value)
    }
  }

  private func changing<Value>(
    _ name: String,
    _ change: (KeptDocument?) throws(StateFailure) -> (JSON, Value)
  ) async throws(StateFailure) -> Value {
    for _ in 0..<20 {
      let present = try await store.document(name)
      let (content, value) = try change(present)
      if content == present?.content { return value }
      if try await store.keep(content, as: name, replacing: present?.revision) != nil {
        return value
      }
    }
    throw StateFailure(
      .error(
        "state-busy", "others kept writing to the state's document \(name)",
        hint: "another gcsync is writing to it; try again"))
  }
}
