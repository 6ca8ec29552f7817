internal import Diagnostics
internal import Notices
internal import Reconciler
internal import Rendering
internal import Telemetry
internal import World

/// Looks for drift over and over until it is asked to stop; never writes to the org.
struct Watching: Sendable {
  let invocation: Invocation
  let health: WatchHealth
  let telemetry: RunTelemetry
  /// After how many looks it stops by itself; nil for never.
  let limit: Int?

  /// Runs to the end, and returns why it came: asked to stop, or refused too often.
  func run(_ pace: WatchPace) async -> ExitCode {
    var pace = pace
    let interruption = invocation.machine.interruption
    while true {
      let outcome = await look(pace)
      let step = pace.next(after: outcome, random: invocation.world.random())
      guard case .wait(let wait) = step else { return .authentication }
      if interruption.isRequested || limit.map({ health.looks >= $0 }) ?? false { return .done }
      await interruption.wait(atMost: wait, invocation.world)
      if interruption.isRequested { return .done }
    }
  }

  /// Looks once, tells of it, and returns what it came to.
  private func look(_ pace: WatchPace) async -> WatchPace.Outcome {
    let outcome: WatchPace.Outcome
    telemetry.recorder.beginLook()
    do {
      // The manifests are read each time: somebody may have pulled new ones.
      let (session, notifying) = try await Notifying.begin(invocation)
      outcome = await look(session, notifying, pace)
    } catch {
      outcome = failed(error, pace)
    }
    let code: ExitCode =
      switch outcome {
      case .seen: telemetry.recorder.figures.hasMoved ? .changes : .done
      case .failed: .error
      case .refused: .authentication
      }
    await telemetry.flush(code, invocation.world)
    return outcome
  }

  private func look(
    _ session: Session, _ notifying: Notifying, _ pace: WatchPace
  ) async -> WatchPace.Outcome {
    do {
      let sight = try await DriftLooking(session).look()
      let report = sight.report(sight.view.exitCode(of: sight.proposal, exitZero: false))
      let look = sight.look(report)
      await notifying.tell(look)
      if let obstacle = sight.proposal.obstacle {
        if case .part = look.outcome { say(look, sight) }
        return failed(obstacle, pace)
      }
      health.note(failure: nil)
      say(look, sight)
      return .seen
    } catch {
      await notifying.tell(error)
      return failed(error, pace)
    }
  }

  private func say(_ look: DriftLook, _ sight: DriftSight) {
    let count = look.differences.count
    let fingerprint = DriftFingerprint.of(look.differences.map(\.id))
    let isPartial = sight.proposal.obstacle != nil
    let name = count == 1 ? "difference" : "differences"
    var words = "\(count) \(name)  \(fingerprint ?? "")"
    if count == 0 { words = isPartial ? "no differences" : "in sync" }
    if isPartial { words += "  as far as could be read" }
    let requests = sight.proposal.requests.read
    invocation.console.out(
      "\(look.at.rfc3339)  \(look.environment)  \(words)  "
        + "\(requests) \(requests == 1 ? "request" : "requests")\n")
  }

  private func failed(_ error: any Error, _ pace: WatchPace) -> WatchPace.Outcome {
    let failure = error as? CommandFailure
    let problems = Diagnostic.all(of: error)
    let worst = problems.first { $0.severity == .error } ?? problems.first
    let reason = worst?.message ?? "the look was not finished"
    health.note(failure: reason)
    invocation.world.log.emit(
      .lookFailed(
        environment: invocation.arguments.last("environment") ?? "", reason: reason,
        failures: pace.failures + 1, wait: nil))
    if !invocation.logsJSON { invocation.report(problems) }
    return failure?.code == .authentication ? .refused : .failed
  }
}

extension Diagnostic {
  /// Returns the problems of an error, whatever kind it is of.
  static func all(of error: any Error) -> [Diagnostic] {
    switch error {
    case let failure as CommandFailure: failure.diagnostics
    case let failure as DiagnosticsError: failure.diagnostics
    case let failure as StateFailure: [failure.problem]
    case let misuse as Arguments.Misuse: [.error("misuse", misuse.message)]
    default: []
    }
  }
}
