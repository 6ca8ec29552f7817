internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import Store
internal import World

/// One apply from its first read to its audit report, which is written however it ends.
struct Application: Sendable {
  let session: Session
  let run: String
  let started: Timestamp
  private let interruption = Interruption()
  private var proposal: Proposal?

  init(session: Session, run: String, started: Timestamp) {
    self.session = session
    self.run = run
    self.started = started
  }

  private var invocation: Invocation { session.invocation }

  mutating func perform(share: Double) async throws -> ExitCode {
    listen()
    var results: [OperationResult] = []
    var failures: [Diagnostic] = []
    var refusal: ExitCode?
    var connection: Connection?
    do {
      let opened = try Connection(session, share: share)
      connection = opened
      let plan = try await agreedPlan(opened)
      let secrets = try secrets(of: plan, opened)
      results = await apply(plan, opened, secrets)
    } catch let failure as CommandFailure {
      refusal = failure.code
      failures = failure.diagnostics
      invocation.report(failures)
    } catch let failure as DiagnosticsError {
      refusal = .error
      failures = failure.diagnostics
      invocation.report(failures)
    }
    let report = await self.report(results, failures, connection)
    let path = try write(report)
    try invocation.write { ApplyReport(report, path: path).rendered(as: $0, style: $1) }
    let code = refusal ?? exitCode(results)
    if code != .done,
      let reason = failures.first?.message ?? results.lazy.compactMap(\.problem).first?.message
    {
      invocation.world.log.emit(.pipelineFailed(error: reason))
    }
    return interruption.isRequested ? .interrupted : code
  }

  private func listen() {
    let console = invocation.console
    Signals.interrupting(interruption) {
      console.err("\ninterrupted: finishing what is on its way; once more to end at once\n")
    }
  }

  /// Plans, shows the plan, and returns it once nothing and nobody objects.
  private mutating func agreedPlan(_ connection: Connection) async throws -> Plan {
    let proposal = await Planning(session: session, connection: connection)
      .proposal(adopts: invocation.arguments.has("adopt"))
    self.proposal = proposal
    let plan = proposal.plan
    let style = Style(color: false, width: invocation.console.width)
    let shown = PlanReport(proposal, kinds: session.kinds.kinds, exitCode: 0)
    if invocation.arguments.last("log-format") != "json" {
      invocation.console.err(shown.rendered(as: .text, style: style))
    }
    if proposal.isRefused { throw CommandFailure(.authentication, errors(proposal)) }
    if !proposal.unsafe.isEmpty, invocation.arguments.last("approve-unsafe") != plan.id {
      throw CommandFailure(
        .refused,
        .error(
          "unsafe-plan", "the plan \(plan.id) breaks a limit: \(proposal.unsafe[0].message)",
          hint: "look at it with plan, then apply --approve-unsafe \(plan.id)"))
    }
    if proposal.isPartial || proposal.hasUnblockedErrors {
      throw CommandFailure(.error, errors(proposal))
    }
    if !plan.isEmpty { try ask(plan) }
    return plan
  }

  private func errors(_ proposal: Proposal) -> [Diagnostic] {
    proposal.findings.filter { $0.severity == .error }
  }

  private func ask(_ plan: Plan) throws {
    if invocation.arguments.has("yes") { return }
    let console = invocation.console
    guard console.inIsTerminal, console.errIsTerminal else {
      throw CommandFailure(
        .error,
        .error(
          "not-confirmed", "apply has nobody to ask",
          hint: "look at the plan with gcsync plan, then call gcsync apply --yes"))
    }
    console.err("Apply these changes to \(session.environment.name)? Type yes: ")
    guard console.readLine() == "yes" else {
      throw CommandFailure(.error, .error("not-confirmed", "nothing was applied"))
    }
  }

  /// Reads every secret the plan sends, before the first write.
  private func secrets(of plan: Plan, _ connection: Connection) throws -> [String: Secret] {
    var places: [String: SecretSource] = [:]
    for manifest in session.manifests.manifests {
      for (_, source) in manifest.secrets { places[source.text] = source }
    }
    var secrets: [String: Secret] = [:]
    var problems: [Diagnostic] = []
    for operation in plan.operations {
      guard let after = operation.after, let kind = session.kinds.kinds[operation.address.kind]
      else { continue }
      for text in kind.spec.secretSources(in: after).sorted() where secrets[text] == nil {
        do throws(DiagnosticsError) {
          secrets[text] = try connection.secrets.resolve(places[text] ?? SecretSource(text))
        } catch {
          problems += error.diagnostics
        }
      }
    }
    guard problems.isEmpty else {
      throw CommandFailure(.error, Array(Set(problems)).inReadingOrder())
    }
    return secrets
  }

  private func apply(
    _ plan: Plan, _ connection: Connection, _ secrets: [String: Secret]
  ) async -> [OperationResult] {
    let progress = ProgressLine(invocation, "applying")
    defer { progress.end() }
    let onError = invocation.arguments.last("on-error").flatMap(Schedule.OnError.init)
    let applier = Applier(
      writer: connection.writer(), kinds: session.kinds.kinds,
      profile: session.environment.genesys.profile, secrets: secrets, world: invocation.world,
      interruption: interruption,
      progress: { progress.update(done: $0.done, total: $0.total) })
    return await applier.apply(
      plan, blocked: proposal?.blocked ?? [:], onError: onError ?? .continue)
  }

  private func report(
    _ results: [OperationResult], _ failures: [Diagnostic], _ connection: Connection?
  ) async -> AuditReport {
    AuditReport(
      run: .init(
        id: run, planID: proposal?.plan.id, environment: session.environment.name,
        owner: session.project.owner, actor: Actor.name(invocation.world.environment),
        commit: Actor.commit(invocation.world.environment), started: started,
        finished: invocation.world.now()),
      results: results, routing: routing(results, failures),
      requests: await connection?.requestCounts() ?? [:], failures: failures,
      wasInterrupted: interruption.isRequested, kinds: session.kinds.kinds)
  }

  private func routing(
    _ results: [OperationResult], _ failures: [Diagnostic]
  ) -> AuditReport.RoutingState {
    let objects = session.manifests.manifests.map { manifest in
      RoutedObject(address: manifest.address, id: manifest.id, spec: manifest.namedSpec)
    }
    let failed = results.filter { !$0.isApplied }.map(\.operation.address)
    // Where nothing was reached, what was to be changed has not been.
    let missed = failures.isEmpty ? [] : objects.map(\.address)
    return .derived(from: objects, failed: Set(failed + missed))
  }

  private func write(_ report: AuditReport) throws -> String {
    do throws(FileError) {
      let path = try AuditStore(state: session.stateFolder).write(report)
      invocation.world.log.emit(
        .auditReportGenerated(
          run: run, status: report.isCompliant ? "PASS" : "WARNING", path: path))
      return path
    } catch {
      throw CommandFailure(
        .error, .error("audit-not-written", "the audit report cannot be written: \(error)"))
    }
  }

  /// The exit code of what was written: 0 for all, 7 for a part, else why nothing was.
  private func exitCode(_ results: [OperationResult]) -> ExitCode {
    if results.allSatisfy(\.isApplied) { return .done }
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

/// Who runs this and for which commit, as pipelines tell it.
enum Actor {
  static func name(_ environment: (String) -> String?) -> String {
    first(["GCSYNC_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"], environment)
      ?? "unknown"
  }

  static func commit(_ environment: (String) -> String?) -> String? {
    first(["GCSYNC_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"], environment)
  }

  private static func first(_ names: [String], _ environment: (String) -> String?) -> String? {
    names.lazy.compactMap(environment).first { !$0.isEmpty }
  }
}
