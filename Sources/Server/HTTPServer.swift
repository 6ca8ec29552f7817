package import HTTP
import Synchronization
package import World

/// An HTTP/1.1 server, on 127.0.0.1 unless told otherwise, that stops when it is stopped or let go.
package final class HTTPServer: Sendable {
  package struct Options: Sendable {
    /// The port to listen on; 0 takes a free one.
    package var port: UInt16 = 0
    /// The address to listen on; `0.0.0.0` and `::` are all there are.
    package var address = IPAddress.v4([127, 0, 0, 1])
    /// What the server proves its name with; nil serves without encryption.
    package var certificate: Certificate?
    package var threads = 2
    package var connections = 512
    /// How many connections one address may have; nil lets it have all.
    package var connectionsPerAddress: Int?
    /// How long a request may take to be there in full; nil waits while something comes.
    package var reading: Reading?
    /// What is told when there is room for no more connections.
    package var full: (@Sendable (Fullness) -> Void)?
    /// The answer to a head that two readers may take for different requests; nil takes it as it is.
    package var malformed: (@Sendable (MalformedHead) -> ServerResponse)?
    /// How many seconds a connection may be idle.
    package var idleSeconds = 120
    /// How many bytes of body a request may have; a larger one is answered 413.
    package var bodyLimit = 16 << 20
    /// The answer to a larger one.
    package var tooLarge = ServerResponse(
      status: 413, headers: ["Content-Type": "text/plain"],
      body: Array("the body is larger than this server takes\n".utf8))

    package init(port: UInt16 = 0) {
      self.port = port
    }
  }

  /// How long senders may take for a request: the first of a connection from when it was opened, those
  /// that follow from their first line on.
  package struct Reading: Sendable {
    package let limit: Duration
    package let world: World

    package init(within limit: Duration, _ world: World) {
      self.limit = limit
      self.world = world
    }
  }

  /// That as many connections are open as may be, in all or of one sender.
  package struct Fullness: Sendable, Hashable {
    package let connections: Int
    package let sender: IPAddress?

    package init(connections: Int, sender: IPAddress?) {
      self.connections = connections
      self.sender = sender
    }
  }

  /// A certificate with those that vouch for it, and its key, as PEM texts.
  package struct Certificate: Sendable {
    package let chain: String
    package let key: Secret

    package init(chain: String, key: Secret) {
      self.chain = chain
      self.key = key
    }
  }

  private let daemon: Daemon
  package let port: UInt16
  private let origin: String
  /// What looks after senders that take their time.
  private let watch: Task<Void, Never>?

  /// Starts to listen; `answer` is called on the connection's thread and must not block.
  package init(
    _ options: Options = Options(), answer: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerError) {
    let daemon = Daemon(options, answer: answer)
    self.daemon = daemon
    port = try daemon.start(options)
    watch = options.reading.map { Self.watch(daemon.connections, $0) }
    let scheme = options.certificate == nil ? "http" : "https"
    origin = "\(scheme)://\(options.address.authority):\(port)"
  }

  /// Starts to listen with a handler that always runs as a task.
  package convenience init(
    _ options: Options = Options(),
    handler: @escaping @Sendable (ServerRequest) async -> ServerResponse
  ) throws(ServerError) {
    try self.init(options) { request in .later { await handler(request) } }
  }

  /// Ends what takes too long, looking ten times within that time.
  private static func watch(
    _ connections: Connections, _ reading: Reading
  ) -> Task<Void, Never> {
    Task {
      while (try? await reading.world.sleep(reading.limit / 10)) != nil, !Task.isCancelled {
        connections.cutLate(at: reading.world.instant())
      }
    }
  }

  deinit {
    watch?.cancel()
    // A handler may hold the last reference, and no thread can wait for its own end.
    let daemon = daemon
    if !daemon.isStopped { Task.detached { daemon.stop() } }
  }

  /// The address in the form clients take, `http://127.0.0.1:PORT`.
  package var url: String { origin }

  /// Stops accepting, waits until what was read in full has been answered or `grace` has returned, and
  /// closes what is left.
  package func stop(grace: @escaping @Sendable () async -> Void) async {
    daemon.quiesce()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.daemon.idle() }
      group.addTask { await grace() }
      await group.next()
      daemon.cancelWaiting()
      group.cancelAll()
    }
    daemon.stop()
    watch?.cancel()
  }
}

/// Why a server could not start.
package struct ServerError: Error, CustomStringConvertible {
  package let address: IPAddress
  package let port: UInt16
  package let reason: String

  package init(address: IPAddress, port: UInt16, reason: String) {
    self.address = address
    self.port = port
    self.reason = reason
  }

  package var description: String { "cannot listen on \(address.authority):\(port): \(reason)" }
}

extension IPAddress {
  /// The address as it stands before a port.
  fileprivate var authority: String {
    if case .v6 = self { "[\(self)]" } else { "\(self)" }
  }
}
