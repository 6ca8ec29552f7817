import DataActions
import HTTP
import JSON
import TestSupport
import Testing
import World

/// What is decided of a request to an external API, with neither network nor clock.
@Suite struct UpstreamCallTests {
  private static let start = ContinuousClock.now
  private static let time = Timestamp(seconds: 1_795_225_800)

  /// What a call came to, and all it did.
  private struct Story {
    var sent: [HTTPRequest] = []
    var waits: [Duration] = []
    var outcome: Result<UpstreamAnswer, UpstreamFailure>?
    var elapsed: Duration = .zero

    var failure: UpstreamFailure? {
      if case .failure(let failure) = outcome { failure } else { nil }
    }
  }

  /// Plays a call against answers that take `latency` each, the last one again and again.
  private func play(
    _ answers: [ScriptedTransport.Answer], method: HTTPRequest.Method = .get,
    url: String = "https://api.example/users/1", timeout: Duration = .seconds(10),
    within limit: Duration = .seconds(29), latency: Duration = .milliseconds(10),
    random: Double = 1, policy: UpstreamPolicy = UpstreamPolicy(), secrets: [Secret] = [],
    repeatable: Bool? = nil
  ) throws -> Story {
    let request = HTTPRequest(
      method, try #require(URL(parsing: url)),
      headers: ["Accept": "application/json", "Content-Type": "text/plain"],
      body: method == .get ? [] : Array("body".utf8), timeout: timeout, isRepeatable: repeatable)
    var call = UpstreamCall(
      request, to: try #require(URL(parsing: "https://api.example/users")),
      addresses: AddressGuard(), policy: policy, secrets: secrets, until: Self.start + limit)
    var story = Story()
    var event = UpstreamCall.Event.begun
    while story.outcome == nil, story.sent.count < 50 {
      switch call.next(
        event, at: Self.start + story.elapsed,
        serverTime: Self.time.advanced(by: story.elapsed), random: random)
      {
      case .send(let request):
        let answer = answers[min(story.sent.count, answers.count - 1)]
        story.sent.append(request)
        var latency = min(latency, request.timeout)
        if case .failure(let error) = answer, error.reason == .timeout { latency = request.timeout }
        story.elapsed += latency
        event = .answered(answer, latency: latency)
      case .rest(let wait, _):
        story.waits.append(wait)
        story.elapsed += wait
        event = .rested
      case .end(let outcome): story.outcome = outcome
      }
    }
    return story
  }

  private func lost(
    _ reason: TransportError.Reason, sent: Bool
  ) -> ScriptedTransport.Answer {
    .failure(TransportError(reason, "to 10.1.2.3 port 80", mayHaveBeenSent: sent))
  }

  @Test func `an answer is passed on with what it took`() throws {
    let story = try play([.status(503), .status(200, headers: ["X-A": "b"], body: "{}")])
    let answer = try #require(try story.outcome?.get())
    #expect(answer.status == 200 && answer.attempts == 2)
    #expect(answer.body == Array("{}".utf8) && answer.headers["X-A"] == "b")
    #expect(story.waits == [.seconds(1)])
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `an API in trouble is asked three times, with waits that double`(status: Int) throws {
    let story = try play([.status(status, body: "no")])
    #expect(story.sent.count == 3)
    #expect(story.waits == [.seconds(1), .seconds(2)])
    #expect(story.failure?.text == "HTTP Error: \(status) - no")
    #expect(story.failure?.attempts == 3 && story.failure?.status == status)
    #expect(story.failure?.kind == .upstream)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 501, 505])
  func `an answer that another attempt would not change stands`(status: Int) throws {
    let story = try play([.status(status, body: "no")])
    #expect(story.sent.count == 1)
    #expect(story.failure?.text == "HTTP Error: \(status) - no")
  }

  @Test func `an API that hangs is left before the caller's time is up`() throws {
    let story = try play([lost(.timeout, sent: true)])
    #expect(story.sent.count == 2)
    #expect(story.elapsed < .seconds(29))
    #expect(story.failure?.text == "Request to external API timed out.")
    #expect(story.failure?.kind == .timeout)
  }

  @Test func `the deadline bounds each attempt and every wait`() throws {
    let short = try play([lost(.timeout, sent: true)], within: .seconds(4))
    #expect(short.sent.map(\.timeout) == [.seconds(4)])
    #expect(short.elapsed == .seconds(4))
    // After 1 s of waiting 0.6 s would be left, too little for an attempt.
    let late = try play([.status(503)], within: .milliseconds(1610))
    #expect(late.sent.count == 1)
    #expect(late.elapsed == .milliseconds(10))
    let soon = try play([.status(503)], within: .milliseconds(2510))
    #expect(soon.sent.count == 2)
    #expect(try play([.status(200)], within: .zero).sent.isEmpty)
    #expect(try play([.status(200)], within: .zero).failure?.kind == .timeout)
  }

  @Test func `an API is waited for as long as it asks, where that leaves time for an answer`()
    throws
  {
    let asked = try play([.status(429, headers: ["Retry-After": "7"]), .status(200)], random: 0)
    #expect(asked.waits == [.seconds(7)])
    #expect(try play([.status(503, headers: ["Retry-After": "29"])]).sent.count == 1)
    let date = Self.time.advanced(by: .seconds(5)).httpDate
    let dated = try play([.status(503, headers: ["Retry-After": date]), .status(200)], random: 0)
    #expect(dated.waits.count == 1)
    #expect(abs((dated.waits.first ?? .zero).components.seconds - 5) <= 1)
  }

  @Test(arguments: [HTTPRequest.Method.post, .patch])
  func `what may have been done is not done again`(method: HTTPRequest.Method) throws {
    func tries(_ answer: ScriptedTransport.Answer, _ repeatable: Bool? = nil) throws -> Int {
      try play([answer], method: method, repeatable: repeatable).sent.count
    }
    #expect(try tries(.status(503)) == 1)
    #expect(try tries(lost(.timeout, sent: true)) == 1)
    #expect(try tries(lost(.connectionLost, sent: true)) == 1)
    // Nothing can have been done yet.
    #expect(try tries(.status(429)) == 3)
    #expect(try tries(lost(.refused, sent: false)) == 3)
    // The source says that it may be.
    #expect(try tries(.status(503), true) == 3)
  }

  static let failures: [(TransportError.Reason, ActionReply.Kind, String)] = [
    (.unresolvedHost, .upstream, "the external API's host has no address"),
    (.refused, .upstream, "the external API accepts no connection"),
    (.tls, .upstream, "the external API's certificate or protocol is not trusted"),
    (.connectionLost, .upstream, "the external API broke off its answer"),
    (.tooLarge, .upstream, "the external API's answer is too large"),
    (.malformed, .upstream, "the external API's answer makes no sense"),
    (.forbidden, .internal, "the external API's address is not allowed"),
    (.unsupported, .internal, "the request to the external API cannot be sent"),
    (.cancelled, .busy, "the action was stopped"),
  ]

  @Test(arguments: failures)
  func `a call without an answer says why, and names no address`(
    reason: TransportError.Reason, kind: ActionReply.Kind, words: String
  ) throws {
    let failure = try play([lost(reason, sent: true)]).failure
    #expect(failure?.text == "Internal Server Error: \(words)")
    #expect(failure?.kind == kind && failure?.status == nil)
    #expect(failure?.detail == "to 10.1.2.3 port 80")
  }

  @Test(arguments: [
    "https://evil.example/users/1", "http://api.example/users/1", "https://api.example:8443/1",
    "https://api.example.evil.example/", "https://api.example./users/1",
  ])
  func `nothing is sent outside the action's own origin`(url: String) throws {
    let story = try play([.status(200)], url: url)
    #expect(story.sent.isEmpty)
    #expect(
      story.failure?.text == "Internal Server Error: the external API's address is not allowed")
    #expect(story.failure?.attempts == 0)
  }

  @Test(arguments: ["http://169.254.169.254", "http://[::ffff:10.0.0.1]", "http://127.0.0.1:80"])
  func `an API that is named by an address of nobody's is not asked`(origin: String) throws {
    let url = try #require(URL(parsing: origin))
    for (allowed, isSent) in [([], false), ([url.host], true)] {
      var call = UpstreamCall(
        HTTPRequest(.get, url), to: url, addresses: try AddressGuard(allowing: allowed),
        until: Self.start + .seconds(9))
      let action = call.next(.begun, at: Self.start, serverTime: Self.time, random: 0)
      if case .send = action { #expect(isSent) } else { #expect(!isSent) }
    }
  }

  @Test(arguments: ["Host", "transfer-encoding", "Proxy-Authorization", "Connection", "TE"])
  func `no field of a request says where it goes or how it travels`(name: String) throws {
    let url = try #require(URL(parsing: "https://api.example/users"))
    var call = UpstreamCall(
      HTTPRequest(.get, url, headers: [name: "other.example"]), to: url,
      addresses: AddressGuard(), until: Self.start + .seconds(9))
    guard
      case .end(.failure(let failure)) = call.next(
        .begun, at: Self.start, serverTime: Self.time, random: 0)
    else {
      Issue.record("it was sent")
      return
    }
    #expect(failure.text == "Internal Server Error: the request to the external API cannot be sent")
    #expect(failure.detail == "the header field \(name) is the transport's to set")
  }

  @Test func `who may be asked all the same is told to the operator alone`() throws {
    let url = try #require(URL(parsing: "http://10.1.2.3"))
    var call = UpstreamCall(
      HTTPRequest(.get, url), to: url, addresses: AddressGuard(), until: Self.start + .seconds(9))
    guard
      case .end(.failure(let failure)) = call.next(
        .begun, at: Self.start, serverTime: Self.time, random: 0)
    else {
      Issue.record("it was sent")
      return
    }
    #expect(
      failure.reply.detail == "10.1.2.3 leads to 10.1.2.3, a private-use address; if it may be "
        + "asked all the same, name its host or network in allowPrivate")
    #expect(!failure.reply.json.text.contains("10.1.2.3"))
  }

  @Test func `every request has its peers guarded, its answer bounded and no id in its log`() throws
  {
    let story = try play([.status(302, headers: ["Location": "/x"]), .status(503), .status(200)])
    #expect(story.sent.count == 3)
    for request in story.sent {
      #expect(request.peers?.objection(.v4([169, 254, 169, 254])) != nil)
      #expect(request.peers?.objection(.v4([1, 1, 1, 1])) == nil)
      #expect(request.responseLimit == 1 << 20)
      #expect(request.template == "{path}")
    }
  }

  static let redirects: [(Int, HTTPRequest.Method, HTTPRequest.Method)] = [
    (301, .get, .get), (302, .get, .get), (303, .get, .get), (307, .get, .get), (308, .get, .get),
    (301, .post, .get), (302, .post, .get), (303, .post, .get), (307, .post, .post),
    (308, .post, .post), (301, .put, .put), (303, .put, .get), (307, .delete, .delete),
  ]

  @Test(arguments: redirects)
  func `a redirect within the origin is followed as browsers do`(
    status: Int, method: HTTPRequest.Method, next: HTTPRequest.Method
  ) throws {
    let story = try play(
      [.status(status, headers: ["Location": "../v2/users?id=1#x"]), .status(200)], method: method,
      url: "https://api.example/a/b")
    #expect(story.sent.map { $0.method } == [method, next])
    let last = try #require(story.sent.last)
    #expect(last.url.text == "https://api.example/v2/users?id=1")
    #expect(last.body.isEmpty == (next == .get))
    #expect((last.headers["Content-Type"] == nil) == (method != .get && next == .get))
    #expect(last.headers["Accept"] == "application/json")
    #expect(try story.outcome?.get().attempts == 2)
  }

  @Test(arguments: [
    "http://169.254.169.254/latest/meta-data/", "//evil.example/", "http://api.example/",
    "https://api.example:444/", "https://api.example@evil.example/", "ftp://api.example/", "%zz",
  ])
  func `a redirect to another origin is not followed`(location: String) throws {
    let story = try play([.status(302, headers: ["Location": location])])
    #expect(story.sent.count == 1)
    #expect(
      story.failure?.text == "HTTP Error: 302 - a redirect to another origin is not followed")
  }

  @Test func `redirects in a circle end`() throws {
    let story = try play([.status(302, headers: ["Location": "/again"])])
    #expect(story.sent.count == 6)
    #expect(story.failure?.text == "HTTP Error: 302 - too many redirects")
    #expect(try play([.status(304)]).failure?.text == "HTTP Error: 304 - ")
  }

  @Test func `redirects take their time from the same deadline`() throws {
    let story = try play(
      [.status(302, headers: ["Location": "/again"])], within: .seconds(7), latency: .seconds(3))
    #expect(story.sent.map(\.timeout) == [.seconds(7), .seconds(4), .seconds(1)])
    #expect(story.failure?.kind == .timeout)
  }

  @Test func `what an API wrote is shown short, in one line and without the request's secrets`()
    throws
  {
    let body =
      "a\u{0}b\r\n\u{1B}[31mtoken=s3cr3t-value;\u{202E}c" + String(repeating: "é", count: 300)
    let text = try #require(
      try play([.status(404, body: body)], secrets: [Secret("s3cr3t-value")]).failure?.text)
    #expect(text.hasPrefix("HTTP Error: 404 - a b [31mtoken=***; cé"))
    #expect(text.utf8.count <= "HTTP Error: 404 - ".utf8.count + 256)
    #expect(!text.contains("\u{FFFD}"))
  }
}
