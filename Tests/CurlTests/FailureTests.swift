import Curl
import Foundation
import HTTP
import TestSupport
import Testing

/// What a request ends with when the conversation breaks.
struct FailureTests {
  struct Break: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reason: TransportError.Reason
    let script: @Sendable (RawConnection) -> Void

    init(
      _ name: String, _ reason: TransportError.Reason,
      _ script: @escaping @Sendable (RawConnection) -> Void
    ) {
      testDescription = name
      self.reason = reason
      self.script = script
    }
  }

  static let breaks = [
    Break("silence", .timeout) { connection in
      _ = connection.request()
      connection.waitForClose()
    },
    Break("a head that does not end", .timeout) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nX-A: b\r\n")
      connection.waitForClose()
    },
    Break("a body that does not end", .timeout) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      connection.waitForClose()
    },
    Break("a close before the answer", .connectionLost) { _ = $0.request() },
    Break("a close within the head", .connectionLost) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nX-A: b\r\n")
    },
    Break("a close within the body", .connectionLost) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
    },
    Break("a close within a chunk", .connectionLost) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
    },
    Break("garbage instead of a head", .malformed) { connection in
      _ = connection.request()
      connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
    },
    Break("garbage instead of gzip", .malformed) { connection in
      _ = connection.request()
      connection.send(answer("200 OK", ["Content-Encoding: gzip"], body: "no gzip at all"))
    },
    Break("a body beyond the limit", .tooLarge) { connection in
      _ = connection.request()
      connection.send(answer(body: String(repeating: "x", count: 1001)))
      connection.waitForClose()
    },
    Break("a body without end", .tooLarge) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while connection.send(String(repeating: "x", count: 4096)) {}
    },
    Break("a head without end", .tooLarge) { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\n")
      while connection.send("X-A: " + String(repeating: "x", count: 4096) + "\r\n") {}
    },
  ]

  @Test(arguments: breaks)
  func `a broken answer has a reason, and its request may have been sent`(
    _ broken: Break
  ) async throws {
    let server = try RawServer(broken.script)
    let limit = broken.reason == .timeout ? Duration.milliseconds(150) : .seconds(20)
    let request = HTTPRequest(
      .post, server.url("/secret-path", query: [.init("token", "secret-value")]),
      headers: ["Authorization": "secret-header"], body: Array("secret-body".utf8), timeout: limit,
      responseLimit: 1000)
    let error = await failure(of: request, through: transport())
    #expect(error?.reason == broken.reason, "\(String(describing: error))")
    #expect(error?.mayHaveBeenSent == true)
    #expect(error?.detail.contains("secret") == false)
    #expect(error?.detail.isEmpty == false)
  }

  static let handshakes = [
    Break("a close before the handshake", .connectionLost) { _ in },
    Break("a close in the handshake", .connectionLost) { $0.receive() },
    Break("another protocol than TLS", .tls) { connection in
      connection.receive()
      connection.send("SSH-2.0-OpenSSH_9.2\r\n")
    },
    Break("a refusal of the handshake", .tls) { connection in
      connection.receive()
      connection.send([21, 3, 3, 0, 2, 2, 40])
    },
  ]

  @Test(arguments: handshakes)
  func `a connection that breaks in its handshake is no certificate that is not trusted`(
    _ broken: Break
  ) async throws {
    let server = try RawServer(broken.script)
    let request = HTTPRequest(.post, server.url(scheme: "https"), body: Array("body".utf8))
    let error = await failure(of: request, through: transport())
    #expect(error?.reason == broken.reason, "\(String(describing: error))")
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `a body of exactly the limit is read`() async throws {
    let server = try RawServer(answering: answer(body: String(repeating: "x", count: 1000)))
    let response = try await transport().send(
      HTTPRequest(.get, server.url(), responseLimit: 1000))
    #expect(response.body.count == 1000)
  }

  @Test func `the limit counts the bytes that gzip unfolds to`() async throws {
    let bomb = try gzip(of: [UInt8](repeating: 0, count: 4 << 20))
    #expect(bomb.count < 10_000)
    let server = try RawServer { connection in
      while connection.request() != nil {
        connection.send(
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
        connection.send(bomb)
      }
    }
    let transport = transport()
    let small = HTTPRequest(.get, server.url(), responseLimit: 1 << 20)
    #expect(await failure(of: small, through: transport)?.reason == .tooLarge)
    let response = try await transport.send(HTTPRequest(.get, server.url()))
    #expect(response.body.count == 4 << 20)
    let raw = HTTPRequest(.get, server.url(), headers: ["Accept-Encoding": "gzip"])
    #expect(try await transport.send(raw).body == bomb)
  }

  @Test func `a port on which nothing listens refuses before anything is sent`() async throws {
    let url = HTTP.URL(scheme: "http", host: "127.0.0.1", port: try unusedPort(), path: "/")
    let error = await failure(of: HTTPRequest(.post, url), through: transport())
    #expect(error?.reason == .refused)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `an unknown host is not resolved and nothing is sent`() async throws {
    let url = HTTP.URL(scheme: "https", host: "no-such-host.invalid", port: nil, path: "/")
    let error = await failure(of: HTTPRequest(.post, url), through: transport())
    #expect(error?.reason == .unresolvedHost)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `a plain server does not pass for a TLS one`() async throws {
    let server = try RawServer { connection in
      connection.receive()
      connection.send(answer("400 Bad Request"))
    }
    let url = server.url(scheme: "https")
    let error = await failure(of: HTTPRequest(.post, url), through: transport())
    #expect(error?.reason == .tls)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `a TLS server that never answers times out before anything is sent`() async throws {
    let server = try RawServer { $0.waitForClose() }
    let request = HTTPRequest(
      .post, server.url(scheme: "https"), timeout: .milliseconds(150))
    let error = await failure(of: request, through: transport())
    #expect(error?.reason == .timeout)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test(arguments: [HTTPRequest.Method.post, .patch, .put, .delete])
  func `a write on a connection that breaks is not sent a second time`(
    method: HTTPRequest.Method
  ) async throws {
    let server = try breakingServer()
    let transport = transport()
    _ = try await transport.send(HTTPRequest(.get, server.url()))
    let request = HTTPRequest(method, server.url("/write"))
    let error = await failure(of: request, through: transport)
    #expect(error?.reason == .connectionLost)
    #expect(error?.mayHaveBeenSent == true)
    #expect(server.requests.filter { $0.contains("/write") }.count == 1)
  }

  @Test func `a read on a connection that breaks goes out again on a new one`() async throws {
    let server = try breakingServer()
    let transport = transport()
    for _ in 1...2 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
    #expect(server.connections == 2)
    #expect(server.requests.count == 3)
  }

  /// A server that answers the first request of a connection and drops it at the second.
  private func breakingServer() throws -> RawServer {
    try RawServer { connection in
      guard connection.request() != nil else { return }
      connection.send(answer())
      _ = connection.request()
    }
  }
}

/// Compresses with the system's gzip.
private func gzip(of bytes: [UInt8]) throws -> [UInt8] {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent("bomb")
  try Data(bytes).write(to: file)
  #expect(try ChildProcess("/usr/bin/gzip", [file.path]).succeeds())
  return Array(try Data(contentsOf: file.appendingPathExtension("gz")))
}
