import Curl
import Foundation
import HTTP
import Testing

/// HTTP/2 and TLS with a server nobody here wrote.
struct HTTP2Tests {
  @Test func `a TLS server that offers HTTP/2 is spoken to in it`() async throws {
    guard let server = try Nghttpd.start(tls: true) else { return }
    defer { server.stop() }
    let transport = transport(caFile: server.caFile)
    let response = try await transport.send(HTTPRequest(.get, server.url("https")))
    #expect(response.status == 200)
    #expect(response.version == "2")
    #expect(response.text == "hello")
    let missing = try await transport.send(HTTPRequest(.get, server.url("https", "/none")))
    #expect(missing.status == 404)
  }

  @Test func `a certificate nobody vouches for is refused before anything is sent`() async throws {
    guard let server = try Nghttpd.start(tls: true) else { return }
    defer { server.stop() }
    let request = HTTPRequest(.post, server.url("https"), body: [120])
    let error = await failure(of: request, through: transport())
    #expect(error?.reason == .tls)
    #expect(error?.mayHaveBeenSent == false)
    #expect(error?.detail.contains("certificate") == true)
  }

  @Test func `a certificate for another host is refused`() async throws {
    guard let server = try Nghttpd.start(tls: true) else { return }
    defer { server.stop() }
    let url = HTTP.URL(scheme: "https", host: "localhost", port: server.port, path: "/")
    let error = await failure(
      of: HTTPRequest(.get, url), through: transport(caFile: server.caFile))
    #expect(error?.reason == .tls)
  }

  @Test func `the environment's certificate file is trusted`() async throws {
    guard let server = try Nghttpd.start(tls: true) else { return }
    defer { server.stop() }
    var configuration = CurlConfiguration(userAgent: "gcsync/test") {
      $0 == "SSL_CERT_FILE" ? server.caFile : nil
    }
    configuration.proxy = .direct
    let transport = CurlTransport(configuration)
    #expect(try await transport.send(HTTPRequest(.get, server.url("https"))).status == 200)
  }

  @Test func `a plain server known to speak HTTP/2 is spoken to in it`() async throws {
    guard let server = try Nghttpd.start(tls: false) else { return }
    defer { server.stop() }
    let transport = transport(version: .http2PriorKnowledge)
    let request = HTTPRequest(.post, server.url("http"), body: Array("echo".utf8))
    let response = try await transport.send(request)
    #expect(response.version == "2")
    #expect(response.text == "echo")
  }

  @Test func `a thousand requests at once share one connection`() async throws {
    guard let server = try Nghttpd.start(tls: true) else { return }
    defer { server.stop() }
    let transport = transport(caFile: server.caFile, connections: 1)
    try await expectHello(from: server.url("https"), times: 1000, through: transport)
  }

  @Test func `requests at once and one after another pass in clear text, too`() async throws {
    guard let server = try Nghttpd.start(tls: false) else { return }
    defer { server.stop() }
    let transport = transport(version: .http2PriorKnowledge)
    for _ in 1...3 {
      try await expectHello(from: server.url("http"), times: 100, through: transport)
    }
  }

  private func expectHello(
    from url: HTTP.URL, times: Int, through transport: CurlTransport
  ) async throws {
    try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
      for _ in 1...times {
        group.addTask { try await transport.send(HTTPRequest(.get, url)) }
      }
      for try await response in group {
        #expect(response.text == "hello" && response.version == "2")
      }
    }
  }
}

extension Nghttpd {
  func url(_ scheme: String, _ path: String = "/hello.txt") -> HTTP.URL {
    HTTP.URL(scheme: scheme, host: "127.0.0.1", port: port, path: path)
  }
}
