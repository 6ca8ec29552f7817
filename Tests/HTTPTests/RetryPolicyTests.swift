import HTTP
import Testing
import World

@Suite struct BackoffTests {
  @Test(arguments: [
    (1, 0.5, 500), (2, 0.5, 1000), (3, 0.5, 2000), (4, 0.25, 2000), (1, 0, 0), (6, 0.5, 15_000),
    (60, 0.5, 15_000),
  ])
  func `the wait is a random part of a span that doubles up to its cap`(
    attempt: Int, random: Double, milliseconds: Int
  ) {
    let wait = Backoff().wait(after: attempt, floor: nil, random: random)
    #expect(wait == .milliseconds(milliseconds))
  }

  @Test func `what the server asks is never cut short, not even by the cap`() {
    let backoff = Backoff(base: .seconds(1), cap: .seconds(5))
    #expect(backoff.wait(after: 1, floor: .seconds(61), random: 0.9) == .seconds(61))
    #expect(backoff.wait(after: 3, floor: .seconds(1), random: 0.75) == .seconds(3))
  }

  /// The clock stands at Sun, 06 Nov 1994 08:49:37 GMT.
  @Test(
    arguments: [
      (429, ["Retry-After": "7"], 7),
      (503, ["Retry-After": "0"], 0),
      (429, ["Retry-After": "Sun, 06 Nov 1994 08:50:07 GMT"], 30),
      (429, ["Retry-After": "Sunday, 06-Nov-94 08:50:07 GMT"], 30),
      (429, ["Retry-After": "Sun Nov  6 08:50:07 1994"], 30),
      (429, ["Retry-After": "Sun, 06 Nov 1994 08:00:00 GMT"], 0),
      (429, ["inin-ratelimit-reset": "12"], 12),
      (429, ["Retry-After": "3", "inin-ratelimit-reset": "12"], 3),
      (429, ["Retry-After": "soon", "inin-ratelimit-reset": "12"], 12),
      (429, ["Retry-After": "-5"], nil), (429, [:], nil), (429, ["Retry-After": "soon"], nil),
      (503, ["inin-ratelimit-reset": "12"], nil),
    ] as [(Int, [String: String], Int?)])
  func `the wait asked for is Retry-After in either form, else the reset of the rate limit`(
    status: Int, headers: [String: String], seconds: Int?
  ) {
    let fields = headers.map { HTTPHeaders.Field(name: $0.key, value: $0.value) }
    let response = HTTPResponse(status: status, headers: HTTPHeaders(fields))
    let now = Timestamp(seconds: 784_111_777)
    #expect(response.askedWait(now: now) == seconds.map { .seconds($0) })
  }
}

@Suite struct RetryPolicyTests {
  @Test(arguments: [200, 201, 204, 301, 400, 401, 403, 404, 408, 409, 412, 422, 501, 505])
  func `an answer that another attempt would not change stands`(status: Int) {
    #expect(decide(.get, status: status) == .settle)
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `a passing failure is tried again where doing it twice does no harm`(status: Int) {
    for method in HTTPRequest.Method.allCases {
      let isRepeatable = status == 429 || (method != .post && method != .patch)
      #expect((decide(method, status: status) != .settle) == isRepeatable, "\(method) \(status)")
    }
  }

  @Test(arguments: [
    (HTTPRequest.Method.get, TransportError.Reason.timeout, true, true),
    (.put, .connectionLost, true, true), (.delete, .refused, false, true),
    (.post, .refused, false, true), (.post, .unresolvedHost, false, true),
    (.post, .connectionLost, false, true), (.post, .connectionLost, true, false),
    (.post, .timeout, true, false), (.patch, .timeout, true, false),
    (.patch, .refused, false, true), (.get, .tls, false, false), (.get, .tooLarge, true, false),
    (.get, .cancelled, false, false), (.get, .proxy, false, false), (.get, .malformed, true, false),
  ])
  func `a broken conversation is begun again unless that might do the same thing twice`(
    method: HTTPRequest.Method, reason: TransportError.Reason, mayHaveBeenSent: Bool, again: Bool
  ) {
    let error = TransportError(reason, "broken", mayHaveBeenSent: mayHaveBeenSent)
    #expect((decide(method, .failure(error)) != .settle) == again)
  }

  @Test func `three retries make four attempts`() {
    let decisions = (1...5).map { decide(.get, status: 503, attempt: $0) == .settle }
    #expect(decisions == [false, false, false, true, true])
  }

  @Test func `a request has fifteen seconds unless told otherwise`() throws {
    let url = try #require(URL(parsing: "https://api.example.com/"))
    #expect(HTTPRequest(.get, url).timeout == .seconds(15))
  }

  @Test(arguments: [429, 503])
  func `a server that asks for more than three minutes is not waited for`(status: Int) {
    func decision(_ seconds: Int) -> RetryPolicy.Decision {
      let response = HTTPResponse(status: status, headers: ["Retry-After": "\(seconds)"])
      return decide(.get, .success(response), remaining: .seconds(9999))
    }
    #expect(decision(180) == .retry(after: .seconds(180), reason: "status \(status)"))
    #expect(decision(181) == .settle)
  }

  @Test func `a 429 that does not say how long is waited for as long as is configured`() {
    let mute = HTTPResponse(status: 429)
    #expect(decide(.get, .success(mute)) == .retry(after: .seconds(1), reason: "status 429"))
    let patient = RetryPolicy(throttlePause: .seconds(20))
    #expect(
      decide(.post, .success(mute), by: patient)
        == .retry(after: .seconds(20), reason: "status 429"))
    let telling = HTTPResponse(status: 429, headers: ["Retry-After": "3"])
    #expect(
      decide(.get, .success(telling), by: patient)
        == .retry(after: .seconds(3), reason: "status 429"))
    let unwell = HTTPResponse(status: 503)
    #expect(
      decide(.get, .success(unwell), by: patient)
        == .retry(after: .milliseconds(500), reason: "status 503"))
  }

  @Test func `a wait that would not end before the deadline is not begun`() {
    let asked: HTTPHeaders = ["Retry-After": "30"]
    let response = HTTPResponse(status: 429, headers: asked)
    #expect(decide(.get, .success(response), remaining: .seconds(30)) == .settle)
    #expect(
      decide(.get, .success(response), remaining: .seconds(31))
        == .retry(after: .seconds(30), reason: "status 429"))
  }
}

private func decide(
  _ method: HTTPRequest.Method, status: Int, attempt: Int = 1
) -> RetryPolicy.Decision {
  decide(method, .success(HTTPResponse(status: status)), attempt: attempt)
}

private func decide(
  _ method: HTTPRequest.Method, _ outcome: Result<HTTPResponse, TransportError>, attempt: Int = 1,
  remaining: Duration = .seconds(300), by policy: RetryPolicy = RetryPolicy()
) -> RetryPolicy.Decision {
  let url = URL(scheme: "https", host: "h", port: nil, path: "/")
  return policy.decide(
    outcome, of: HTTPRequest(method, url), attempt: attempt, now: Timestamp(seconds: 0),
    remaining: remaining, random: 0.5)
}
