internal import Diagnostics
internal import Reconciler
internal import World

/// Takes one run from its export to its last recipient, each step entered in the ledger.
///
/// A run that is gone on with does again what leaves no trace, and nothing that does: the export that
/// was begun is looked at, and only who has no message yet gets one.
struct ReportWork: Sendable {
  let hold: HeldRun
  let declaration: ReportDeclaration
  let services: ReportServices
  /// Whom it goes to, where that is not what the declaration says.
  let recipients: [String]?

  var world: World { services.world }

  func perform() async throws(StateFailure) -> ReportRun {
    let folder = "\(services.scratch)/gcsync-report-\(UInt64.random(in: 0 ... .max))"
    defer { Files.removeFolder(folder) }
    do throws(WorkError) {
      try await makeFolder(folder)
      try await checkMoment()
      // Whom it goes to and how is known before an export is asked for.
      let audience = try await audience()
      let outbox = try await trying(.send) { () async throws(RunFailure) in
        try await services.outbox()
      }
      if let files = try await files(in: folder) { try await send(files, to: audience, outbox) }
    } catch {
      switch error {
      case .state(let failure): throw failure
      case .run(let failure): try await fail(failure)
      }
    }
    return await hold.run
  }

  private func makeFolder(_ folder: String) async throws(WorkError) {
    do throws(FileError) {
      try Files.createPrivateFolder(folder)
    } catch {
      let words = "no folder can be made for the run: \(error.description)"
      try await enter(.export, .failed, words)
      throw .run(
        RunFailure(
          "no-scratch", words, hint: "see whether there is room in \(services.scratch)",
          canRetry: true))
    }
  }

  /// Exports, lays out and draws; nil where nothing is to be sent now.
  private func files(in folder: String) async throws(WorkError) -> ReportFiles? {
    guard let export = try await export(in: folder) else { return nil }
    let table = try await table(of: export)
    if let reason = try await objection(to: table) {
      try await enter(.conditions, .skipped, reason) { run, now in
        run.state = .skipped
        run.reason = reason
        run.finished = now
      }
      world.log.emit(.reportSkipped(report: declaration.name, reason: reason))
      return nil
    }
    return try await draw(table, in: folder)
  }

  /// Fails where the API would count the range from another day than the run is for.
  private func checkMoment() async throws(WorkError) {
    let run = await hold.run
    guard declaration.isCountedFromNow, run.cause == .scheduled, run.exportID == nil else { return }
    let zone = declaration.schedule.zone
    let isRight =
      switch declaration.period {
      case .hours: world.now().duration(since: run.due) < .seconds(900)
      default: zone.localTime(at: world.now()).date == zone.localTime(at: run.due).date
      }
    guard !isRight else { return }
    let words = "the API counts the range back from now, which is no longer \(run.period.label)"
    try await enter(.export, .failed, words)
    throw .run(
      RunFailure(
        "range-moved", words,
        hint: "gcsync report send \(declaration.name) sends what the range covers now",
        canRetry: false))
  }

  private func objection(to table: ExportTable) async throws(WorkError) -> String? {
    do throws(ReportError) {
      let conditions = declaration.delivery.conditions
      return try await OwnThread.run { () throws(ReportError) in
        try conditions.objection(to: table.file, header: table.file.header)
      }
    } catch {
      try await enter(.conditions, .failed, error.message)
      throw .run(RunFailure(error))
    }
  }

  private static let attempts = 4

  /// When a run is tried again that failed for the moment; nil where it has been tried often enough, or its
  /// grace is over by then.
  func retryTime(of run: ReportRun) -> Timestamp? {
    guard run.attempt < Self.attempts, run.cause == .scheduled else { return nil }
    let time = world.now().advanced(by: .seconds(300 << (run.attempt - 1)))
    let isLate = declaration.catchUp.grace.map { time > run.due.advanced(by: $0) } ?? false
    return isLate ? nil : time
  }

  /// Enters what went wrong, and when the run is tried again.
  private func fail(_ failure: RunFailure) async throws(StateFailure) {
    let run = await hold.run
    let now = world.now()
    let retryAt = failure.canRetry ? retryTime(of: run) : nil
    try await hold.change { run in
      run.state = .failed
      run.reason = failure.message
      run.retryAt = retryAt
      run.finished = retryAt == nil ? now : nil
      if failure.spoilsExport { run.exportID = nil }
    }
    world.log.emit(
      .reportFailed(
        report: declaration.name, period: run.period.label, code: failure.code,
        reason: failure.message, isFinal: retryAt == nil))
  }

  /// Enters a step, and turns what the ledger says into an end of the work.
  func enter(
    _ name: ReportRun.Step.Name, _ outcome: ReportRun.Step.Outcome, _ reason: String,
    _ change: @escaping @Sendable (inout ReportRun, Timestamp) -> Void = { _, _ in }
  ) async throws(WorkError) {
    let now = world.now()
    do throws(StateFailure) {
      try await hold.enter(name, outcome, reason) { change(&$0, now) }
    } catch {
      throw .state(error)
    }
  }
}

/// What ends the work on a run before its end.
enum WorkError: Error {
  /// The run failed, which the ledger is told.
  case run(RunFailure)
  /// The ledger failed, so that nothing more may be done.
  case state(StateFailure)
}
