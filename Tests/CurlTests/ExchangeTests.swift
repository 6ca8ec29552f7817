import Curl
import HTTP
import TestSupport
import Testing

/// What goes over an HTTP/1.1 connection and what comes back.
struct ExchangeTests {
  @Test func `an answer carries its status, fields, body, version and latency`() async throws {
    let server = try RawServer(
      answering: answer("404 Not Found", ["X-A:  one ", "x-a: two", "X-Empty:"], body: "gone"))
    let response = try await transport().send(HTTPRequest(.get, server.url()))
    #expect(response.status == 404)
    #expect(response.headers.all("X-A") == ["one", "two"])
    #expect(response.headers["x-empty"] == "")
    #expect(response.text == "gone")
    #expect(response.version == "1.1")
    #expect(response.latency > .zero)
  }

  @Test(arguments: HTTPRequest.Method.allCases)
  func `every method goes out under its name, with its body's length`(
    method: HTTPRequest.Method
  ) async throws {
    let server = try RawServer(answering: answer())
    let body = method == .head ? "" : "{\"a\":1}"
    _ = try await transport().send(HTTPRequest(method, server.url("/x"), body: Array(body.utf8)))
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n"))
    #expect(request.hasSuffix("\r\n\r\n" + body))
    #expect(request.contains("Content-Length: 7\r\n") == (method != .head))
    #expect(!request.contains("Expect:"))
    #expect(!request.contains("Content-Type:"))
  }

  @Test(arguments: [HTTPRequest.Method.post, .put, .patch])
  func `a write without a body says that its length is zero`(
    method: HTTPRequest.Method
  ) async throws {
    let server = try RawServer(answering: answer())
    _ = try await transport().send(HTTPRequest(method, server.url()))
    #expect(try #require(server.requests.first).contains("Content-Length: 0\r\n"))
  }

  @Test(arguments: [HTTPRequest.Method.get, .head, .delete])
  func `a request without a body says nothing of a length`(
    method: HTTPRequest.Method
  ) async throws {
    let server = try RawServer(answering: answer())
    _ = try await transport().send(HTTPRequest(method, server.url()))
    #expect(try !#require(server.requests.first).contains("Content-Length"))
  }

  @Test func `a head answer has no body, whatever length it names`() async throws {
    let server = try RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")
    let response = try await transport().send(HTTPRequest(.head, server.url()))
    #expect(response.headers["Content-Length"] == "99")
    #expect(response.body.isEmpty)
  }

  @Test func `a large body arrives whole`() async throws {
    let server = try RawServer(answering: answer())
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
    _ = try await transport().send(HTTPRequest(.put, server.url(), body: body))
    #expect(try #require(server.requests.first).utf8.count > body.count)
  }

  @Test func `queries are encoded and paths go out as they are`() async throws {
    let server = try RawServer(answering: answer())
    let url = server.url(
      "/a/../%3Ab//c", query: [.init("q", "a b&c=ü/+~"), .init("policy", "")])
    _ = try await transport().send(HTTPRequest(.get, url))
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("GET /a/../%3Ab//c?q=a%20b%26c%3D%C3%BC%2F%2B~&policy= HTTP/1.1\r\n"))
  }

  @Test func `the client names itself and takes headers as given`() async throws {
    let server = try RawServer(answering: answer())
    let headers: HTTPHeaders = [
      "Content-Type": "text/plain", "X-Empty": "", "Host": "api.example", "X-Name": "Zoë",
    ]
    _ = try await transport().send(
      HTTPRequest(.post, server.url(), headers: headers, body: [120]))
    let request = try #require(server.requests.first)
    for line in [
      "User-Agent: gcsync/test", "Content-Type: text/plain", "X-Empty:", "Host: api.example",
      "X-Name: Zoë", "Accept-Encoding: gzip, deflate",
    ] {
      #expect(request.contains("\r\n\(line)\r\n"), "\(line)")
    }
  }

  @Test func `a redirect is an answer, not an order`() async throws {
    let server = try RawServer(answering: answer("301 Moved", ["Location: /elsewhere"]))
    let response = try await transport().send(HTTPRequest(.get, server.url()))
    #expect(response.status == 301)
    #expect(response.headers["location"] == "/elsewhere")
    #expect(server.requests.count == 1)
  }

  @Test func `a cookie is not sent back`() async throws {
    let server = try RawServer(answering: answer("200 OK", ["Set-Cookie: a=b; Path=/"]))
    let transport = transport()
    for _ in 1...2 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
    #expect(server.requests.count == 2)
    #expect(!server.requests.contains { $0.contains("Cookie") })
  }

  @Test func `interim answers and trailers are left out`() async throws {
    let server = try RawServer(
      answering: "HTTP/1.1 100 Continue\r\nX-Interim: a\r\n\r\n"
        + "HTTP/1.1 103 Early Hints\r\nLink: b\r\n\r\n"
        + "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nX-Final: c\r\n\r\n"
        + "3\r\nabc\r\n0\r\nX-Sum: d\r\n\r\n")
    let response = try await transport().send(HTTPRequest(.post, server.url(), body: [120]))
    #expect(response.status == 201)
    #expect(response.text == "abc")
    #expect(response.headers["X-Final"] == "c")
    #expect(response.headers["X-Interim"] == nil)
    #expect(response.headers["Link"] == nil)
    #expect(response.headers["X-Sum"] == nil)
  }

  @Test func `a folded field is one field`() async throws {
    let server = try RawServer(answering: answer("200 OK", ["X-Long: one", "  two"]))
    let response = try await transport().send(HTTPRequest(.get, server.url()))
    #expect(response.headers["X-Long"] == "one two")
  }

  @Test func `requests one after another share a connection`() async throws {
    let server = try RawServer(answering: answer(body: "ok"))
    let transport = transport()
    for _ in 1...20 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
    #expect(server.requests.count == 20)
    #expect(server.connections == 1)
  }

  @Test func `a thousand requests at once keep to the connections allowed`() async throws {
    let server = try RawServer(answering: answer(body: "ok"))
    let transport = transport(connections: 4)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...1000 {
        group.addTask { try await transport.send(HTTPRequest(.get, server.url())).status }
      }
      for try await status in group { #expect(status == 200) }
    }
    #expect(server.requests.count == 1000)
    #expect(server.connections <= 4)
  }
}
