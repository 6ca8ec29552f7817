import HTTP
import Server
import Synchronization
import TestSupport
import Testing
import World

/// Senders that take their time, and more of them than there is room for.
@Suite(.timeLimit(.minutes(20))) struct ConnectionTests {
  private static let ok = ServerResponse(status: 200, body: Array("ok".utf8))
  /// A request whose head is there, as its sender is told, and whose body is not.
  private static let half = Array(
    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n".utf8)

  /// A world that lets one sleep end when a test says so, at a time of its own.
  private final class OneSleep: Sendable {
    let slept = Gate()
    let again = Gate()
    private let began = ContinuousClock.now
    private let state = Mutex((elapsed: Duration.zero, sleeps: 0))

    var world: World {
      World(
        now: { Timestamp(seconds: 0) }, instant: { self.began + self.state.withLock(\.elapsed) },
        sleep: { _ in
          let isFirst = self.state.withLock { state in
            state.sleeps += 1
            return state.sleeps == 1
          }
          await (isFirst ? self.slept : self.again).wait()
        }, random: { 0 }, environment: { _ in nil }, log: .silent)
    }

    /// Lets time pass and waits until it has been looked at.
    func pass(_ time: Duration) async {
      state.withLock { $0.elapsed = time }
      slept.open()
      await again.arrived(1)
    }
  }

  /// What was told of a full server.
  private final class Told: Sendable {
    let gate = Gate()
    private let kept = Mutex<[HTTPServer.Fullness]>([])

    var all: [HTTPServer.Fullness] { kept.withLock { $0 } }

    func add(_ fullness: HTTPServer.Fullness) {
      kept.withLock { $0.append(fullness) }
      gate.open()
    }
  }

  @Test(arguments: [
    "", "POS", "POST / HTTP/1.1\r\nHo",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
  ])
  func `what is not there in full in its time is cut off`(bytes: String) async throws {
    var options = HTTPServer.Options()
    options.reading = HTTPServer.Reading(within: .seconds(10), VirtualWorld().world)
    let server = try HTTPServer(options) { _ in .now(Self.ok) }
    #expect(await LoopbackClient(port: server.port).exchange(Array(bytes.utf8)) == [])
    await server.stop(grace: {})
  }

  @Test func `what was read in time may be worked on for long`() async throws {
    let clock = OneSleep()
    let gate = Gate()
    var options = HTTPServer.Options()
    options.reading = HTTPServer.Reading(within: .seconds(10), clock.world)
    let server = try HTTPServer(options) { _ in
      .later {
        await gate.wait()
        return Self.ok
      }
    }
    let client = LoopbackClient(port: server.port)
    async let answer = client.send("POST", "/", body: Array("body".utf8))
    await gate.arrived(1)
    await clock.pass(.seconds(3600))
    gate.open()
    #expect(await answer?.status == 200)
    await server.stop(grace: {})
  }

  @Test func `a request that is there in part holds up no stop`() async throws {
    let server = try HTTPServer { _ in .now(Self.ok) }
    let client = LoopbackClient(port: server.port)
    let held = try #require(await client.hold(Self.half, until: "100 Continue"))
    let never = Gate()
    await server.stop(grace: { await never.wait() })
    #expect(!client.isListening())
    withExtendedLifetime(held) {}
  }

  @Test func `a server that is full says so once`() async throws {
    let told = Told()
    var options = HTTPServer.Options()
    options.connections = 4
    options.full = { told.add($0) }
    let server = try HTTPServer(options) { _ in .now(Self.ok) }
    let client = LoopbackClient(port: server.port)
    var held: [LoopbackClient.Held] = []
    for _ in 0..<4 {
      held.append(try #require(await client.hold(Self.half, until: "100 Continue")))
    }
    await told.gate.wait()
    #expect(told.all == [HTTPServer.Fullness(connections: 4, sender: nil)])
    await server.stop(grace: {})
  }

  @Test func `one address has so many connections and no more`() async throws {
    let told = Told()
    var options = HTTPServer.Options()
    options.connectionsPerAddress = 3
    options.full = { told.add($0) }
    let server = try HTTPServer(options) { _ in .now(Self.ok) }
    let client = LoopbackClient(port: server.port)
    var held: [LoopbackClient.Held] = []
    for _ in 0..<3 {
      held.append(try #require(await client.hold(Self.half, until: "100 Continue")))
    }
    #expect(await client.send("GET", "/") == nil)
    #expect(
      told.all == [HTTPServer.Fullness(connections: 3, sender: .v4([127, 0, 0, 1]))])
    await server.stop(grace: {})
  }

  /// Heads that two readers may take for different requests.
  static let heads: [(fields: String, problem: MalformedHead?)] = [
    ("Host: x\r\nContent-Length: 2\r\nContent-Length: 3", .twoLengths),
    ("Host: x\r\nContent-Length: 2\r\nContent-Length: 2", .twoLengths),
    ("Host: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked", .lengthAndEncoding),
    ("Content-Length: 2", .noHost), ("Host: x\r\nHost: y\r\nContent-Length: 2", .noHost),
    ("Host: x\r\nContent-Length: 2", nil),
  ]

  @Test(arguments: heads)
  func `a head that can be read in two ways is refused where that is asked for`(
    fields: String, problem: MalformedHead?
  ) async throws {
    let request = Array(
      "POST / HTTP/1.1\r\nConnection: close\r\n\(fields)\r\n\r\n2\r\nok\r\n0\r\n\r\n".utf8)
    var options = HTTPServer.Options()
    options.malformed = { ServerResponse(status: 400, body: Array($0.rawValue.utf8)) }
    let server = try HTTPServer(options) { _ in .now(Self.ok) }
    let answer = LoopbackClient.parse(
      await LoopbackClient(port: server.port).exchange(request))
    #expect(answer?.text == problem?.rawValue ?? "ok")
    #expect(answer?.status == (problem == nil ? 200 : 400))
    await server.stop(grace: {})
    let easy = try HTTPServer { _ in .now(Self.ok) }
    let taken = LoopbackClient.parse(await LoopbackClient(port: easy.port).exchange(request))
    #expect(taken?.status == 200)
    await easy.stop(grace: {})
  }
}
