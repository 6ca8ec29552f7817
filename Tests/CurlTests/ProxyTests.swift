import Curl
import Foundation
import HTTP
import TestSupport
import Testing

/// How requests go through a proxy.
struct ProxyTests {
  private static let target = HTTP.URL(scheme: "http", host: "api.example", port: nil, path: "/x")
  private static let secureTarget =
    HTTP.URL(scheme: "https", host: "api.example", port: nil, path: "/x")

  @Test func `a proxy gets the whole URL of a plain request`() async throws {
    let proxy = try RawServer(answering: answer(body: "by proxy"))
    let transport = transport(proxy: .url("http://127.0.0.1:\(proxy.port)"))
    let response = try await transport.send(HTTPRequest(.get, Self.target))
    #expect(response.text == "by proxy")
    let request = try #require(proxy.requests.first)
    #expect(request.hasPrefix("GET http://api.example/x HTTP/1.1\r\n"))
  }

  @Test func `a proxy that refuses a tunnel is the reason, and learns no header`() async throws {
    let proxy = try RawServer(answering: answer("403 Forbidden"))
    let transport = transport(proxy: .url("http://127.0.0.1:\(proxy.port)"))
    let request = HTTPRequest(
      .post, Self.secureTarget, headers: ["Authorization": "Bearer secret"], body: [120])
    let error = await failure(of: request, through: transport)
    #expect(error?.reason == .proxy)
    #expect(error?.mayHaveBeenSent == false)
    let seen = try #require(proxy.requests.first)
    #expect(seen.hasPrefix("CONNECT api.example:443 HTTP/1.1\r\n"))
    #expect(!seen.contains("secret"))
  }

  @Test func `a proxy without a name is the reason`() async throws {
    let transport = transport(proxy: .url("http://no-such-proxy.invalid:3128"))
    let error = await failure(of: HTTPRequest(.post, Self.target), through: transport)
    #expect(error?.reason == .proxy)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `the environment names the proxy and whom to reach without it`() async throws {
    await #expect(processExitsWith: .success) {
      let proxy = try RawServer(answering: answer(body: "by proxy"))
      let server = try RawServer(answering: answer(body: "direct"))
      setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      for name in ["no_proxy", "NO_PROXY"] { setenv(name, "127.0.0.1", 1) }
      let transport = transport(proxy: .environment)
      let target = HTTP.URL(scheme: "http", host: "api.example", port: nil, path: "/x")
      let through = try await transport.send(HTTPRequest(.get, target))
      let direct = try await transport.send(HTTPRequest(.get, server.url()))
      // Exit handlers would take the libraries apart under the transport's thread.
      _exit(through.text == "by proxy" && direct.text == "direct" ? 0 : 1)
    }
  }

  @Test func `the environment's proxy is left alone where the configuration says direct`()
    async throws
  {
    await #expect(processExitsWith: .success) {
      let server = try RawServer(answering: answer(body: "direct"))
      setenv("http_proxy", "http://127.0.0.1:\(try unusedPort())", 1)
      for name in ["no_proxy", "NO_PROXY"] { unsetenv(name) }
      let direct = try await transport().send(HTTPRequest(.get, server.url()))
      _exit(direct.text == "direct" ? 0 : 1)
    }
  }
}
