internal import JSON
internal import Mail
internal import Notices
internal import Reconciler
internal import World

/// Tells the owners of a report that it could not be sent, once, and once that it is sent again.
struct FailureNotices: Sendable {
  private let services: ReportServices

  init(_ services: ReportServices) {
    self.services = services
  }

  private typealias Owed = ReportStanding.Owed

  /// How many periods are remembered, and how often owners are tried to be told.
  private static let (mostLost, mostTries) = (50, 12)

  /// Counts a run that is over, once, and tells of it where that is due; returns why it could not be
  /// told.
  ///
  /// What was skipped was neither sent nor lost, and tells of nothing.
  func settle(
    _ run: ReportRun, of item: ReportRunner.Item
  ) async throws(StateFailure) -> [RunFailure] {
    guard run.isFinal, run.cause != .manual else { return [] }
    let notice = item.declaration.notice
    let isFailure = [.failed, .partly, .missed].contains(run.state)
    try await services.ledger.changeStanding(of: item.id) { standing in
      let isOpen = standing.unfinished.contains(run.id)
      standing.unfinished.removeAll { $0 == run.id }
      guard isOpen || run.cause == .missed, run.state != .skipped else { return }
      if isFailure {
        standing.lost = (standing.lost + [run.period.label]).suffix(Self.mostLost)
        guard !standing.isTold, let notice, standing.lost.count >= notice.after else { return }
        standing.isTold = true
        standing.owed = Owed(.failed, of: run.id, lost: standing.lost, over: notice.channels)
      } else {
        if standing.isTold, let notice {
          standing.owed = Owed(.recovered, of: run.id, lost: standing.lost, over: notice.channels)
        }
        (standing.isTold, standing.lost) = (false, [])
      }
    }
    return try await tellWhatIsOwed(of: item)
  }

  /// Tells the owners what they could not be told before; returns why they could not be told now.
  func tellWhatIsOwed(of item: ReportRunner.Item) async throws(StateFailure) -> [RunFailure] {
    let owed = try await services.ledger.standing(of: item.id).owed
    guard var owed, let notice = item.declaration.notice,
      let run = try await services.ledger.run(owed.run, of: item.id)
    else { return [] }
    let problems = await tell(notice, &owed, run)
    owed.tries += 1
    let isOver = owed.channels.isEmpty || owed.tries >= Self.mostTries
    let (left, now) = (isOver ? nil : owed, services.world.now())
    try await services.ledger.changeStanding(of: item.id) { standing in
      if standing.owed?.run == owed.run { standing.owed = left }
    }
    for problem in problems {
      services.world.log.emit(.reportNoticeFailed(report: run.name, reason: problem.message))
    }
    let words =
      problems.isEmpty ? "the owners were told" : problems.map(\.message).joined(separator: "; ")
    try await services.ledger.enter(
      ReportRun.Step(
        name: .notice, outcome: problems.isEmpty ? .done : .failed, at: now, reason: words),
      in: run)
    return problems
  }

  /// Tells everybody who is to be told and was not yet, and returns what went wrong.
  private func tell(
    _ notice: FailureNotice, _ owed: inout Owed, _ run: ReportRun
  ) async -> [RunFailure] {
    var problems: [RunFailure] = []
    let text = text(owed, run)
    for channel in Owed.Channel.allCases where owed.channels.contains(channel) {
      do throws(RunFailure) {
        switch channel {
        case .webhook:
          if let webhook = notice.webhook {
            try await services.notify(webhook, document(owed, run, text))
          }
        case .mail: if !notice.mail.isEmpty { try await mail(notice.mail, text, run) }
        }
        owed.channels.remove(channel)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private func text(_ owed: Owed, _ run: ReportRun) -> String {
    let lost = owed.lost.joined(separator: ", ")
    switch owed.news {
    case .failed:
      return
        "Report \(run.name) for \(run.period.label) in \(services.environment): "
        + "\(run.state.rawValue), \(run.reason ?? "for no known reason")"
        + (owed.lost.count > 1 ? ". So were \(lost)" : "")
    case .recovered:
      return
        "Report \(run.name) in \(services.environment) is sent again, for \(run.period.label): "
        + "not everybody got it for \(lost)"
    }
  }

  private func document(_ owed: Owed, _ run: ReportRun, _ text: String) -> JSON {
    [
      "format": "gcsync.report-notice/1", "text": .string(text),
      "event": .string(owed.news.rawValue), "report": .string(run.name),
      "environment": .string(services.environment), "run": .string(run.id),
      "period": .string(run.period.label), "state": .string(run.state.rawValue),
      "reason": run.reason.map(JSON.string) ?? .null,
      "lost": .array(owed.lost.map(JSON.string)),
    ]
  }

  private func mail(
    _ owners: [Mailbox], _ text: String, _ run: ReportRun
  ) async throws(RunFailure) {
    let outbox = try await services.outbox()
    let mailer = NoticeMailer(
      outbox.transport, server: outbox.server, from: outbox.from, policy: outbox.policy,
      world: services.world)
    let id = MessageID(
      report: run.report, period: "\(run.id) \(run.state.rawValue) notice",
      recipient: owners[0].address, part: 1, sender: outbox.from.address)
    do throws(NoticeFailure) {
      try await mailer.send(
        text + "\n\n" + steps(run) + "\n\ngcsync report history \(run.name) tells more.\n",
        subject: String(text.prefix { $0 != ":" }), to: owners, id: id)
    } catch {
      throw RunFailure(
        "notice-not-sent", "the owners could not be told by mail: \(error.reason)", canRetry: true)
    }
  }

  private func steps(_ run: ReportRun) -> String {
    run.steps.suffix(20).map { step in
      "\(step.at.rfc3339)  \(step.name.rawValue)  \(step.outcome.rawValue)  \(step.reason)"
    }.joined(separator: "\n")
  }
}
