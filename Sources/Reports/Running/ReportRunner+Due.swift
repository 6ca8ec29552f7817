internal import Reconciler
internal import World

extension ReportRunner {
  /// Decides what is due.
  ///
  /// Where the time last handled lies in the future the clock was wrong, then or now. The last day is
  /// looked at again: each run is one of its period, so that none is made twice.
  func dueRuns(
    of item: Item, _ standing: ReportStanding, at now: Timestamp
  ) -> DueRuns {
    let declaration = item.declaration
    func due(after handled: Timestamp) -> DueRuns {
      DueRuns(
        of: item.id, on: declaration.schedule, covering: declaration.period, after: handled,
        now: now, catchUp: declaration.catchUp)
    }
    let usual = due(after: max(standing.handledThrough ?? item.since, item.since))
    guard let behind = usual.clockIsBehind else { return usual }
    services.world.log.emit(.reportClockBehind(report: declaration.name, duration: behind))
    return due(after: max(now.advanced(by: .seconds(-86_400)), min(item.since, now)))
  }

  /// Enters how far a report is handled, and the runs that are not over; whoever has entered that before
  /// may have ended them meanwhile.
  func enter(
    _ through: Timestamp, _ unfinished: [String], _ standing: ReportStanding, of item: Item,
    at now: Timestamp
  ) async throws(StateFailure) {
    guard through != standing.handledThrough ?? item.since else { return }
    try await services.ledger.changeStanding(of: item.id) { standing in
      let former = standing.handledThrough.flatMap { $0 > now ? nil : $0 }
      guard former.map({ $0 < through }) ?? true else { return }
      standing.handledThrough = through
      standing.unfinished += unfinished.filter { !standing.unfinished.contains($0) }
    }
  }

  /// Enters times that nothing is sent for.
  func enter(
    _ missed: DueRuns.Missed, _ turn: inout Turn
  ) async throws(StateFailure) {
    let item = turn.item
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
      ? missed.last.reading.text
      : "\(missed.first.reading.text) to \(missed.last.reading.text)"
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
  init(_ due: DueRuns.Run, of item: ReportRunner.Item, at now: Timestamp) {
    let zone = item.declaration.schedule.zone
    self.init(
      report: item.id, id: ReportRun.id(for: due.key.interval), name: item.declaration.name,
      cause: .scheduled, period: CoveredPeriod(due.period, timeZone: zone.name),
      due: due.time.instant, started: now)
  }
}
