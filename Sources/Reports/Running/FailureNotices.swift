internal import JSON
internal import Mail
internal import Reconciler
internal import World

/// Tells the owners of a report that it could not be sent, once, and once that it is sent again.
struct FailureNotices: Sendable {
  private let services: ReportServices

  init(_ services: ReportServices) {
    self.services = services
  }

  private enum News: Sendable { case failed, recovered }

  /// Counts a run that is over, and tells of it where that is due.
  func settle(_ run: ReportRun, of item: ReportRunner.Item) async throws(StateFailure) {
    guard run.isFinal, run.cause != .manual else { return }
    let notice = item.declaration.notice
    var news: News?
    let isFailure = [.failed, .partly, .missed].contains(run.state)
    try await services.ledger.changeStanding(of: item.id) { standing in
      news = nil
      standing.failures = isFailure ? standing.failures + 1 : 0
      if isFailure, !standing.isTold, standing.failures >= notice?.after ?? .max {
        (standing.isTold, news) = (true, .failed)
      } else if !isFailure, standing.isTold {
        (standing.isTold, news) = (false, .recovered)
      }
    }
    guard let news, let notice else { return }
    let problems = await tell(notice, news, run, item.declaration)
    for problem in problems {
      services.world.log.emit(.reportNoticeFailed(report: run.name, reason: problem.message))
    }
    // Whoever could not be told is told by the next run.
    if !problems.isEmpty {
      try await services.ledger.changeStanding(of: item.id) { $0.isTold = news == .recovered }
    }
  }

  /// Tells everybody who is to be told, and returns what went wrong.
  private func tell(
    _ notice: FailureNotice, _ news: News, _ run: ReportRun, _ declaration: ReportDeclaration
  ) async -> [RunFailure] {
    var problems: [RunFailure] = []
    let text = text(news, run)
    if let webhook = notice.webhook {
      do throws(RunFailure) {
        try await services.notify(webhook, document(news, run, text))
      } catch {
        problems.append(error)
      }
    }
    if !notice.mail.isEmpty {
      do throws(RunFailure) {
        try await mail(notice.mail, text, run, declaration)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private func text(_ news: News, _ run: ReportRun) -> String {
    switch news {
    case .failed:
      "Report \(run.name) for \(run.period.label) in \(services.environment): \(run.state.rawValue), "
        + (run.reason ?? "for no known reason")
    case .recovered:
      "Report \(run.name) in \(services.environment) is sent again, for \(run.period.label)"
    }
  }

  private func document(_ news: News, _ run: ReportRun, _ text: String) -> JSON {
    [
      "format": "gcsync.report-notice/1", "text": .string(text),
      "event": .string(news == .failed ? "failed" : "recovered"), "report": .string(run.name),
      "environment": .string(services.environment), "run": .string(run.id),
      "period": .string(run.period.label), "state": .string(run.state.rawValue),
      "reason": run.reason.map(JSON.string) ?? .null,
    ]
  }

  private func mail(
    _ owners: [Mailbox], _ text: String, _ run: ReportRun, _ declaration: ReportDeclaration
  ) async throws(RunFailure) {
    let outbox = try await services.outbox()
    let now = services.world.now()
    let subject = text.prefix { $0 != ":" }
    let message = MailMessage(
      from: outbox.from, to: .mailboxes(owners), subject: String(subject.prefix(200)), date: now,
      id: MessageID(
        report: run.report, period: "\(run.id) \(run.state.rawValue) notice",
        recipient: owners[0].address, part: 1, sender: outbox.from.address),
      text: text + "\n\n" + steps(run) + "\n\ngcsync report history \(run.name) tells more.\n")
    var problem: String?
    do {
      let bytes = try message.encoded()
      let rows = RowSink()
      try await Mailer(outbox.transport, server: outbox.server, world: services.world).deliver(
        Delivery(to: owners.map(\.address), policy: outbox.policy), from: outbox.from.address
      ) { _ in
        bytes
      } record: {
        await rows.take($0)
      }
      problem = await rows.problem
    } catch {
      problem = "\(error)"
    }
    if let problem {
      throw RunFailure(
        "notice-not-sent", "the owners could not be told by mail: \(problem)", canRetry: true)
    }
  }

  private func steps(_ run: ReportRun) -> String {
    run.steps.suffix(20).map { step in
      "\(step.at.rfc3339)  \(step.name.rawValue)  \(step.outcome.rawValue)  \(step.reason)"
    }.joined(separator: "\n")
  }
}

/// What became of a notice, as it comes.
private actor RowSink {
  private var last: [EmailAddress: DeliveryRow] = [:]

  func take(_ rows: [DeliveryRow]) {
    for row in rows { last[row.recipient] = row }
  }

  /// Why somebody has no notice, if so.
  var problem: String? {
    last.values.first { $0.state != .accepted }.map { "\($0.recipient): \($0.text)" }
  }
}
