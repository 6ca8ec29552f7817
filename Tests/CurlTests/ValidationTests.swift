import Curl
import HTTP
import TestSupport
import Testing

/// What is refused before anything is connected.
struct ValidationTests {
  static let fields: [(name: String, value: String)] = [
    ("X-A", "b\r\nX-Injected: c"), ("X-A", "b\nc"), ("X-A", "b\rc"), ("X-A", "b\0c"),
    ("X-A", "b\u{7F}"), ("X-A\r\nX-B", "c"), ("X A", "b"), ("X-A:", "b"), ("", "b"), ("X-Ä", "b"),
    ("Transfer-Encoding", "chunked"), ("content-length", "7"), ("Connection", "close"),
    ("Expect", "100-continue"), ("Upgrade", "h2c"),
  ]

  @Test(arguments: fields)
  func `a header that would change the message is refused`(
    field: (name: String, value: String)
  ) async throws {
    let server = try RawServer(answering: answer())
    let headers = HTTPHeaders([.init(name: field.name, value: field.value)])
    let request = HTTPRequest(.post, server.url(), headers: headers, body: [120])
    let error = await failure(of: request, through: transport())
    #expect(error?.reason == .malformed)
    #expect(error?.mayHaveBeenSent == false)
    #expect(server.connections == 0)
  }

  static let urls: [(url: URL, reason: TransportError.Reason)] = [
    (URL(scheme: "file", host: "localhost", port: nil, path: "/etc/passwd"), .unsupported),
    (URL(scheme: "HTTP", host: "127.0.0.1", port: nil, path: "/"), .unsupported),
    (URL(scheme: "http", host: "", port: nil, path: "/"), .malformed),
    (URL(scheme: "http", host: "user@127.0.0.1", port: nil, path: "/"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1/x", port: nil, path: "/"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1\r\n", port: nil, path: "/"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: 0, path: "/"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: 65536, path: "/"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "x"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: ""), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "/a b"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "/a?b"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "/a#b"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "/a\r\nX: y"), .malformed),
    (URL(scheme: "http", host: "127.0.0.1", port: nil, path: "/ä"), .malformed),
  ]

  @Test(arguments: urls)
  func `a URL that would be read as another one is refused`(
    url: URL, reason: TransportError.Reason
  ) async throws {
    let error = await failure(of: HTTPRequest(.get, url), through: transport())
    #expect(error?.reason == reason)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `a head request with a body is refused`() async throws {
    let server = try RawServer(answering: answer())
    let request = HTTPRequest(.head, server.url(), body: [120])
    #expect(await failure(of: request, through: transport())?.reason == .malformed)
  }

  @Test func `a length that is the body's own may be named`() async throws {
    let server = try RawServer(answering: answer())
    let headers: HTTPHeaders = ["Content-Length": "1"]
    _ = try await transport().send(
      HTTPRequest(.post, server.url(), headers: headers, body: [120]))
    let request = try #require(server.requests.first)
    #expect(request.ranges(of: "Content-Length: 1\r\n").count == 1)
  }
}
