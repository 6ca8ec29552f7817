internal import Mail
package import Reconciler
package import World

/// Makes the runs of published reports that are due, goes on with those that are not done, and tells
/// the owners of what failed.
package struct ReportRunner: Sendable {
  /// A report as it was published.
  package struct Item: Sendable {
    package let id: String
    package let declaration: ReportDeclaration
    /// When it was first published; no earlier time of its schedule is run.
    package let since: Timestamp

    package init(id: String, declaration: ReportDeclaration, since: Timestamp) {
      (self.id, self.declaration, self.since) = (id, declaration, since)
    }
  }

  /// What became of a report's turn.
  package struct Turn: Sendable {
    package let item: Item
    /// What was run, the oldest first.
    package var runs: [ReportRun] = []
    /// Runs that somebody else is working on.
    package var held: [ReportRun.Hold] = []
    /// When it is due next.
    package var next: FireTime?
    /// Why its owners could not be told.
    package var untold: [RunFailure] = []
    /// Why the ledger let nothing more be done about it.
    package var failure: StateFailure?

    /// Whether there is nothing to tell of it.
    package var isUneventful: Bool { runs.isEmpty && untold.isEmpty && failure == nil }
  }

  /// How many reports are worked on at once.
  private static let width = 4
  /// How long an export is waited for by whoever asked for a report.
  private static let patience = ExportManner.wait(budget: .seconds(300))

  let services: ReportServices

  package init(_ services: ReportServices) {
    self.services = services
  }

  /// Gives each report its turn; where the ledger fails one, the others have theirs.
  package func run(_ items: [Item]) async -> [Turn] {
    await all(items) { turn throws(StateFailure) in try await make(&turn) }
  }

  /// Goes on with what is not done, and makes nothing new.
  package func resume(_ items: [Item]) async -> [Turn] {
    await all(items) { turn throws(StateFailure) in
      turn.untold += try await FailureNotices(services).tellWhatIsOwed(of: turn.item)
      let standing = try await services.ledger.standing(of: turn.item.id)
      try await goOn(with: standing.unfinished, &turn)
    }
  }

  /// Sends a report now, in a run of its own that nobody else goes on with; so its export is waited for.
  package func send(_ item: Item, to recipients: [String]?) async -> Turn {
    let zone = item.declaration.schedule.zone
    let now = services.world.now()
    let time = FireTime(instant: now, local: zone.localTime(at: now))
    let chance = UInt32(services.world.random() * 4_294_967_295)
    let run = ReportRun(
      report: item.id, id: "\(ReportRun.id(for: now.rfc3339))-\(String(chance, radix: 16))",
      name: item.declaration.name, cause: .manual,
      period: CoveredPeriod(
        item.declaration.period.resolved(for: time, in: zone), timeZone: zone.name),
      due: now, started: now)
    var declaration = item.declaration
    if case .deferred = declaration.export { declaration.export = Self.patience }
    let patient = Item(id: item.id, declaration: declaration, since: item.since)
    let turns = await all([patient]) { turn throws(StateFailure) in
      if let held = try await claim(run, &turn) { try await work(on: held, to: recipients, &turn) }
    }
    return turns[0]
  }

  private func all(
    _ items: [Item], _ body: @escaping @Sendable (inout Turn) async throws(StateFailure) -> Void
  ) async -> [Turn] {
    await withTaskGroup(of: (Int, Turn).self) { group in
      var turns: [Int: Turn] = [:]
      for (index, item) in items.enumerated() {
        if index >= Self.width, let (index, turn) = await group.next() { turns[index] = turn }
        group.addTask {
          var turn = Turn(item: item)
          do throws(StateFailure) {
            try await body(&turn)
          } catch {
            turn.failure = error
          }
          return (index, turn)
        }
      }
      for await (index, turn) in group { turns[index] = turn }
      return items.indices.compactMap { turns[$0] }
    }
  }

  private func make(_ turn: inout Turn) async throws(StateFailure) {
    let (item, declaration, now) = (turn.item, turn.item.declaration, services.world.now())
    turn.untold += try await FailureNotices(services).tellWhatIsOwed(of: item)
    let standing = try await services.ledger.standing(of: item.id)
    let due = dueRuns(of: item, standing, at: now)
    let isSwitchedOff = !declaration.isEnabled
    if let missed = due.missed, !isSwitchedOff { try await enter(missed, &turn) }
    // What comes due while it is switched off is not sent once it is on again.
    let runs = isSwitchedOff ? [] : due.runs.map { ReportRun($0, of: item, at: now) }
    var (claimed, unfinished): ([HeldRun], [String]) = ([], [])
    for run in runs {
      switch try await services.ledger.claim(run) {
      case .ours(let held): claimed.append(held)
      case .held(let hold): turn.held.append(hold)
      case .over: continue
      }
      unfinished.append(run.id)
    }
    try await enter(due.handledThrough, unfinished, standing, of: item, at: now)
    if !isSwitchedOff {
      let others = standing.unfinished.filter { id in !runs.contains { $0.id == id } }
      try await goOn(with: others, &turn)
    }
    for run in claimed { try await work(on: run, to: nil, &turn) }
    turn.next = isSwitchedOff ? nil : declaration.schedule.next(after: now)
  }

  /// Goes on with runs that wait for an export, that failed for the moment, or that nobody has any more.
  private func goOn(with runs: [String], _ turn: inout Turn) async throws(StateFailure) {
    let now = services.world.now()
    for id in runs {
      guard let run = try await services.ledger.run(id, of: turn.item.id) else { continue }
      if run.isFinal {
        // Whoever ended it came no further.
        turn.untold += try await FailureNotices(services).settle(run, of: turn.item)
      } else if run.retryAt.map({ $0 <= now }) ?? true, let held = try await claim(run, &turn) {
        try await work(on: held, to: nil, &turn)
      }
    }
  }

  private func claim(_ run: ReportRun, _ turn: inout Turn) async throws(StateFailure) -> HeldRun? {
    switch try await services.ledger.claim(run) {
    case .ours(let held): return held
    case .held(let hold):
      turn.held.append(hold)
      return nil
    case .over: return nil
    }
  }

  private func work(
    on held: HeldRun, to recipients: [String]?, _ turn: inout Turn
  ) async throws(StateFailure) {
    let work = ReportWork(
      hold: held, declaration: turn.item.declaration, services: services, recipients: recipients)
    let run = try await work.perform()
    turn.runs.append(run)
    turn.untold += try await FailureNotices(services).settle(run, of: turn.item)
  }
}
