package import World

/// Decides whether a request that did not succeed is worth another attempt, and when.
package struct RetryPolicy: Sendable, Hashable {
  package enum Decision: Sendable, Hashable {
    /// The outcome stands.
    case settle
    case retry(after: Duration, reason: String)
  }

  package var backoff: Backoff
  /// How often a request is tried again: 3 retries make 4 attempts.
  package var retries: Int
  /// The longest wait a server may ask for; a request that would have to wait longer fails at once.
  package var patience: Duration
  /// The shortest wait after a 429 that does not say how long.
  package var throttlePause: Duration

  package init(
    backoff: Backoff = Backoff(), retries: Int = 3, patience: Duration = Self.standardPatience,
    throttlePause: Duration = .seconds(1)
  ) {
    self.backoff = backoff
    self.retries = retries
    self.patience = patience
    self.throttlePause = throttlePause
  }

  /// How long a server may ask to wait unless told otherwise.
  package static let standardPatience = Duration.seconds(180)

  private static let transientStatuses: Set<Int> = [429, 500, 502, 503, 504]

  /// Returns what to do after an attempt, counted from 1, with the time left until the deadline and
  /// what the answer is known to mean beside its status.
  package func decide(
    _ outcome: Result<HTTPResponse, TransportError>, of request: HTTPRequest, attempt: Int,
    now: Timestamp, remaining: Duration, random: @autoclosure () -> Double,
    verdict: Verdict? = nil
  ) -> Decision {
    guard attempt <= retries, let reason = reasonToRetry(outcome, request, verdict)
    else { return .settle }
    let asked = (try? outcome.get()).flatMap { $0.askedWait(now: now) }
    if let asked, asked > patience { return .settle }
    let isMute = asked == nil && (try? outcome.get())?.status == 429
    let floor = isMute ? throttlePause : asked
    let wait = backoff.wait(after: attempt, floor: floor, random: random())
    return wait < remaining ? .retry(after: wait, reason: reason) : .settle
  }

  /// Nil where another attempt would not help, or might do the same thing twice.
  private func reasonToRetry(
    _ outcome: Result<HTTPResponse, TransportError>, _ request: HTTPRequest, _ verdict: Verdict?
  ) -> String? {
    switch outcome {
    case .success(let response):
      if verdict == .throttled { return "throttled with status \(response.status)" }
      guard verdict == .transient || Self.transientStatuses.contains(response.status)
      else { return nil }
      // A 429 is refused before anything is done; after a 5xx a POST may have been carried out.
      guard response.status == 429 || request.isRepeatable else { return nil }
      return "status \(response.status)"
    case .failure(let error):
      guard error.reason.isTransient, request.isRepeatable || !error.mayHaveBeenSent
      else { return nil }
      return error.reason.rawValue
    }
  }
}

extension TransportError.Reason {
  /// Whether the same request may succeed a little later.
  package var isTransient: Bool {
    switch self {
    case .refused, .timeout, .connectionLost, .unresolvedHost: true
    case .tls, .tooLarge, .cancelled, .proxy, .malformed, .unsupported, .forbidden: false
    }
  }
}
