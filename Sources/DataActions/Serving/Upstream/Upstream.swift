package import HTTP
package import World

/// Performs calls to external APIs: sends, waits and reports as `UpstreamCall` decides.
package struct Upstream: Sendable {
  private let transport: any Transport
  private let world: World
  private let metrics: ActionMetrics?
  private let failed: @Sendable (_ action: String, UpstreamFailure) -> Void

  /// Makes one; `failed` is told why a call failed, in words that are not for its caller.
  package init(
    transport: any Transport, world: World, metrics: ActionMetrics? = nil,
    failed: @escaping @Sendable (_ action: String, UpstreamFailure) -> Void = { _, _ in }
  ) {
    self.transport = transport
    self.world = world
    self.metrics = metrics
    self.failed = failed
  }

  /// Runs a call of an action to its end, which is within its deadline.
  package func run(
    _ call: UpstreamCall, of action: String
  ) async -> Result<UpstreamAnswer, UpstreamFailure> {
    let outcome = await run(call) { metrics?.countAttempt(of: action) }
    if case .failure(let failure) = outcome { failed(action, failure) }
    return outcome
  }

  /// Runs a call that belongs to no action's work.
  func deliver(_ call: UpstreamCall) async -> Result<UpstreamAnswer, UpstreamFailure> {
    await run(call) {}
  }

  private func run(
    _ call: UpstreamCall, counting count: () -> Void
  ) async -> Result<UpstreamAnswer, UpstreamFailure> {
    var call = call
    var event = UpstreamCall.Event.begun
    var sent: HTTPRequest?
    while true {
      let decision = call.next(
        event, at: world.instant(), serverTime: world.serverTime(), random: world.random())
      switch decision {
      case .end(let outcome): return outcome
      case .send(let request):
        sent = request
        count()
        event = await attempt(request, number: call.attempts + 1)
      case .rest(let wait, let reason):
        if let sent {
          world.log.emit(
            debug: .retryScheduled(
              method: sent.method.rawValue, path: sent.template, attempt: call.attempts, wait: wait,
              reason: reason))
        }
        guard (try? await world.sleep(wait)) != nil else {
          return .failure(UpstreamFailure(cancelled, attempts: call.attempts))
        }
        event = .rested
      }
    }
  }

  private func attempt(_ request: HTTPRequest, number: Int) async -> UpstreamCall.Event {
    let start = world.instant()
    let outcome: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      outcome = .success(try await transport.send(request))
    } catch {
      outcome = .failure(error)
    }
    let latency = start.duration(to: world.instant())
    var failure: String?
    if case .failure(let error) = outcome { failure = error.reason.rawValue }
    let response = try? outcome.get()
    world.log.emit(
      debug: .request(
        method: request.method.rawValue, path: request.template, status: response?.status,
        attempt: number, latency: latency, correlation: response?.correlation, failure: failure))
    return .answered(outcome, latency: latency)
  }

  private var cancelled: TransportError {
    TransportError(.cancelled, "the call was cancelled while it waited", mayHaveBeenSent: true)
  }
}
