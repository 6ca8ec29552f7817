import HTTP
import JSON
import Server
import Synchronization
import World

/// The two services over one state, and the answers' way out.
final class Engine: Sendable {
  enum Service: Sendable { case genesys, s3 }

  let options: SandboxOptions
  let world: World
  let started: ContinuousClock.Instant
  let state: Mutex<SandboxState>
  let saver: StateSaver?
  let mail = MailStore()

  init(_ options: SandboxOptions, _ world: World) throws {
    self.options = options
    self.world = world
    started = world.instant()
    let now = world.now()
    var initial = SandboxState(org: Org(rules: options.rules), account: try Account([:], now: now))
    let saver = options.stateFile.map { StateSaver(path: $0) }
    let kept = try saver?.load()
    try initial.load(kept ?? options.seed, world: world, rules: options.rules)
    initial.faults = try Fault.list(options.faults)
    initial.limits = try EndpointLimit.list(options.limits)
    state = Mutex(initial)
    self.saver = saver
  }

  /// Answers a request at once, or after the latency asked for.
  func reply(to request: ServerRequest, from service: Service) -> ServerReply {
    let at = circumstances
    if request.path.hasPrefix(SandboxState.controlPrefix) {
      let response = state.withLock { $0.answerControl(request, at) }
      signalChange()
      return .now(response)
    }
    let outcome = state.withLock { state in
      let outcome =
        switch service {
        case .genesys: state.answerGenesys(request, at)
        case .s3: state.answerS3(request, at)
        }
      state.log.add(entry(request, outcome, at), template: outcome.template)
      return outcome
    }
    signalChange()
    let delay = options.latency + outcome.delay
    guard delay > .zero else { return .now(outcome.response) }
    return .later { [world] in
      try? await world.sleep(delay)
      return outcome.response
    }
  }

  private func entry(
    _ request: ServerRequest, _ outcome: Outcome, _ at: Circumstances
  ) -> RequestLog.Entry {
    let (seconds, attoseconds) = (at.instant - started).components
    return RequestLog.Entry(
      method: request.method, path: request.path, queryNames: request.query.map(\.name),
      status: outcome.response.status,
      offset: Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
  }

  private func signalChange() {
    saver?.noteChange(generation: state.withLock { $0.generation })
  }
}
