internal import CMicroHTTPD
import Glibc
import HTTP
import Synchronization
import World

/// libmicrohttpd's daemon and the requests it is working on.
///
/// The C library holds an unretained pointer to this; `stop` joins its threads before that ends.
final class Daemon: Sendable {
  /// `MHD_Daemon` and `MHD_Connection` lock their own state, so their pointers may cross threads.
  struct Handle: @unchecked Sendable, Hashable {
    let pointer: OpaquePointer
  }

  struct State {
    var daemon: Handle?
    var isQuiet = false
    var isStopped = false
    /// How many requests have begun and are not there in full.
    var reading = 0
    /// How many requests were read and are not answered to their end.
    var answering = 0
    var suspended: [Handle: Exchange] = [:]
    var waiter: CheckedContinuation<Void, Never>?
    var isWaitingForReading = false
    var isWaitingOver = false

    var isIdle: Bool { answering == 0 && (reading == 0 || !isWaitingForReading) }
  }

  let bodyLimit: Int
  let tooLarge: ServerResponse
  let connections: Connections
  private let malformed: (@Sendable (MalformedHead) -> ServerResponse)?
  let answer: @Sendable (ServerRequest) -> ServerReply
  let state = Mutex(State())

  init(_ options: HTTPServer.Options, answer: @escaping @Sendable (ServerRequest) -> ServerReply) {
    bodyLimit = options.bodyLimit
    tooLarge = options.tooLarge.closing
    malformed = options.malformed
    connections = Connections(options)
    self.answer = answer
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Starts to listen and returns the port; `MHD_start_daemon`.
  func start(_ options: HTTPServer.Options) throws(ServerError) -> UInt16 {
    let context = Unmanaged.passUnretained(self).toOpaque()
    errno = 0
    let pointer = started(options, context)
    guard let pointer else {
      let code = errno
      let reason =
        options.certificate != nil && code == 0
        ? "the certificate or its key is none, or they do not belong together"
        : String(cString: strerror(code))
      throw ServerError(address: options.address, port: options.port, reason: reason)
    }
    let handle = Handle(pointer: pointer)
    state.withLock { $0.daemon = handle }
    return gcs_mhd_port(handle.pointer)
  }

  private func started(
    _ options: HTTPServer.Options, _ context: UnsafeMutableRawPointer
  ) -> OpaquePointer? {
    func start(_ chain: UnsafePointer<CChar>?, _ key: UnsafePointer<CChar>?) -> OpaquePointer? {
      gcs_mhd_start(
        options.address.bytes, options.address.bytes.count == 16, options.port, chain, key,
        UInt32(options.threads), UInt32(options.connections),
        UInt32(options.connectionsPerAddress ?? 0), UInt32(options.idleSeconds), 64 << 10,
        handleAccess, context, handleBegin, handleCompletion, handleConnection)
    }
    guard let certificate = options.certificate else { return start(nil, nil) }
    return certificate.chain.withCString { chain in
      certificate.key.reveal { key in key.withCString { start(chain, $0) } }
    }
  }

  /// Closes the listening socket; connections stay.
  func quiesce() {
    let daemon = state.withLock { state -> Handle? in
      defer { state.isQuiet = true }
      return state.isQuiet ? nil : state.daemon
    }
    guard let daemon else { return }
    let socket = MHD_quiesce_daemon(daemon.pointer)
    if socket >= 0 { close(socket) }
  }

  /// Returns when all requests that were read in full have been answered, or when `cancelWaiting` is
  /// called.
  ///
  /// Requests that are there in part are cut off; the library must not be stopped while it refuses one.
  func idle() async {
    await settled(withReading: false)
    connections.cutReading()
    await settled(withReading: true)
  }

  private func settled(withReading isWaitingForReading: Bool) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        state.isWaitingForReading = isWaitingForReading
        if state.isIdle || state.isWaitingOver { return true }
        state.waiter = continuation
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  func cancelWaiting() {
    state.withLock { state in
      state.isWaitingOver = true
      defer { state.waiter = nil }
      return state.waiter
    }?.resume()
  }

  /// Drops what is still waiting for an answer and joins the threads; `MHD_stop_daemon`.
  func stop() {
    quiesce()
    let (daemon, suspended) = state.withLock { state in
      defer {
        state.daemon = nil
        state.isStopped = true
        state.suspended = [:]
      }
      return (state.daemon, state.suspended)
    }
    guard let daemon else { return }
    for (connection, exchange) in suspended {
      exchange.cancel()
      _ = exchange.finish(.drop)
      MHD_resume_connection(connection.pointer)
    }
    MHD_stop_daemon(daemon.pointer)
  }
}

// MARK: - One request

extension Daemon {
  func began(_ target: String, on connection: Handle) -> Exchange {
    state.withLock { $0.reading += 1 }
    connections.begun(connection)
    return Exchange(target: target, on: connection)
  }

  /// Takes up that a request is read no further and has its answer to come.
  private func takeUp(_ exchange: Exchange) {
    guard exchange.takeUp() else { return }
    state.withLock { state in
      state.reading -= 1
      state.answering += 1
    }
    connections.read(exchange.connection)
  }

  func completed(_ exchange: Exchange) {
    connections.read(exchange.connection)
    let wasReading = exchange.takeUp()
    state.withLock { state -> CheckedContinuation<Void, Never>? in
      if wasReading { state.reading -= 1 } else { state.answering -= 1 }
      guard state.isIdle else { return nil }
      defer { state.waiter = nil }
      return state.waiter
    }?.resume()
  }

  /// Takes the request's head; returns an answer where the body need not be read.
  func receiveHead(
    _ exchange: Exchange, headers: HTTPHeaders, version: String
  ) -> ServerResponse? {
    exchange.state.withLock { $0.headers = headers }
    var early: ServerResponse?
    if let malformed, let problem = MalformedHead(headers, version: version) {
      early = malformed(problem).closing
    } else if let length = headers["Content-Length"].flatMap({ Int($0) }), length > bodyLimit {
      early = tooLarge
    }
    if early != nil { takeUp(exchange) }
    return early
  }

  /// Answers a whole request, or suspends its connection and returns nil.
  func respond(to exchange: Exchange, method: String) -> ServerResponse? {
    let connection = exchange.connection
    takeUp(exchange)
    let (request, isTooLarge) = exchange.state.withLock { state in
      let body = state.body
      state.body = []
      let request = ServerRequest(
        method: method, target: exchange.target, headers: state.headers ?? HTTPHeaders(),
        body: body)
      return (request, state.received > bodyLimit)
    }
    if isTooLarge { return tooLarge }
    switch answer(request) {
    case .now(let response): return response
    case .later(let work):
      let isAccepted = state.withLock { state in
        if state.isStopped { return false }
        state.suspended[connection] = exchange
        exchange.state.withLock { $0.phase = .working(nil) }
        MHD_suspend_connection(connection.pointer)
        return true
      }
      guard isAccepted else { return .drop }
      run(work, for: exchange, on: connection)
      return nil
    }
  }

  private func run(
    _ work: @escaping @Sendable () async -> ServerResponse, for exchange: Exchange,
    on connection: Handle
  ) {
    let task = Task {
      let response = await work()
      self.finish(exchange, response, on: connection)
    }
    exchange.state.withLock { state in
      if case .working = state.phase { state.phase = .working(task) }
    }
  }

  /// Hands an answer over and lets its connection go on, unless `stop` has done so.
  private func finish(_ exchange: Exchange, _ response: ServerResponse, on connection: Handle) {
    state.withLock { state in
      guard state.suspended[connection] === exchange else { return }
      state.suspended[connection] = nil
      if exchange.finish(response) { MHD_resume_connection(connection.pointer) }
    }
  }
}

extension ServerResponse {
  /// The answer with which its connection ends: what is left of the request would be read as the next.
  fileprivate var closing: ServerResponse {
    var response = self
    response.headers["Connection"] = "close"
    return response
  }
}
