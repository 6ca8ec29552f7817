internal import Diagnostics
internal import Mail
internal import Reconciler
internal import World

extension ReportWork {
  /// Enters what became of everybody, and who gets no more mail because of it.
  func conclude(
    _ audience: Audience, parts: Int, isPartial: Bool
  ) async throws(WorkError) {
    let tally: DeliveryTally
    do throws(StateFailure) {
      tally = DeliveryTally(
        of: audience.open.map(\.address), parts: parts,
        rows: try await services.ledger.rows(of: await hold.run))
      try await suppress(tally)
    } catch {
      throw .state(error)
    }
    let ending = await ending(tally, audience, isPartial: isPartial)
    try await enter(.send, ending.outcome, ending.words) { run, now in
      run.recipients = tally.counts
      run.reason = ending.reason
      run.state = ending.state
      run.retryAt = ending.retryAt
      run.finished = ending.retryAt == nil ? now : nil
    }
    report(await hold.run, tally, of: audience.open.count)
  }

  /// How a run ends, or goes on later.
  private struct Ending: Sendable {
    let state: ReportRun.State
    let reason: String?
    let retryAt: Timestamp?
    let words: String

    var outcome: ReportRun.Step.Outcome { state == .sent ? .done : .failed }
  }

  private func ending(
    _ tally: DeliveryTally, _ audience: Audience, isPartial: Bool
  ) async -> Ending {
    let isComplete = tally.accepted == audience.open.count && audience.problems.isEmpty
    if isComplete {
      return Ending(
        state: .sent, reason: isPartial ? ExportTable.partial.message : nil, retryAt: nil,
        words: "accepted for \(counted(tally.accepted, "recipient"))")
    }
    let reason = (tally.words + audience.problems).joined(separator: "; ")
    // Who was not taken may be later; nobody who was, or may have been, is offered it again.
    let run = await hold.run
    let retryAt =
      tally.isUnfinished
      ? world.now() : tally.canGoOn ? retryTime(of: run) : nil
    let state: ReportRun.State =
      retryAt != nil ? .failed : tally.accepted > 0 || tally.unknown > 0 ? .partly : .failed
    return Ending(state: state, reason: reason, retryAt: retryAt, words: reason)
  }

  private func report(_ run: ReportRun, _ tally: DeliveryTally, of count: Int) {
    if run.state == .failed {
      world.log.emit(
        .reportFailed(
          report: declaration.name, period: run.period.label, code: "not-delivered",
          reason: run.reason ?? "", isFinal: run.isFinal))
    } else {
      world.log.emit(
        .reportSent(
          report: declaration.name, period: run.period.label, state: run.state.rawValue,
          accepted: tally.accepted, of: count))
    }
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

  /// Whether somebody has no message for certain and may get one later.
  var canGoOn: Bool { states.values.contains { $0.state == .failed } }

  /// Who has no message for certain and why, those together that have the same reason.
  var words: [String] {
    var groups: [(reason: String, recipients: [EmailAddress])] = []
    for recipient in recipients where states[recipient]?.state != .accepted {
      let reason = states[recipient].map { "\($0.state.rawValue), \($0.text)" } ?? "not sent yet"
      if let place = groups.firstIndex(where: { $0.reason == reason }) {
        groups[place].recipients.append(recipient)
      } else {
        groups.append((reason, [recipient]))
      }
    }
    return groups.map { group in
      let shown = group.recipients.prefix(3).map(\.text).joined(separator: ", ")
      let more = group.recipients.count > 3 ? " and \(group.recipients.count - 3) more" : ""
      return "\(shown)\(more): \(group.reason)"
    }
  }

  /// Returns the rows of those for whom something is known that counts: whose attempts were used up is
  /// offered the message anew.
  static func open(_ rows: [DeliveryRow]) -> [DeliveryRow] {
    let last = Dictionary(rows.map { ($0.recipient, $0.state) }, uniquingKeysWith: { $1 })
    return rows.filter { last[$0.recipient] != .failed }
  }

  /// What servers said no to for good, as the bounces that they spare us.
  var refusals: [BounceReport] {
    states.values.compactMap { row in
      // Without a status of its own a refusal may as well be about us.
      guard row.state == .refused, row.step == .recipient,
        let status = row.text.split(separator: " ").dropFirst().first.flatMap({ EnhancedStatus($0) }
        )
      else { return nil }
      return BounceReport(
        recipient: row.recipient,
        kind: BounceTable.kind(status: status, code: row.code, diagnostic: row.text),
        status: status,
        diagnostic: row.text, source: .notification)
    }.sorted { $0.recipient < $1.recipient }
  }
}
