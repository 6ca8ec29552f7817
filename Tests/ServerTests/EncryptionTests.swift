import Curl
import Foundation
import HTTP
import Server
import Synchronization
import TestSupport
import Testing
import World

/// A server that proves its name, and the addresses it listens on.
@Suite struct EncryptionTests {
  private static let ok = ServerResponse(status: 200, body: Array("ok".utf8))

  /// A certificate for the addresses of this machine that vouches for itself, made anew.
  private struct Identity {
    let folder: Foundation.URL
    let certificate: HTTPServer.Certificate

    init() async throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let key = folder.appendingPathComponent("key.pem").path
      let file = folder.appendingPathComponent("cert.pem").path
      _ = await ProgramOutput.of(
        "/usr/bin/openssl",
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
          "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
          "-out", file,
        ])
      certificate = HTTPServer.Certificate(
        chain: String(decoding: try Files.read(file), as: UTF8.self),
        key: Secret(String(decoding: try Files.read(key), as: UTF8.self)))
    }

    var caFile: String { folder.appendingPathComponent("cert.pem").path }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  private func client(trusting file: String? = nil) -> CurlTransport {
    CurlTransport(CurlConfiguration(userAgent: "gcsync/test", caFile: file, proxy: .direct))
  }

  private func request(_ server: HTTPServer, _ body: [UInt8] = []) throws -> HTTPRequest {
    let url = URL(parsing: server.url + "/x")
    return HTTPRequest(.post, try #require(url), body: body)
  }

  @Test func `a server with a certificate speaks TLS and nothing else`() async throws {
    let identity = try await Identity()
    defer { identity.remove() }
    var options = HTTPServer.Options()
    options.certificate = identity.certificate
    let server = try HTTPServer(options) { request in
      ServerResponse(status: 200, body: request.body)
    }
    #expect(server.url == "https://127.0.0.1:\(server.port)")
    let body = [UInt8](repeating: 0x61, count: 100_000)
    let answer = try await client(trusting: identity.caFile).send(try request(server, body))
    #expect(answer.status == 200 && answer.body == body)
    let error = await #expect(throws: TransportError.self) {
      _ = try await client().send(try request(server))
    }
    #expect(error?.reason == .tls)
    #expect(await LoopbackClient(port: server.port).send("GET", "/x") == nil)
    await server.stop(grace: {})
  }

  @Test func `a certificate that is none is told before anything listens`() async throws {
    let (one, other) = (try await Identity(), try await Identity())
    defer {
      one.remove()
      other.remove()
    }
    let wrong = [
      HTTPServer.Certificate(chain: "none", key: one.certificate.key),
      HTTPServer.Certificate(chain: one.certificate.chain, key: other.certificate.key),
      HTTPServer.Certificate(chain: one.certificate.chain, key: Secret("")),
    ]
    for certificate in wrong {
      var options = HTTPServer.Options()
      options.certificate = certificate
      let error = #expect(throws: ServerError.self) {
        _ = try HTTPServer(options) { _ in .now(Self.ok) }
      }
      #expect(error?.description.contains("the certificate or its key") == true)
    }
  }

  @Test func `a server listens on the address it is told`() async throws {
    var options = HTTPServer.Options()
    options.address = .v6([0, 0, 0, 0, 0, 0, 0, 1])
    let calls = Mutex(0)
    let server = try HTTPServer(options) { _ in
      calls.withLock { $0 += 1 }
      return .now(Self.ok)
    }
    #expect(server.url == "http://[0:0:0:0:0:0:0:1]:\(server.port)")
    #expect(try await client().send(try request(server)).status == 200)
    // Another test's server may have the same port of 127.0.0.1.
    _ = await LoopbackClient(port: server.port).send("GET", "/")
    #expect(calls.withLock { $0 } == 1)
    await server.stop(grace: {})
  }

  @Test func `an address that is not this machine's is an error that names it`() throws {
    var options = HTTPServer.Options()
    options.address = .v4([192, 0, 2, 1])
    let error = #expect(throws: ServerError.self) {
      _ = try HTTPServer(options) { _ in .now(Self.ok) }
    }
    #expect(error?.description.hasPrefix("cannot listen on 192.0.2.1:0: ") == true)
  }
}

private typealias URL = HTTP.URL
