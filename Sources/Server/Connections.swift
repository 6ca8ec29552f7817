internal import CMicroHTTPD
internal import Glibc
import HTTP
import Synchronization
import World

/// The connections of a server: whose they are, how far their requests have been read, and until when
/// that may take.
///
/// libmicrohttpd tells of a connection's end before it closes the socket, so that under the lock no
/// socket is shut down that is somebody else's by now.
final class Connections: Sendable {
  typealias Instant = ContinuousClock.Instant

  private struct Line {
    let socket: CInt
    let sender: IPAddress?
    /// Whether a request has begun and its end is not there yet.
    var isReading = false
    /// When what is under way must have been read; nil where nothing is, or where nobody asked.
    var deadline: Instant?
  }

  private struct State {
    var lines: [Daemon.Handle: Line] = [:]
    var counts: [IPAddress: Int] = [:]
    /// Whether it was told that there is room for no more, until there is room again.
    var isFull = false
    var crowders: Set<IPAddress> = []
  }

  private let limit: Int
  private let limitPerAddress: Int?
  private let reading: HTTPServer.Reading?
  private let isFull: (@Sendable (HTTPServer.Fullness) -> Void)?
  private let state = Mutex(State())

  init(_ options: HTTPServer.Options) {
    limit = options.connections
    limitPerAddress = options.connectionsPerAddress
    reading = options.reading
    isFull = options.full
  }

  /// Takes up a connection; its first request has its time from now on.
  func opened(_ handle: Daemon.Handle) {
    let line = Line(
      socket: gcs_mhd_socket(handle.pointer), sender: handle.sender, deadline: deadline)
    let told = state.withLock { state -> [HTTPServer.Fullness] in
      state.lines[handle] = line
      var told: [HTTPServer.Fullness] = []
      if let sender = line.sender {
        state.counts[sender, default: 0] += 1
        if let limitPerAddress, state.counts[sender, default: 0] >= limitPerAddress,
          state.crowders.insert(sender).inserted
        {
          told.append(.init(connections: limitPerAddress, sender: sender))
        }
      }
      if state.lines.count >= limit, !state.isFull {
        state.isFull = true
        told.append(.init(connections: limit, sender: nil))
      }
      return told
    }
    for fullness in told { isFull?(fullness) }
  }

  /// Lets a connection go, whose socket is closed next.
  func closed(_ handle: Daemon.Handle) {
    state.withLock { state in
      guard let line = state.lines.removeValue(forKey: handle) else { return }
      // Where one comes for each that goes, that is told once and not all the time.
      if state.lines.count < limit - limit / 10 { state.isFull = false }
      guard let sender = line.sender, let count = state.counts[sender] else { return }
      state.counts[sender] = count > 1 ? count - 1 : nil
      if let limitPerAddress, count - 1 < limitPerAddress - limitPerAddress / 10 {
        state.crowders.remove(sender)
      }
    }
  }

  /// Takes up that a request's first line is there.
  func begun(_ handle: Daemon.Handle) {
    let deadline = deadline
    state.withLock { state in
      state.lines[handle]?.isReading = true
      state.lines[handle]?.deadline = deadline
    }
  }

  /// Takes up that a request has been read to its end, or will not be read any further.
  func read(_ handle: Daemon.Handle) {
    state.withLock { state in
      state.lines[handle]?.isReading = false
      state.lines[handle]?.deadline = nil
    }
  }

  /// Ends the connections whose requests are there in part.
  func cutReading() {
    state.withLock { state in
      for line in state.lines.values where line.isReading { _ = shutdown(line.socket, shutBoth) }
    }
  }

  /// Ends the connections whose time is up.
  func cutLate(at now: Instant) {
    state.withLock { state in
      for (handle, line) in state.lines {
        guard let deadline = line.deadline, deadline <= now else { continue }
        state.lines[handle]?.deadline = nil
        _ = shutdown(line.socket, shutBoth)
      }
    }
  }

  private var deadline: Instant? { reading.map { $0.world.instant() + $0.limit } }
}

private let shutBoth = CInt(SHUT_RDWR)

extension Daemon.Handle {
  /// Whose connection it is.
  fileprivate var sender: IPAddress? {
    var bytes = [UInt8](repeating: 0, count: 16)
    switch gcs_mhd_sender(pointer, &bytes) {
    case 4: return .v4(Array(bytes.prefix(4)))
    case 16: return IPAddress(bytes: bytes)?.unmapped
    default: return nil
    }
  }
}
