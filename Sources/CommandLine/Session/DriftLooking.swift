internal import Diagnostics
internal import Manifests
internal import Notices
internal import Reconciler
internal import Rendering
internal import World

/// Looks how an org differs from the manifests, as often as it is asked to.
struct DriftLooking: Sendable {
  let session: Session
  private let baseline: DriftBaseline

  init(_ session: Session) throws {
    self.session = session
    baseline = try session.baseline()
  }

  /// Reads the org and compares; sends nothing but reads.
  func look() async throws -> DriftSight {
    let world = session.invocation.world
    let start = world.instant()
    let connection = try await Connection(session)
    var planning = try await Planning(session: session, connection: connection)
    planning.baseline = baseline
    if session.invocation.arguments.has("accept") { await planning.read() }
    var proposal = try await planning.proposal()
    let view = DriftView(
      record: planning.record, kinds: session.kinds.kinds, baseline: baseline, now: world.now())
    // They say what an apply comes to, and not what somebody in the org has done.
    proposal.meanings = [:]
    proposal.findings += view.agreements(in: proposal.plan)
    let authors = await DriftAuthors(session, connection, view).find(in: proposal)
    proposal.findings += authors.findings
    return DriftSight(
      proposal: proposal, view: view, planning: planning, moved: authors.moved,
      duration: start.duration(to: world.instant()))
  }
}

/// What one look at an org has shown.
struct DriftSight: Sendable {
  var proposal: Proposal
  let view: DriftView
  let planning: Planning
  /// Who changed objects in the org, as far as that was found out.
  let moved: [Address: PlanReport.Moved]
  let duration: Duration

  /// Returns it as a result that ends with a code.
  func report(_ code: ExitCode) -> PlanReport {
    PlanReport(
      proposal, kinds: view.kinds, exitCode: Int(code.rawValue), directions: view.direction,
      moved: moved, drifted: view.drifted(in: proposal.plan))
  }

  /// Returns it as people are told of it, and notes it in the log.
  func look(_ report: PlanReport) -> DriftLook {
    let session = planning.session
    let outcome: DriftLook.Outcome =
      if let problem = proposal.obstacle?.diagnostics.first {
        .failed(code: problem.code, message: problem.message)
      } else {
        .whole(
          view.differences(in: proposal, told: report) { moved[$0.address]?.words })
      }
    let look = DriftLook(session, outcome)
    let differences = look.differences
    session.invocation.world.log.emit(
      .driftLooked(
        environment: look.environment,
        state: proposal.obstacle != nil ? "unknown" : differences.isEmpty ? "clean" : "drift",
        differences: differences.count,
        fingerprint: DriftFingerprint.of(differences.map(\.id)), duration: duration))
    session.invocation.telemetry?.note(self)
    return look
  }
}

extension DriftLook {
  /// Makes a look at a session's environment, now.
  init(_ session: Session, _ outcome: Outcome) {
    let world = session.invocation.world
    self.init(
      environment: session.environment.name, outcome: outcome, at: world.now(),
      link: Actor.link(world.environment), part: session.part)
  }

  /// The differences that were seen.
  var differences: [DriftDifference] {
    if case .whole(let differences) = outcome { differences } else { [] }
  }
}

extension Session {
  /// The agreed differences of the manifests, and of the files named.
  fileprivate func baseline() throws -> DriftBaseline {
    var baseline = manifests.baseline
    for path in invocation.arguments.all("baseline") {
      do throws(DiagnosticsError) {
        let named = try DriftBaseline.load(path, shownAs: path, kinds: kinds)
        invocation.report(named.expired(at: invocation.world.now(), .warning))
        baseline = baseline.joined(with: named)
      } catch {
        throw CommandFailure(.invalid, error.diagnostics)
      }
    }
    return baseline
  }
}
