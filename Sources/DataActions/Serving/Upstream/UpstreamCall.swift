package import HTTP
package import World

/// One request to an action's own API, from its first attempt to what is made of the last answer.
///
/// It decides and performs nothing: which attempt is worth its time, which redirect may be followed,
/// what the caller is told.
package struct UpstreamCall: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package enum Event: Sendable {
    case begun
    /// An attempt ended after so long.
    case answered(Result<HTTPResponse, TransportError>, latency: Duration)
    case rested
  }

  package enum Action: Sendable {
    case send(HTTPRequest)
    case rest(Duration, reason: String)
    case end(Result<UpstreamAnswer, UpstreamFailure>)
  }

  private let origin: String
  private let addresses: AddressGuard
  private let policy: UpstreamPolicy
  private let deadline: Instant
  private let words: ReplyText
  private var request: HTTPRequest
  /// How often the API was asked, redirects included.
  package private(set) var attempts = 0
  private var tries = 1
  private var redirects = 0
  private var slowest: Duration = .zero

  /// Makes a call to an origin, outside of which nothing is ever sent.
  ///
  /// `secrets` are what the request carries that an answer may repeat.
  package init(
    _ request: HTTPRequest, to origin: URL, addresses: AddressGuard,
    policy: UpstreamPolicy = UpstreamPolicy(), secrets: [Secret] = [], until deadline: Instant
  ) {
    self.request = request
    self.origin = origin.origin
    self.addresses = addresses
    self.policy = policy
    self.deadline = deadline
    words = ReplyText(secrets + request.credentials)
    self.request.peers = addresses.peers(of: origin)
    self.request.responseLimit = min(request.responseLimit, policy.bodyLimit)
    // The path may hold what the caller gave, which is no matter for a log.
    if request.template == request.url.path { self.request.template = "{path}" }
  }

  /// Returns what to do after an event, given the time and a random number in 0..<1.
  package mutating func next(
    _ event: Event, at now: Instant, serverTime: Timestamp, random: Double
  ) -> Action {
    switch event {
    case .begun: return objection.map { .end(.failure($0)) } ?? send(at: now)
    case .rested: return send(at: now)
    case .answered(let outcome, let latency):
      attempts += 1
      slowest = max(slowest, latency)
      if case .success(let response) = outcome, let redirect = Redirect(response, to: request) {
        return follow(redirect, response, at: now)
      }
      let decision = policy.retry.decide(
        outcome, of: request, attempt: tries, now: serverTime,
        remaining: now.duration(to: deadline) - need, random: random)
      guard case .retry(let wait, let reason) = decision else { return settle(outcome) }
      tries += 1
      return .rest(wait, reason: reason)
    }
  }

  /// What another attempt must at least have left: as long as the slowest one so far took.
  ///
  /// An API that answers with errors at once is asked again until near the end, one that hangs is not.
  private var need: Duration {
    min(request.timeout, max(slowest, policy.leastAttempt))
  }

  private func send(at now: Instant) -> Action {
    let left = now.duration(to: deadline)
    guard left > .zero else {
      return .end(
        .failure(UpstreamFailure(timeoutAfter: attempts, detail: "no time was left to ask")))
    }
    var request = request
    request.timeout = min(request.timeout, left)
    return .send(request)
  }

  private mutating func follow(
    _ redirect: Redirect, _ response: HTTPResponse, at now: Instant
  ) -> Action {
    redirects += 1
    guard redirects <= policy.redirects else { return refuse(response, "too many redirects") }
    guard let target = redirect.request.map(\.url), target.origin == origin else {
      return refuse(response, "a redirect to another origin is not followed")
    }
    request = redirect.request ?? request
    return send(at: now)
  }

  private func refuse(_ response: HTTPResponse, _ text: String) -> Action {
    .end(.failure(UpstreamFailure(response, said: text, attempts: attempts)))
  }

  private func settle(_ outcome: Result<HTTPResponse, TransportError>) -> Action {
    switch outcome {
    case .success(let response) where response.isSuccess:
      .end(.success(UpstreamAnswer(response, attempts: attempts)))
    case .success(let response): refuse(response, words.shown(response.body))
    case .failure(let error):
      .end(
        .failure(
          UpstreamFailure(
            error, attempts: attempts,
            remedy: error.reason == .forbidden ? Self.allowing : nil)))
    }
  }

  /// Why the request must not be sent at all: a template made another server of its URL, it names a
  /// host in its header, or the server is named by an address that the guard refuses.
  private var objection: UpstreamFailure? {
    if let field = request.headers.fields.first(where: { TransportFields.contain($0.name) }) {
      return refused(.unsupported, "the header field \(field.name) is the transport's to set")
    }
    if request.url.origin != origin {
      return refused(
        .forbidden, "the request is for \(request.url.origin), the action's API is \(origin)")
    }
    return IPAddress(request.url.host).flatMap { addresses.objection(to: $0, of: request.url.host) }
      .map { refused(.forbidden, $0, remedy: Self.allowing) }
  }

  private func refused(
    _ reason: TransportError.Reason, _ detail: String, remedy: String? = nil
  ) -> UpstreamFailure {
    UpstreamFailure(
      TransportError(reason, detail, mayHaveBeenSent: false), attempts: 0, remedy: remedy)
  }

  private static let allowing =
    "if it may be asked all the same, name its host or network in allowPrivate"
}

/// What an external API answered, and how often it was asked.
package struct UpstreamAnswer: Sendable {
  package let status: Int
  package let headers: HTTPHeaders
  package let body: [UInt8]
  package let attempts: Int

  init(_ response: HTTPResponse, attempts: Int) {
    status = response.status
    headers = response.headers
    body = response.body
    self.attempts = attempts
  }
}
