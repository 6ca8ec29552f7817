import HTTP
import JSON
import Server

/// How many requests and tokens there may be, and what answers tell of it.
extension SandboxState {
  /// Counts a request in the client's window and in those of the endpoint.
  mutating func count(
    _ request: ServerRequest, of client: String, _ at: Circumstances
  ) throws(APIError) {
    try count(client, at.options.rateLimit, "client.credentials.token.rate.per.minute", at)
    for endpoint in limits where endpoint.matches(request) {
      try count(endpoint.window(of: client), endpoint.limit, "endpoint.rate.per.window", at)
    }
  }

  private mutating func count(
    _ name: String, _ limit: RateLimit, _ key: String, _ at: Circumstances
  ) throws(APIError) {
    var window = org.windows[name] ?? RateWindow(began: at.instant)
    window.count(at: at.instant, limit)
    org.windows[name] = window
    guard window.count <= limit.allowed else {
      throw .tooMany(limit, key: key, retryAfter: window.reset(at: at.instant, limit))
    }
  }

  /// Counts a token, of which a client gets only so many a minute.
  mutating func countToken(of client: String, _ at: Circumstances) throws(OAuthError) {
    guard let allowed = at.options.tokenRateLimit else { return }
    let limit = RateLimit(allowed: allowed, window: .seconds(60))
    let name = "token \(client)"
    var window = org.windows[name] ?? RateWindow(began: at.instant)
    window.count(at: at.instant, limit)
    org.windows[name] = window
    guard window.count <= allowed else {
      throw .invalidRequest("rate limit exceeded; no more than \(allowed) tokens a minute")
    }
  }

  /// Adds what every answer tells: the correlation id, and the narrowest window it counted in.
  func addHeaders(
    to response: inout ServerResponse, _ request: ServerRequest, correlation: String,
    client: String, _ at: Circumstances
  ) {
    let endpoint = limits.first { $0.matches(request) }
    let limit = endpoint?.limit ?? at.options.rateLimit
    let name = endpoint?.window(of: client) ?? client
    var window = org.windows[name] ?? RateWindow(began: at.instant)
    if at.instant >= window.began + limit.window { window = RateWindow(began: at.instant) }
    let standard: [(String, String)] = [
      ("inin-ratelimit-count", String(window.count)),
      ("inin-ratelimit-allowed", String(limit.allowed)),
      ("inin-ratelimit-reset", String(window.reset(at: at.instant, limit))),
      ("ININ-Correlation-Id", correlation),
    ]
    for (name, value) in standard where response.headers[name] == nil {
      response.headers.add(name, value)
    }
    if response.headers["Content-Type"] == nil, !response.body.isEmpty {
      response.headers["Content-Type"] = "application/json; charset=UTF-8"
    }
  }
}
