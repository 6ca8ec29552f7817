internal import Synchronization
package import World

/// Runs one logical request to its end: credentials, rate budget, retries, deadline, events.
///
/// Every decision is a value made elsewhere; this only performs them. A cancelled task stops
/// waiting, but a request on its way is finished, so that its outcome is known.
package final class HTTPClient: Sendable {
  private let transport: any Transport
  private let authorizer: (any Authorizer)?
  private let world: World
  private let policy: RetryPolicy
  private let allowedHosts: AllowedHosts
  /// How long one logical request may take with all its waits.
  private let deadline: Duration
  /// What knows the services' own words for what may be tried again.
  private let reader: (any AnswerReader)?
  private let state: Mutex<State>

  private struct State {
    var budget: RateBudget?
    var breaker: CircuitBreaker
    var endpoints = EndpointLimits()
    var quota: RetryQuota?
    var sent = 0

    /// Asks whether a request may be sent now; nil where nobody counts.
    mutating func acquire(
      _ request: HTTPRequest, at now: ContinuousClock.Instant
    ) -> RateBudget.Decision? {
      if let wait = endpoints.wait(for: request.endpoint, at: now) { return .wait(wait) }
      return budget?.acquire(at: now)
    }
  }

  /// How many requests the server takes in a minute, as far as is known; nil without a limit.
  package var requestsPerMinute: Int? { state.withLock { $0.budget?.perWindow } }

  package init(
    transport: any Transport, authorizer: (any Authorizer)?, world: World,
    allowedHosts: AllowedHosts, policy: RetryPolicy = RetryPolicy(), budget: RateBudget? = nil,
    breaker: CircuitBreaker = CircuitBreaker(), quota: RetryQuota? = nil,
    reader: (any AnswerReader)? = nil, deadline: Duration = .seconds(300)
  ) {
    self.transport = transport
    self.authorizer = authorizer
    self.world = world
    self.policy = policy
    self.allowedHosts = allowedHosts
    self.deadline = deadline
    self.reader = reader
    self.state = Mutex(State(budget: budget, breaker: breaker, quota: quota))
  }

  /// How many requests were sent, each attempt counted.
  package var requestCount: Int { state.withLock(\.sent) }

  /// Sends a request, as often as the policy allows, and returns the last answer.
  ///
  /// A limit makes the deadline of this one request shorter, and no attempt goes beyond it.
  package func send(
    _ request: HTTPRequest, within limit: Duration? = nil
  ) async throws(HTTPFailure) -> Exchange {
    if authorizer != nil, let objection = allowedHosts.objection(to: request.url) {
      throw HTTPFailure(.hostNotAllowed, line: request.line, detail: objection)
    }
    let start = world.instant()
    let end = start + min(limit ?? deadline, deadline)
    var run = Run(request: request, start: start, end: end, isLimited: limit != nil)
    while true {
      let outcome = try await attempt(&run)
      let verdict = (try? outcome.get()).flatMap { reader?.verdict(on: $0) }
      if case .success(let response) = outcome, !run.hasReplayed, let sent = run.authorised,
        response.status == 401 || verdict == .unauthorised,
        await authorizer?.refused(sent, by: response) == true
      {
        run.hasReplayed = true
        continue
      }
      let decision = policy.decide(
        outcome, of: request, attempt: run.tries, now: world.serverTime(),
        remaining: world.instant().duration(to: run.end), random: world.random(), verdict: verdict)
      switch decision {
      case .settle:
        note(outcome, verdict)
        return try settled(outcome, run)
      case .retry(let wait, let reason):
        guard pay(&run, after: outcome) else { return try settled(outcome, run) }
        announce(wait, reason, run, outcome, verdict)
        try await sleep(wait, run)
        run.tries += 1
      }
    }
  }

  /// One logical request while it runs.
  private struct Run {
    let request: HTTPRequest
    let start: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    /// Whether even a single attempt must end by then.
    let isLimited: Bool
    var tries = 1
    var attempts: [Attempt] = []
    var hasReplayed = false
    /// What the last further attempt took of the quota.
    var paid = 0
    var authorised: HTTPRequest?
  }

  private func attempt(
    _ run: inout Run
  ) async throws(HTTPFailure) -> Result<HTTPResponse, TransportError> {
    let permit = try await permit(run)
    let request: HTTPRequest
    do throws(HTTPFailure) {
      _ = try time(run)
      try admit(run)
      request = try await prepared(run)
    } catch {
      withdraw(permit)
      throw error
    }
    run.authorised = request
    let start = world.instant()
    let outcome = await transport.finish(request)
    let latency = start.duration(to: world.instant())
    release(permit, run.request, try? outcome.get())
    record(outcome, run, latency)
    run.attempts.append(Attempt(status: (try? outcome.get())?.status, latency: latency))
    return outcome
  }

  /// Puts credentials on the request and cuts its time where the whole has less.
  ///
  /// It has been admitted, so that the breaker must hear of what keeps it from being sent.
  private func prepared(_ run: Run) async throws(HTTPFailure) -> HTTPRequest {
    var request: HTTPRequest
    do throws(AuthenticationError) {
      request = try await authorizer?.authorized(run.request) ?? run.request
    } catch {
      let isHealthy = error.status.map { $0 < 500 && $0 != 429 } ?? false
      judge(run.request, isHealthy: isHealthy)
      throw failure(.authentication(status: error.status), error.message, run)
    }
    do throws(HTTPFailure) {
      request.timeout = try time(run)
    } catch {
      judge(run.request, isHealthy: false)
      throw error
    }
    return request
  }

  /// Returns how long an attempt may take from now on.
  private func time(_ run: Run) throws(HTTPFailure) -> Duration {
    guard run.isLimited else { return run.request.timeout }
    let left = world.instant().duration(to: run.end)
    guard left > .zero else { throw failure(.deadline, "no time was left for it", run) }
    return min(run.request.timeout, left)
  }

  private func admit(_ run: Run) throws(HTTPFailure) {
    let instant = world.instant()
    if let wait = state.withLock({ $0.breaker.admit(at: instant) }) {
      let seconds = max(1, Int(wait.components.seconds))
      throw failure(
        .circuitOpen, "\(run.request.url.host) keeps failing; not asked again for \(seconds) s",
        run)
    }
  }

  private func permit(_ run: Run) async throws(HTTPFailure) -> RateBudget.Permit? {
    while true {
      if Task.isCancelled { throw failure(.cancelled, "the run was interrupted", run) }
      let now = world.instant()
      switch state.withLock({ $0.acquire(run.request, at: now) }) {
      case nil: return nil
      case .go(let permit): return permit
      case .wait(let wait):
        try endure(wait, run)
        try await sleep(wait, run)
      }
    }
  }

  /// Refuses a wait that the server asked another request for and that is too long for this one.
  private func endure(_ wait: Duration, _ run: Run) throws(HTTPFailure) {
    guard wait > policy.patience else { return }
    let seconds = wait.components.seconds
    throw failure(.rateLimited(wait), "the service asked to wait \(seconds) s", run)
  }

  private func withdraw(_ permit: RateBudget.Permit?) {
    guard let permit else { return }
    state.withLock { $0.budget?.withdraw(permit) }
  }

  private func release(
    _ permit: RateBudget.Permit?, _ request: HTTPRequest, _ response: HTTPResponse?
  ) {
    guard let permit else { return }
    let wait = response.flatMap { $0.status == 429 ? $0.askedWait(now: world.serverTime()) : nil }
    let reading = response.flatMap { RateBudget.Reading($0.headers) }
    // A refusal although the window has room comes from a limit of the endpoint's own.
    let isOwn = reading?.hasRoom ?? false
    let now = world.instant()
    state.withLock { state in
      if let wait, isOwn { state.endpoints.close(request.endpoint, for: wait, at: now) }
      state.budget?.release(
        permit, reading: reading, closedFor: isOwn ? nil : wait, at: now)
    }
  }

  private func record(
    _ outcome: Result<HTTPResponse, TransportError>, _ run: Run, _ latency: Duration
  ) {
    let response = try? outcome.get()
    state.withLock { $0.sent += 1 }
    var failure: String?
    if case .failure(let error) = outcome { failure = error.reason.rawValue }
    world.log.emit(
      debug: .request(
        method: run.request.method.rawValue, path: run.request.template, status: response?.status,
        attempt: run.attempts.count + 1, latency: latency, correlation: response?.correlation,
        failure: failure))
    judge(run.request, isHealthy: response.map { $0.status < 500 } ?? false)
  }

  /// Tells the breaker how an attempt ended.
  private func judge(_ request: HTTPRequest, isHealthy: Bool) {
    let now = world.instant()
    let rest = state.withLock { state in
      state.breaker.record(success: isHealthy, at: now) ? state.breaker.rest : nil
    }
    if let rest { world.log.emit(.circuitOpened(host: request.url.host, wait: rest)) }
  }

  /// Tells of a limit met for the last time.
  private func note(_ outcome: Result<HTTPResponse, TransportError>, _ verdict: Verdict?) {
    guard case .success(let response) = outcome, response.status == 429 || verdict == .throttled
    else { return }
    let wait = response.askedWait(now: world.serverTime()) ?? .zero
    world.log.emit(.rateLimitEncountered(status: response.status, wait: wait))
  }

  private func announce(
    _ wait: Duration, _ reason: String, _ run: Run,
    _ outcome: Result<HTTPResponse, TransportError>, _ verdict: Verdict?
  ) {
    if let status = (try? outcome.get())?.status, status == 429 || verdict == .throttled {
      world.log.emit(.rateLimitEncountered(status: status, wait: wait))
    }
    world.log.emit(
      .retryScheduled(
        method: run.request.method.rawValue, path: run.request.template,
        attempt: run.attempts.count, wait: wait, reason: reason))
  }

  /// Takes what another attempt costs; returns whether there was enough left.
  private func pay(
    _ run: inout Run, after outcome: Result<HTTPResponse, TransportError>
  ) -> Bool {
    let cost = state.withLock { state -> Int? in
      guard state.quota != nil else { return 0 }
      return state.quota?.take(after: outcome)
    }
    run.paid = cost ?? 0
    return cost != nil
  }

  private func sleep(_ wait: Duration, _ run: Run) async throws(HTTPFailure) {
    guard world.instant() + wait < run.end else {
      let seconds = run.start.duration(to: run.end).components.seconds
      throw failure(.deadline, "the deadline of \(seconds) s would pass while waiting", run)
    }
    do {
      try await world.sleep(wait)
    } catch {
      throw failure(.cancelled, "the run was interrupted", run)
    }
  }

  private func settled(
    _ outcome: Result<HTTPResponse, TransportError>, _ run: Run
  ) throws(HTTPFailure) -> Exchange {
    switch outcome {
    case .success(let response):
      if response.isSuccess { state.withLock { $0.quota?.succeed(afterPaying: run.paid) } }
      return Exchange(
        response: response, attempts: run.attempts,
        latency: run.start.duration(to: world.instant()))
    case .failure(let error):
      throw failure(
        .transport(error.reason, mayHaveBeenSent: error.mayHaveBeenSent), error.detail, run)
    }
  }

  private func failure(_ kind: HTTPFailure.Kind, _ detail: String, _ run: Run) -> HTTPFailure {
    HTTPFailure(
      kind, line: run.request.line, detail: detail, attempts: run.attempts,
      latency: run.start.duration(to: world.instant()))
  }
}
