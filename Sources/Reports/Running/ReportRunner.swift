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
  }

  /// How many reports are worked on at once.
  private static let width = 4
  /// How many of the latest runs are looked at for those that are not done.
  private static let memory = 40

  private let services: ReportServices

  package init(_ services: ReportServices) {
    self.services = services
  }

  /// Gives each report its turn, and fails where the ledger does.
  package func run(_ items: [Item]) async throws(StateFailure) -> [Turn] {
    try await all(items) { item throws(StateFailure) in try await turn(of: item) }
  }

  /// Goes on with what is not done, and makes nothing new.
  package func resume(_ items: [Item]) async throws(StateFailure) -> [Turn] {
    try await all(items) { item throws(StateFailure) in
      var turn = Turn(item: item)
      turn.untold += try await FailureNotices(services).tellWhatIsOwed(of: item)
      try await goOn(with: item, except: [], &turn)
      return turn
    }
  }

  /// Sends a report now, in a run of its own.
  package func send(_ item: Item, to recipients: [String]?) async throws(StateFailure) -> Turn {
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
    var turn = Turn(item: item)
    try await work(on: run, of: item, to: recipients, &turn)
    return turn
  }

  private func all(
    _ items: [Item],
    _ body: @escaping @Sendable (Item) async throws(StateFailure) -> Turn
  ) async throws(StateFailure) -> [Turn] {
    let results = await withTaskGroup(of: (Int, Result<Turn, StateFailure>).self) { group in
      var results: [Int: Result<Turn, StateFailure>] = [:]
      for (index, item) in items.enumerated() {
        if index >= Self.width, let (index, result) = await group.next() { results[index] = result }
        group.addTask {
          do throws(StateFailure) {
            return (index, .success(try await body(item)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for await (index, result) in group { results[index] = result }
      return results
    }
    var turns: [Turn] = []
    for index in items.indices {
      if let turn = try results[index]?.get() { turns.append(turn) }
    }
    return turns
  }

  private func turn(of item: Item) async throws(StateFailure) -> Turn {
    var turn = Turn(item: item)
    let now = services.world.now()
    let declaration = item.declaration
    guard declaration.isEnabled else {
      // What comes due while it is switched off is not sent once it is on again.
      try await services.ledger.changeStanding(of: item.id) { standing in
        standing.handledThrough = max(standing.handledThrough ?? now, now)
      }
      return turn
    }
    turn.untold += try await FailureNotices(services).tellWhatIsOwed(of: item)
    let handled = try await handledTime(of: item, at: now)
    let due = DueRuns(
      of: item.id, on: declaration.schedule, covering: declaration.period, after: handled, now: now,
      catchUp: declaration.catchUp ?? ReportDeclaration.onTime)
    if let missed = due.missed { try await enter(missed, of: item, &turn) }
    let runs = due.runs.map { ReportRun($0, of: item, at: now) }
    var claimed: [HeldRun] = []
    for run in runs { try await claim(run, &turn).map { claimed.append($0) } }
    if due.handledThrough > handled {
      try await services.ledger.changeStanding(of: item.id) { standing in
        let former = standing.handledThrough.flatMap { $0 > now ? nil : $0 }
        standing.handledThrough = max(former ?? due.handledThrough, due.handledThrough)
      }
    }
    try await goOn(with: item, except: Set(runs.map(\.id)), &turn)
    for run in claimed { try await work(on: run, of: item, to: nil, &turn) }
    turn.next = declaration.schedule.next(after: now)
    return turn
  }

  /// Returns the time through which a report is handled.
  ///
  /// Where that lies in the future the clock was wrong, then or now. The runs of the last day are looked at
  /// again: each is one of its period, so that none is made twice.
  private func handledTime(
    of item: Item, at now: Timestamp
  ) async throws(StateFailure) -> Timestamp {
    let handled = try await services.ledger.standing(of: item.id).handledThrough ?? item.since
    guard handled > now else { return max(handled, item.since) }
    services.world.log.emit(
      .reportClockBehind(report: item.declaration.name, duration: handled.duration(since: now)))
    return max(now.advanced(by: .seconds(-86_400)), min(item.since, now))
  }

  /// Goes on with runs that wait for an export, that failed for the moment, or that nobody has any more.
  private func goOn(
    with item: Item, except known: Set<String>, _ turn: inout Turn
  ) async throws(StateFailure) {
    let now = services.world.now()
    let runs = try await services.ledger.runs(of: item.id, last: Self.memory)
    for run in runs.reversed() where !run.isFinal && !known.contains(run.id) {
      if let retryAt = run.retryAt, retryAt > now { continue }
      try await work(on: run, of: item, to: nil, &turn)
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
    on run: ReportRun, of item: Item, to recipients: [String]?, _ turn: inout Turn
  ) async throws(StateFailure) {
    if let held = try await claim(run, &turn) {
      try await work(on: held, of: item, to: recipients, &turn)
    }
  }

  private func work(
    on held: HeldRun, of item: Item, to recipients: [String]?, _ turn: inout Turn
  ) async throws(StateFailure) {
    let work = ReportWork(
      hold: held, declaration: item.declaration, services: services, recipients: recipients)
    let run = try await work.perform()
    turn.runs.append(run)
    turn.untold += try await FailureNotices(services).settle(run, of: item)
  }

  /// Enters times that nothing is sent for.
  private func enter(
    _ missed: DueRuns.Missed, of item: Item, _ turn: inout Turn
  ) async throws(StateFailure) {
    let zone = item.declaration.schedule.zone
    let now = services.world.now()
    var run = ReportRun(
      report: item.id, id: "\(ReportRun.id(for: missed.last.instant.rfc3339))-missed",
      name: item.declaration.name, cause: .missed,
      period: CoveredPeriod(
        item.declaration.period.resolved(for: missed.last, in: zone), timeZone: zone.name),
      due: missed.last.instant, started: now)
    // What a later time takes the place of was never to be sent.
    run.state = missed.reason == .late ? .missed : .skipped
    run.finished = now
    let count = missed.count == 1 ? "one time was" : "\(missed.count) times were"
    let span =
      missed.first == missed.last
      ? missed.last.local.text : "\(missed.first.local.text) to \(missed.last.local.text)"
    run.reason =
      "\(count) not run, \(span): "
      + (missed.reason == .late ? "longer ago than its grace" : "a later one takes its place")
    run.steps = [
      .init(name: .schedule, outcome: .skipped, at: now, reason: run.reason ?? "")
    ]
    guard try await services.ledger.enter(run) else { return }
    services.world.log.emit(
      .reportMissed(
        report: run.name, count: missed.count, reason: missed.reason.rawValue))
    turn.runs.append(run)
    turn.untold += try await FailureNotices(services).settle(run, of: item)
  }
}

extension ReportRun {
  fileprivate init(_ due: DueRuns.Run, of item: ReportRunner.Item, at now: Timestamp) {
    let zone = item.declaration.schedule.zone
    self.init(
      report: item.id, id: ReportRun.id(for: due.key.interval), name: item.declaration.name,
      cause: .scheduled, period: CoveredPeriod(due.period, timeZone: zone.name),
      due: due.time.instant, started: now)
  }
}
