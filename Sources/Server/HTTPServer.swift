import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 that stops when it is stopped or let go.
package final class HTTPServer: Sendable {
  package struct Options: Sendable {
    /// The port to listen on; 0 takes a free one.
    package var port: UInt16 = 0
    package var threads = 2
    package var connections = 512
    /// How many seconds a connection may be idle.
    package var idleSeconds = 120
    /// How many bytes of body a request may have; a larger one is answered 413.
    package var bodyLimit = 16 << 20

    package init(port: UInt16 = 0) {
      self.port = port
    }
  }

  private let daemon: Daemon
  package let port: UInt16

  /// Starts to listen; `answer` is called on the connection's thread and must not block.
  package init(
    _ options: Options = Options(), answer: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerError) {
    daemon = Daemon(bodyLimit: options.bodyLimit, answer: answer)
    port = try daemon.start(options)
  }

  /// Starts to listen with a handler that always runs as a task.
  package convenience init(
    _ options: Options = Options(),
    handler: @escaping @Sendable (ServerRequest) async -> ServerResponse
  ) throws(ServerError) {
    try self.init(options) { request in .later { await handler(request) } }
  }

  deinit {
    // A handler may hold the last reference, and no thread can wait for its own end.
    let daemon = daemon
    if !daemon.isStopped { Task.detached { daemon.stop() } }
  }

  /// The address in the form clients take, `http://127.0.0.1:PORT`.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// Stops accepting, waits until what is in flight has been answered or `grace` has returned, and
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
  }
}

/// Why a server could not start.
package struct ServerError: Error, CustomStringConvertible {
  package let port: UInt16
  package let code: Int32
  package let reason: String

  package var description: String { "cannot listen on 127.0.0.1:\(port): \(reason)" }
}
