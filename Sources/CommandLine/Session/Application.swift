internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

/// One apply from its first read to its audit report, which is written however it ends.
struct Application: Sendable {
  let session: Session
  let source: ApplySource
  let run: String
  let started: Timestamp
  let interruption: Interruption

  init(session: Session, source: ApplySource, run: String) {
    self.session = session
    self.source = source
    self.run = run
    interruption = session.invocation.machine.interruption
    started = session.invocation.world.now()
  }

  var invocation: Invocation { session.invocation }

  /// What an apply has come to.
  struct Ending: Sendable {
    var agreement: Agreement?
    var results: [OperationResult] = []
    var failures: [Diagnostic] = []
    /// Why it ended before its first write.
    var refusal: ExitCode?
    var requests: [String: Int] = [:]
  }

  func perform(share: Double) async throws -> ExitCode {
    let backend = try session.backend()
    listen()
    var ending = Ending()
    do {
      ending = try await leased(try backend.open(), share)
    } catch let failure as CommandFailure {
      ending.refusal = failure.code
      ending.failures = failure.diagnostics
    } catch let failure as StateFailure {
      ending.refusal = failure.exitCode
      ending.failures = [failure.problem]
    }
    invocation.report(ending.failures)
    ending.requests["state"] = backend.requestCount
    let (report, path) = try await audit(ending, in: backend.audit)
    try invocation.write { ApplyReport(report, path: path).rendered(as: $0, style: $1) }
    let code = exitCode(ending)
    if code != .done, let reason = ending.reason {
      invocation.world.log.emit(.pipelineFailed(error: reason))
    }
    return code
  }

  private func listen() {
    Signals.interrupting(interruption) {
      invocation.say("interrupted: finishing what is on its way; once more to end at once")
    }
  }

  /// Does the work under the environment's lease, so that nobody else writes meanwhile.
  private func leased(
    _ state: any StateStore & DocumentStore, _ share: Double
  ) async throws -> Ending {
    let keeper = LeaseKeeper(
      store: state, run: run, holder: Actor.holder(invocation.world.environment),
      world: invocation.world)
    if let held = try await keeper.take(isGone: Actor.isGone) {
      throw CommandFailure(.locked, Leases.problem(held, session.environment.name))
    }
    let world = invocation.world
    return await keeper.keeping(
      onLoss: {
        world.log.emit(.leaseLost(run: run))
        interruption.request()
      },
      { await work(state, share) })
  }

  private func work(_ state: any StateStore & DocumentStore, _ share: Double) async -> Ending {
    var ending = Ending()
    var connection: Connection?
    do {
      let opened = try await Connection(session, share: share)
      connection = opened
      let agreement = try await agreement(opened, state, &ending)
      ending.results = try await apply(agreement, opened, state)
    } catch let failure as CommandFailure {
      ending.refusal = failure.code
      ending.failures = failure.diagnostics
    } catch let failure as DiagnosticsError {
      ending.refusal = .error
      ending.failures = failure.diagnostics
    } catch let failure as StateFailure {
      ending.refusal = .error
      ending.failures = [failure.problem]
    } catch let misuse as Arguments.Misuse {
      ending.refusal = .error
      ending.failures = [.error("misuse", misuse.message)]
    } catch {
      ending.refusal = .error
      ending.failures = [.error("unexpected", "\(error)")]
    }
    ending.requests = await connection?.requestCounts() ?? [:]
    return ending
  }

  /// Writes what was agreed on, each request entered in the journal before it is sent.
  private func apply(
    _ agreement: Agreement, _ connection: Connection, _ state: any StateStore & DocumentStore
  ) async throws -> [OperationResult] {
    let secrets = try await secrets(of: agreement, connection)
    let generated = try generatedSecrets()
    try await begin(agreement, state)
    let journal = RunJournal(store: state, run: run, world: invocation.world)
    let key = connection.fingerprintKey
    let scribe = Scribe(owner: session.project.owner, run: run) { key?.fingerprint(of: $0) }
    try await enterFindings(of: agreement.file.proposal, journal, scribe)
    let progress = ProgressLine(invocation, "applying")
    defer { progress.end() }
    let applier = Applier(
      writer: connection.writer(publishing: publishing(agreement, state)), journal: journal,
      scribe: scribe,
      kinds: session.pieces.byCollection,
      profile: session.environment.genesys.profile, secrets: secrets, world: invocation.world,
      interruption: interruption, progress: { progress.update(done: $0.done, total: $0.total) },
      keeper: { secret throws(StateFailure) in try await generated?.keep(secret) })
    let onError = invocation.arguments.last("on-error").flatMap(Schedule.OnError.init)
    let results = try await applier.apply(
      agreement.plan, settled: agreement.settled, blocked: agreement.blocked,
      onError: onError ?? .continue, within: try invocation.duration("max-duration"))
    try await finish(results, state)
    await reportLostSecrets(of: results, generated)
    return results
  }

  /// What publishes into the state, in the name of this run.
  private func publishing(
    _ agreement: Agreement, _ state: any DocumentStore
  ) -> PublicationWriter {
    let environment = invocation.world.environment
    return PublicationWriter(
      Publications(state),
      provenance: Publication.Provenance(
        owner: session.project.owner, actor: Actor.name(environment),
        commit: Actor.commit(environment), manifests: agreement.plan.header.manifestHash, run: run),
      world: invocation.world)
  }

  /// The exit code: 0 for all, 7 for a part, else why nothing was done.
  private func exitCode(_ ending: Ending) -> ExitCode {
    if interruption.isRequested { return .interrupted }
    if let refusal = ending.refusal { return refusal }
    let results = ending.results
    if results.allSatisfy(\.isApplied) {
      guard ending.hasUndecided else { return .done }
      return results.isEmpty ? .error : .partial
    }
    if results.contains(where: \.isApplied) { return .partial }
    let causes = Set(
      results.compactMap { result -> WriteFailure.Cause? in
        if case .failed(let cause, _) = result.outcome { cause } else { nil }
      })
    return switch causes {
    case [.permission]: .authentication
    case [.conflict]: .stale
    default: .error
    }
  }
}

extension Application.Ending {
  /// Whether there are objects for which not even an operation could be planned.
  fileprivate var hasUndecided: Bool {
    guard let proposal = agreement?.file.proposal else { return false }
    let wrong = Set(proposal.findings.filter { $0.severity == .error }.compactMap(\.address))
    return proposal.blocked.keys.contains { address in
      wrong.contains(address.description) && proposal.plan.operation(at: address) == nil
    }
  }

  /// The first thing that went wrong, in words.
  var reason: String? {
    failures.first?.message ?? results.lazy.compactMap(\.problem).first?.message
  }
}
