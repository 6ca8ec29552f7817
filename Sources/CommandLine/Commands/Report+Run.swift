internal import Diagnostics
internal import Mail
internal import Manifests
internal import Reconciler
internal import Rendering
internal import Reports
internal import World

extension Command {
  static func runReports(_ invocation: Invocation) async throws -> ExitCode {
    let session = try await ReportSession(invocation)
    guard invocation.arguments.has("loop") else { return try await session.runOnce() }
    let interruption = invocation.machine.interruption
    Signals.interrupting(interruption) {
      invocation.say("stopping after the reports in hand; once more to end at once")
    }
    let pause = try invocation.duration("every") ?? .seconds(60)
    while !interruption.isRequested {
      do {
        _ = try await session.runOnce(isQuiet: true)
      } catch let failure as CommandFailure {
        // A daemon outlives a state or an org that cannot be reached for a while.
        invocation.report(failure.diagnostics)
      } catch let failure as StateFailure {
        invocation.report([failure.problem])
      }
      await interruption.wait(atMost: pause, invocation.world)
    }
    return .done
  }

  static func resumeReports(_ name: String?, _ invocation: Invocation) async throws -> ExitCode {
    let session = try await ReportSession(invocation)
    let schedules =
      if let name {
        ReportSession.Schedules(items: [try await session.item(named: name)])
      } else {
        try await session.schedules()
      }
    let turns = await ReportRunner(session.services).resume(schedules.items)
    return try session.tell(turns, schedules.problems)
  }

  static func sendReport(_ name: String, _ invocation: Invocation) async throws -> ExitCode {
    let session = try await ReportSession(invocation)
    let item = try await session.item(named: name)
    let addresses = invocation.arguments.all("to")
    let to = addresses.isEmpty ? nil : addresses
    for address in addresses {
      guard (try? Mailbox(parsing: address)) != nil else {
        throw Arguments.Misuse(message: "--to takes one address, not \"\(address)\"")
      }
    }
    let isDry = invocation.arguments.has("dry-run")
    let services = isDry ? try await session.rehearsal() : session.services
    let turn = await ReportRunner(services).send(item, to: to)
    if isDry { invocation.say("nothing was sent and nothing is kept") }
    return try session.tell([turn], isRehearsal: isDry)
  }
}

extension ReportSession {
  /// Gives every report its turn.
  func runOnce(isQuiet: Bool = false) async throws -> ExitCode {
    let schedules = try await schedules()
    let turns = await ReportRunner(services).run(schedules.items)
    let isUneventful = schedules.problems.isEmpty && turns.allSatisfy(\.isUneventful)
    return isQuiet && isUneventful ? .done : try tell(turns, schedules.problems)
  }

  /// Tells what turns came to; the exit code is 1 where something was not sent that was to be.
  func tell(
    _ turns: [ReportRunner.Turn], _ problems: [Diagnostic] = [], isRehearsal: Bool = false
  ) throws -> ExitCode {
    let report = ReportRunsReport(
      turns.map { turn in
        ReportRunsReport.Entry(
          name: turn.item.declaration.name, id: turn.item.id, runs: turn.runs,
          rows: isRehearsal
            ? Dictionary(turn.runs.map { ($0.id, []) }, uniquingKeysWith: { first, _ in first })
            : [:],
          held: turn.held, next: turn.next, timeZone: turn.item.declaration.schedule.zone.name)
      }, environment: session.environment.name, isRehearsal: isRehearsal)
    try invocation.write { report.rendered(as: $0, style: $1) }
    invocation.report(
      turns.flatMap { turn in
        turn.untold.map { problem in
          .warning(
            "owners-not-told",
            "the owners of \(turn.item.declaration.name) were not told: "
              + problem.message, hint: problem.hint ?? "the next run tries again")
        }
      })
    let failures = problems + turns.compactMap { $0.failure?.problem }
    invocation.report(failures)
    let isBad = turns.flatMap(\.runs).contains { [.failed, .partly, .missed].contains($0.state) }
    return isBad || !failures.isEmpty ? .error : .done
  }

  /// Everything but the sending: the same services, with a ledger that is thrown away and a mail server
  /// that takes whatever it gets.
  func rehearsal() async throws -> ReportServices {
    var services = services
    let memory = ReportLedger(MemoryDocuments(), holder: "rehearsal", world: world)
    let known = try await ledger.suppressions()
    try await memory.changeSuppressions { $0 = known }
    services.ledger = memory
    let outbox = services.outbox
    let invocation = self.invocation
    services.outbox = { () throws(RunFailure) in
      let real = try await outbox()
      return Outbox(
        transport: RehearsedMail(real.transport) { invocation.say($0) }, server: real.server,
        from: real.from,
        replyTo: real.replyTo, maximumBytes: real.maximumBytes)
    }
    services.publish = { file, link, _ in "\(link.place)/\(file.name)" }
    services.notify = { _, _ in }
    services.world.log = .silent
    return services
  }
}

/// Mail that goes nowhere, past a server that is asked what it would take.
private struct RehearsedMail: MailTransport {
  private let real: any MailTransport
  private let say: @Sendable (String) -> Void

  init(_ real: any MailTransport, _ say: @escaping @Sendable (String) -> Void) {
    (self.real, self.say) = (real, say)
  }

  func send(_ envelope: MailEnvelope, to server: MailServer) async -> MailOutcome {
    let header = MIMEPart(Array(envelope.message.prefix(16 << 10))).header
    for recipient in envelope.recipients {
      say("would go to \(recipient): \(header["Subject"] ?? "") (\(envelope.message.count) bytes)")
    }
    let reply = SMTPReply(code: 250, text: "not sent: a dry run")
    return MailOutcome(envelope.recipients.map { _ in .accepted(reply) })
  }

  func features(of server: MailServer) async -> Result<MailServerFeatures, MailFailure> {
    await real.features(of: server)
  }
}
