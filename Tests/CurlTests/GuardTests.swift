import Curl
import HTTP
import Synchronization
import TestSupport
import Testing

/// Requests whose peers are judged before they are connected to.
struct GuardTests {
  /// Objects to everything and keeps what it was asked about.
  private final class Judge: Sendable {
    private let seen = Mutex<[IPAddress]>([])
    let accepts: Bool

    init(accepting accepts: Bool) { self.accepts = accepts }

    var addresses: [IPAddress] { seen.withLock { $0 } }
    var peers: PeerGuard {
      PeerGuard { address in
        self.seen.withLock { $0.append(address) }
        return self.accepts ? nil : "\(address) is none to talk to"
      }
    }
  }

  private let loopback = IPAddress.v4([127, 0, 0, 1])

  private func request(_ url: URL, _ judge: Judge) -> HTTPRequest {
    HTTPRequest(.post, url, peers: judge.peers)
  }

  @Test func `an address that is refused is never connected to`() async throws {
    let server = try RawServer(answering: answer())
    let judge = Judge(accepting: false)
    let error = await failure(of: request(server.url(), judge), through: transport())
    #expect(error?.reason == .forbidden)
    #expect(error?.detail == "127.0.0.1 is none to talk to")
    #expect(error?.mayHaveBeenSent == false)
    #expect(server.connections == 0)
    #expect(judge.addresses == [loopback])
  }

  @Test func `every address of a name is judged, not the name`() async throws {
    let server = try RawServer(answering: answer())
    let judge = Judge(accepting: false)
    let url = URL(scheme: "http", host: "localhost", port: server.port, path: "/")
    let error = await failure(of: request(url, judge), through: transport())
    #expect(error?.reason == .forbidden)
    #expect(server.connections == 0)
    #expect(Set(judge.addresses).isSubset(of: [loopback, .v6([0, 0, 0, 0, 0, 0, 0, 1])]))
    #expect(judge.addresses.contains(loopback))
  }

  @Test(arguments: ["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
  func `an address in a form that only some read is judged as what it means`(
    host: String
  ) async throws {
    let server = try RawServer(answering: answer())
    let judge = Judge(accepting: false)
    let url = URL(scheme: "http", host: host, port: server.port, path: "/")
    #expect(await failure(of: request(url, judge), through: transport())?.reason == .forbidden)
    #expect(server.connections == 0)
    #expect(judge.addresses == [loopback])
  }

  @Test func `an address that is accepted is used`() async throws {
    let server = try RawServer(answering: answer(body: "ok"))
    let judge = Judge(accepting: true)
    let response = try await transport().send(request(server.url(), judge))
    #expect(response.text == "ok")
    #expect(Set(judge.addresses) == [loopback])
  }

  @Test func `a connection that an unguarded request left open is judged as well`() async throws {
    let server = try RawServer(answering: answer())
    let transport = transport()
    _ = try await transport.send(HTTPRequest(.get, server.url()))
    let error = await failure(
      of: request(server.url(), Judge(accepting: false)), through: transport)
    #expect(error?.reason == .forbidden)
    #expect(server.requests.count == 1)
    // The guard is the request's own: the next one has none again.
    _ = try await transport.send(HTTPRequest(.get, server.url()))
    #expect(server.requests.count == 2)
  }

  @Test func `a guarded request goes past the proxy, an unguarded one through it`() async throws {
    let server = try RawServer(answering: answer(body: "server"))
    let proxy = try RawServer(answering: answer(body: "proxy"))
    let transport = transport(proxy: .url("http://127.0.0.1:\(proxy.port)"), connections: 1)
    for (peers, from) in [(nil, "proxy"), (Judge(accepting: true).peers, "server"), (nil, "proxy")]
    {
      let request = HTTPRequest(.get, server.url(), peers: peers)
      #expect(try await transport.send(request).text == from)
    }
  }
}
