import HTTP
import Synchronization

/// One request on its way through the server, from its first line to the end of its answer.
///
/// libmicrohttpd calls for one request from one thread at a time; only the answer comes from another.
final class Exchange: Sendable {
  enum Phase {
    case receiving
    case working(Task<Void, Never>?)
    case answered(ServerResponse)
  }

  struct State {
    var phase = Phase.receiving
    /// Whether it has been read to its end, or is answered without that.
    var isTakenUp = false
    var headers: HTTPHeaders?
    var body: [UInt8] = []
    var received = 0
  }

  let target: String
  let connection: Daemon.Handle
  let state = Mutex(State())

  init(target: String, on connection: Daemon.Handle) {
    self.target = target
    self.connection = connection
  }

  /// Takes a piece of the body and returns whether more may come.
  ///
  /// What exceeds the limit is read and thrown away, so that the sender gets to see its 413; one
  /// that does not stop is cut off.
  func append(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
    state.withLock { state in
      state.received += bytes.count
      if state.received <= limit {
        state.body.append(contentsOf: bytes)
      } else {
        state.body = []
      }
      return state.received <= 8 * limit
    }
  }

  /// Takes the request up for its answer, and returns whether that was not done before.
  func takeUp() -> Bool {
    state.withLock { state in
      defer { state.isTakenUp = true }
      return !state.isTakenUp
    }
  }

  /// Hands the answer over and returns whether this was the first one.
  func finish(_ response: ServerResponse) -> Bool {
    state.withLock { state in
      if case .answered = state.phase { return false }
      state.phase = .answered(response)
      return true
    }
  }

  func cancel() {
    let task = state.withLock { state -> Task<Void, Never>? in
      if case .working(let task) = state.phase { task } else { nil }
    }
    task?.cancel()
  }
}
