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
      record: planning.record, kinds: session.kinds.kinds, baseline: baseline, now: world.now(),
      proposal)
    // They say what an apply comes to, and not what somebody in the org has done.
    proposal.meanings = [:]
    proposal.findings += view.agreements(in: proposal.plan) + view.remarks(on: proposal)
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
    let look = DriftLook(session, outcome(report))
    let differences = look.differences
    session.invocation.world.log.emit(
      .driftLooked(
        environment: look.environment,
        state: !differences.isEmpty ? "drift" : proposal.obstacle != nil ? "unknown" : "clean",
        differences: differences.count, isPartial: proposal.obstacle != nil,
        fingerprint: DriftFingerprint.of(differences.map(\.id)), duration: duration))
    session.invocation.telemetry?.note(self)
    return look
  }

  /// Whether nothing could be read.
  var isBlind: Bool {
    proposal.obstacle != nil && proposal.plan.isEmpty && proposal.unchanged == 0
  }

  /// What kept the look from seeing everything, without what speaks against single objects; where it
  /// saw nothing, each reason once.
  private var problems: [Diagnostic] {
    guard let errors = proposal.obstacle?.diagnostics else { return [] }
    let held = Set(proposal.blocked.keys.lazy.map(\.description))
    let others = errors.filter { error in error.address.map { !held.contains($0) } ?? true }
    let told = others.isEmpty ? errors : others
    guard isBlind else { return told }
    var codes: Set<String> = []
    return told.filter { codes.insert($0.code).inserted }
  }

  private func outcome(_ report: PlanReport) -> DriftLook.Outcome {
    let differences = view.differences(in: proposal, told: report) { moved[$0.address]?.words }
    guard let failure = DriftFailure(problems) else { return .whole(differences) }
    if isBlind { return .failed(failure) }
    let kinds = proposal.unread.map { String($0.prefix { $0 != "#" }) }
    let unread: DriftLook.Unread =
      kinds.isEmpty
      ? .everything : DriftLook.Unread(kinds: Set(kinds), addresses: proposal.unclear)
    return .part(differences, unread: unread, failure)
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
    switch outcome {
    case .whole(let differences), .part(let differences, _, _): differences
    case .failed: []
    }
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
