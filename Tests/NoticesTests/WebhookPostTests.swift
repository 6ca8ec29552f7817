import HTTP
import JSON
import Mail
import Notices
import Synchronization
import Testing
import World

/// A server that gives one answer after another and keeps what it was sent.
private final class Script: Transport {
  private let answers: Mutex<[Int]>
  private let kept = Mutex<[HTTPRequest]>([])

  init(_ answers: [Int]) { self.answers = Mutex(answers) }

  var requests: [HTTPRequest] { kept.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    kept.withLock { $0.append(request) }
    let status = answers.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
    guard status > 0 else {
      throw TransportError(.timeout, "no answer within 15 s", mayHaveBeenSent: true)
    }
    return HTTPResponse(status: status, headers: ["Location": "https://elsewhere.example/"])
  }
}

@Suite struct WebhookPostTests {
  private let url = URL(parsing: "https://hooks.example.com/services/canary-token")

  private func send(_ answers: [Int]) async throws -> (error: String?, requests: [HTTPRequest]) {
    let script = Script(answers)
    let url = try #require(url)
    do throws(NoticeFailure) {
      try await WebhookPost(script, world: stillWorld()).send(["a": 1], to: url, delivery: "n-1")
      return (nil, script.requests)
    } catch {
      return (error.reason, script.requests)
    }
  }

  @Test(arguments: [
    ([200], nil, 1), ([429, 200], nil, 2), ([503, 0, 204], nil, 3),
    ([500, 500, 500, 500], "it answered 500", 4), ([404], "it answered 404", 1),
    ([302, 200], "it answered 302", 1), ([0, 0, 0, 0], "no answer within 15 s", 4),
  ])
  func `a post is tried again where that may help, and follows nobody elsewhere`(
    answers: [Int], error: String?, count: Int
  ) async throws {
    let result = try await send(answers)
    #expect(result.error == error)
    #expect(result.requests.count == count)
    #expect(Set(result.requests.map { $0.headers["X-Gcsync-Delivery"] }) == ["n-1"])
  }

  @Test func `why it failed does not tell the address, which may be a secret`() async throws {
    for answers in [[0, 0, 0, 0], [404], [302]] {
      #expect(try await send(answers).error?.contains("canary") == false)
    }
  }

  @Test func `a webhook's body is signed where there is a key, and has the format's name`()
    async throws
  {
    let script = Script([200, 200])
    let sender = NoticeSender(
      WebhookPost(script, world: stillWorld()),
      mailer: { () throws(NoticeFailure) in throw NoticeFailure("there is no mail") },
      sign: { body, _ in [HTTPHeaders.Field(name: "X-Signed", value: "\(body.count)")] })
    let url = try #require(url)
    for key in [Secret("k"), nil] {
      try await sender.deliver(
        notice([sample("a")]), to: NoticeChannel(name: "x", way: .webhook(url, key: key)))
    }
    #expect(script.requests.map { $0.headers["X-Signed"] != nil } == [true, false])
    let body = try JSON.parse(script.requests[0].body)
    #expect(body["format"] == "gcsync.notification/1")
    #expect(body["differences"]?.array?.first?["path"] == "/spec/a")
  }
}
