internal import Mail
internal import Reconciler
internal import World

extension ReportWork {
  /// Enters what became of everybody, and who gets no more mail because of it.
  func conclude(_ audience: Audience, parts: Int) async throws(WorkError) {
    let tally: DeliveryTally
    do throws(StateFailure) {
      tally = DeliveryTally(
        of: audience.open.map(\.address), parts: parts,
        rows: try await services.ledger.rows(of: await hold.run))
      try await suppress(tally)
    } catch {
      throw .state(error)
    }
    let isComplete = tally.accepted == audience.open.count && audience.problems.isEmpty
    let state: ReportRun.State =
      isComplete ? .sent : tally.accepted > 0 || tally.unknown > 0 ? .partly : .failed
    let reason = isComplete ? nil : (tally.words + audience.problems).joined(separator: "; ")
    let outcome: ReportRun.Step.Outcome = isComplete ? .done : .failed
    let isInterrupted = tally.isUnfinished
    let counts = tally.counts
    try await enter(
      .send, outcome, reason ?? "accepted for all \(tally.accepted) recipients"
    ) { run, now in
      run.recipients = counts
      run.reason = reason
      run.state = isInterrupted ? .failed : state
      run.retryAt = isInterrupted ? now : nil
      run.finished = isInterrupted ? nil : now
    }
    let run = await hold.run
    world.log.emit(
      .reportSent(
        report: declaration.name, period: run.period.label, state: run.state.rawValue,
        accepted: tally.accepted, of: audience.open.count))
  }

  /// Takes note of addresses that the server itself says there are none of.
  private func suppress(_ tally: DeliveryTally) async throws(StateFailure) {
    let reports = tally.refusals.filter { $0.kind == .permanent }
    guard !reports.isEmpty else { return }
    let now = world.now()
    let new = try await services.ledger.changeSuppressions { list in
      reports.filter { list.record($0, at: now) != nil }
    }
    for report in new {
      world.log.emit(
        .recipientSuppressed(
          recipient: report.recipient.text, kind: report.kind.rawValue,
          reason: report.diagnostic))
    }
  }
}

/// What became of the recipients of a run, all its messages taken together.
struct DeliveryTally: Sendable, Hashable {
  private(set) var states: [EmailAddress: DeliveryRow] = [:]
  private let recipients: [EmailAddress]

  init(of recipients: [EmailAddress], parts: Int, rows: [RecipientRow]) {
    self.recipients = recipients
    var last: [EmailAddress: [Int: DeliveryRow]] = [:]
    for row in rows { last[row.row.recipient, default: [:]][row.part] = row.row }
    for recipient in recipients {
      let rows = (1...max(1, parts)).compactMap { last[recipient]?[$0] }
      // The worst of the messages counts.
      states[recipient] = rows.first { $0.state != .accepted } ?? rows.first
    }
  }

  private func count(_ state: DeliveryRow.State) -> Int {
    states.values.count { $0.state == state }
  }

  var accepted: Int { count(.accepted) }
  var unknown: Int { count(.unknown) }
  /// Whether somebody still waits for a message.
  var isUnfinished: Bool {
    recipients.contains { states[$0].map { !$0.state.isFinal } ?? true }
  }

  var counts: [String: Int] {
    states.values.reduce(into: [:]) { $0[$1.state.rawValue, default: 0] += 1 }
  }

  /// One sentence for everybody who has no message for certain.
  var words: [String] {
    recipients.compactMap { recipient in
      guard let row = states[recipient] else { return "\(recipient): not sent yet" }
      return row.state == .accepted ? nil : "\(recipient): \(row.state.rawValue), \(row.text)"
    }
  }

  /// What servers said no to for good, as the bounces that they spare us.
  var refusals: [BounceReport] {
    states.values.compactMap { row in
      guard row.state == .refused, row.step == .recipient else { return nil }
      let status = row.text.split(separator: " ").dropFirst().first.flatMap { EnhancedStatus($0) }
      return BounceReport(
        recipient: row.recipient,
        kind: BounceTable.kind(status: status, code: row.code, diagnostic: row.text),
        status: status,
        diagnostic: row.text, source: .notification)
    }.sorted { $0.recipient < $1.recipient }
  }
}
