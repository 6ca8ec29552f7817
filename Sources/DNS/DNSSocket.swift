internal import Glibc

/// A socket connected to a name server, none of whose calls waits.
struct DNSSocket: ~Copyable {
  private let descriptor: Int32

  /// Connects to the server, so that nobody else's datagrams arrive; the port is the system's choice.
  ///
  /// socket(2), connect(2)
  init?(to server: NameServer, _ way: DNSLookup.Way) {
    let kind = way == .datagram ? SOCK_DGRAM : SOCK_STREAM
    let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    descriptor = socket(server.family, Int32(kind.rawValue | flags), 0)
    guard descriptor >= 0 else { return nil }
    let code = server.socketAddress.withUnsafeBytes { bytes in
      bytes.baseAddress.map {
        connect(
          descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      } ?? -1
    }
    guard code == 0 || errno == EINPROGRESS else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What a call that does not wait came to.
  enum Progress: Sendable, Hashable {
    case bytes([UInt8])
    /// Nothing yet.
    case pending
    case failed
  }

  /// Sends bytes, and returns how many went out; nil where none ever will.
  ///
  /// send(2)
  func send(_ bytes: some RandomAccessCollection<UInt8>) -> Int? {
    let count = Array(bytes).withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count >= 0 { return count }
    return [EAGAIN, EINTR, ENOTCONN, EINPROGRESS].contains(errno) ? 0 : nil
  }

  /// Takes what has arrived, a datagram or a piece of a stream; an empty piece is the stream's end.
  ///
  /// recv(2)
  func receive(limit: Int = 65_535) -> Progress {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count >= 0 { return .bytes(Array(buffer.prefix(count))) }
    return [EAGAIN, EINTR, ENOTCONN].contains(errno) ? .pending : .failed
  }
}
