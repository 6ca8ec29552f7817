internal import Crypto
internal import JSON
package import World

/// Has a valid access token at hand: gets one when there is none, and only one at a time.
package actor TokenManager {
  /// How the client proves who it is.
  package enum Style: Sendable { case basic, form }

  package enum Source: Sendable {
    case clientCredentials(id: Secret, secret: Secret)
    /// A token from outside that cannot be renewed.
    case fixed(Secret)
  }

  private struct Held {
    let token: Secret
    let validUntil: ContinuousClock.Instant
  }

  private let source: Source
  private let endpoint: URL
  private let transport: any Transport
  private let world: World
  private let policy: RetryPolicy
  private let allowedHosts: AllowedHosts
  /// How long before its end a token is no longer used.
  private let buffer: Duration
  private var style: Style
  private var held: Held?
  private var refresh: Task<Result<Held, AuthenticationError>, Never>?
  /// How many requests went to the token endpoint.
  package private(set) var requests = 0
  /// How often it answered that there were too many tokens.
  package private(set) var throttled = 0
  /// How many seconds the last token was said to be valid; nil before there was one.
  package private(set) var lifetime: Int?

  package init(
    _ source: Source, endpoint: URL, transport: any Transport, world: World,
    allowedHosts: AllowedHosts, policy: RetryPolicy = RetryPolicy(),
    buffer: Duration = .seconds(300), style: Style = .basic
  ) {
    self.source = source
    self.endpoint = endpoint
    self.transport = transport
    self.world = world
    self.allowedHosts = allowedHosts
    self.policy = policy
    self.buffer = buffer
    self.style = style
  }

  /// Returns a token that is valid now; callers that ask at the same time share one request.
  package func token() async throws(AuthenticationError) -> Secret {
    if case .fixed(let token) = source { return token }
    if let held, world.instant() < held.validUntil { return held.token }
    let refresh = self.refresh ?? Task { await self.renew() }
    self.refresh = refresh
    return try await refresh.value.get().token
  }

  /// Forgets the token a refused request bore; returns whether another one can be had.
  package func invalidate(bearing authorization: String?) -> Bool {
    guard case .clientCredentials = source else { return false }
    if let held, held.token.reveal({ authorization == "Bearer \($0)" }) { self.held = nil }
    return true
  }

  private func renew() async -> Result<Held, AuthenticationError> {
    let result: Result<Held, AuthenticationError>
    do throws(AuthenticationError) {
      result = .success(try await request())
    } catch {
      result = .failure(error)
    }
    held = try? result.get()
    refresh = nil
    return result
  }

  private func request() async throws(AuthenticationError) -> Held {
    if let objection = allowedHosts.objection(to: endpoint) {
      throw AuthenticationError(status: nil, objection)
    }
    var attempt = 1
    while true {
      let outcome = await send()
      if case .success(let response) = outcome {
        if response.isSuccess { return try grant(response) }
        if style == .basic, response.refusesBasic {
          style = .form
          continue
        }
      }
      switch decide(outcome, attempt) {
      case .settle: throw failure(outcome)
      case .retry(let wait, _):
        guard (try? await world.sleep(wait)) != nil else {
          throw AuthenticationError(status: nil, "the run was interrupted")
        }
        attempt += 1
      }
    }
  }

  /// Asking for a token twice does no harm, so that it is retried like a read.
  private func decide(
    _ outcome: Result<HTTPResponse, TransportError>, _ attempt: Int
  ) -> RetryPolicy.Decision {
    var outcome = outcome
    var throttling: Int?
    if case .success(var response) = outcome, response.isTokenThrottling || response.status == 429 {
      throttled += 1
      throttling = response.status
      response.status = 429
      outcome = .success(response)
    }
    let decision = policy.decide(
      outcome, of: HTTPRequest(.get, endpoint), attempt: attempt, now: world.serverTime(),
      remaining: .seconds(60), random: world.random())
    if let throttling {
      let wait: Duration = if case .retry(let wait, _) = decision { wait } else { .zero }
      world.log.emit(.rateLimitEncountered(status: throttling, wait: wait))
    }
    return decision
  }

  private func send() async -> Result<HTTPResponse, TransportError> {
    requests += 1
    let request = tokenRequest()
    let start = world.instant()
    let outcome: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      outcome = .success(try await transport.send(request))
    } catch {
      outcome = .failure(error)
    }
    let response = try? outcome.get()
    world.log.emit(
      .request(
        method: "POST", path: endpoint.path, status: response?.status, attempt: requests,
        latency: start.duration(to: world.instant()), correlation: response?.correlation))
    return outcome
  }

  private func tokenRequest() -> HTTPRequest {
    var request = HTTPRequest(.post, endpoint, timeout: .seconds(10), responseLimit: 1 << 20)
    request.headers["Content-Type"] = "application/x-www-form-urlencoded"
    request.headers["Accept"] = "application/json"
    var form = "grant_type=client_credentials"
    if case .clientCredentials(let id, let secret) = source {
      switch style {
      case .basic:
        let pair = id.reveal { id in secret.reveal { "\(id):\($0)" } }
        request.headers["Authorization"] = "Basic " + Base64.standard.encode(Array(pair.utf8))
      case .form:
        form += "&client_id=" + id.reveal(URL.percentEncoded(segment:))
        form += "&client_secret=" + secret.reveal(URL.percentEncoded(segment:))
      }
    }
    request.body = Array(form.utf8)
    return request
  }

  private func grant(_ response: HTTPResponse) throws(AuthenticationError) -> Held {
    guard let body = try? JSON.parse(response.body), let token = body["access_token"]?.string,
      !token.isEmpty
    else {
      throw AuthenticationError(
        status: response.status, "\(endpoint.origin) answered without an access token")
    }
    // Without a lifetime that makes sense the token serves this once.
    let lifetime = max(0, body["expires_in"]?.int ?? 0)
    self.lifetime = lifetime
    world.log.emit(.tokenRefreshed(expiresIn: lifetime))
    let whole = Duration.seconds(lifetime)
    let usable = max(.zero, whole - min(buffer, whole / 2))
    return Held(token: Secret(token), validUntil: world.instant() + usable)
  }

  private func failure(_ outcome: Result<HTTPResponse, TransportError>) -> AuthenticationError {
    switch outcome {
    case .failure(let error):
      return AuthenticationError(
        status: nil, "no token from \(endpoint.origin): \(error.detail)")
    case .success(let response):
      let code = response.oauthError.map { " (\($0))" } ?? ""
      let ending = " with status \(response.status)\(code)" + response.correlationRemark
      guard !response.isTokenThrottling else {
        return AuthenticationError(
          status: 429, "\(endpoint.origin) gives out no more tokens for now,\(ending)")
      }
      return AuthenticationError(
        status: response.status, "\(endpoint.origin) refused the client credentials\(ending)")
    }
  }
}

extension HTTPResponse {
  /// The error code of an OAuth answer, where it has one that is safe to show.
  fileprivate var oauthError: String? {
    guard let code = (try? JSON.parse(body))?["error"]?.string, code.utf8.count <= 64,
      code.utf8.allSatisfy({ $0 == 95 || (97...122).contains($0) })
    else { return nil }
    return code
  }

  /// The id under which the server knows the exchange, where it is safe to show.
  fileprivate var correlationRemark: String {
    guard let id = correlation, id.utf8.count <= 64,
      id.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) || (97...122).contains($0 | 32) })
    else { return "" }
    return ", correlation id \(id)"
  }

  private var oauthDescription: String {
    let body = try? JSON.parse(body)
    return (body?["description"] ?? body?["error_description"])?.string ?? ""
  }

  /// Minting too many tokens is answered with 400 and this text instead of 429.
  fileprivate var isTokenThrottling: Bool {
    status == 400 && oauthDescription.hasPrefix("rate limit exceeded")
  }

  fileprivate var refusesBasic: Bool {
    status == 400 && !isTokenThrottling
      && ["invalid_request", "unsupported_grant_type"].contains(oauthError ?? "")
  }
}
