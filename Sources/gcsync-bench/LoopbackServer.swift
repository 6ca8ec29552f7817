internal import Glibc
internal import Synchronization

/// Answers HTTP requests on 127.0.0.1 from one thread, with no more work than that takes.
///
/// It stands in for services whose own cost is not to be measured: a request is its target header and
/// its body, an answer is bytes. `@unchecked Sendable`: only its thread touches what changes.
final class LoopbackServer: @unchecked Sendable {
  /// Returns the body of the answer to an operation.
  typealias Answer = @Sendable (_ operation: Substring, _ body: ArraySlice<UInt8>) -> [UInt8]

  let port: UInt16
  private let listener: CInt
  /// The listening socket first, then the connections.
  private var watched: [pollfd] = []
  private let answer: Answer
  /// What has come of requests that are not whole yet.
  private var received: [CInt: [UInt8]] = [:]
  private var chunk = [UInt8](repeating: 0, count: 256 << 10)

  /// Starts to listen on a free port; nil where the system has none.
  init?(_ answer: @escaping Answer) {
    self.answer = answer
    listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 512) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { return nil }
    port = UInt16(bigEndian: address.sin_port)
    watch(listener)
  }

  /// Serves in a thread of its own until the process ends.
  func start() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<LoopbackServer>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    pthread_detach(thread)
  }

  private func watch(_ descriptor: CInt) {
    watched.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
  }

  private func run() {
    while poll(&watched, nfds_t(watched.count), -1) >= 0 {
      for ready in watched where ready.revents != 0 {
        if ready.fd == listener { accept() } else { serve(ready.fd) }
      }
    }
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    var on: CInt = 1
    setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    watch(descriptor)
  }

  /// Takes what has come, and answers once a request is whole.
  private func serve(_ descriptor: CInt) {
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else {
      received[descriptor] = nil
      watched.removeAll { $0.fd == descriptor }
      close(descriptor)
      return
    }
    let bytes = (received.removeValue(forKey: descriptor) ?? []) + chunk[..<count]
    guard let request = RawRequest(bytes) else {
      received[descriptor] = bytes
      return
    }
    let body = answer(request.operation, request.body)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    let response = Array(head.utf8) + body
    _ = send(descriptor, response, response.count, CInt(MSG_NOSIGNAL))
  }
}

/// A request that has come whole: what it asks for, and its body.
private struct RawRequest {
  let operation: Substring
  let body: ArraySlice<UInt8>

  private static let end = Array("\r\n\r\n".utf8)
  private static let length = Array("Content-Length: ".utf8)
  private static let target = Array("X-Amz-Target: ".utf8)

  /// Reads the bytes of one request; nil where some are still to come.
  init?(_ bytes: [UInt8]) {
    guard let end = find(Self.end, in: bytes, from: 0, to: bytes.count) else { return nil }
    let length = Self.field(Self.length, of: bytes, until: end).flatMap { Int($0) } ?? 0
    guard bytes.count >= end + 4 + length else { return nil }
    body = bytes[(end + 4)...]
    let target = Self.field(Self.target, of: bytes, until: end) ?? ""
    operation = target.split(separator: ".").last ?? ""
  }

  private static func field(_ name: [UInt8], of bytes: [UInt8], until end: Int) -> String? {
    guard let start = find(name, in: bytes, from: 0, to: end).map({ $0 + name.count }) else {
      return nil
    }
    return String(decoding: bytes[start..<end].prefix { $0 != 13 }, as: UTF8.self)
  }
}

/// Returns where a pattern begins among bytes (`memchr`, `memcmp`).
func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
  bytes.withUnsafeBytes { bytes in
    guard let base = bytes.baseAddress else { return nil }
    var place = start
    while place + pattern.count <= end,
      let found = memchr(base + place, CInt(pattern[0]), end - place - pattern.count + 1)
    {
      if memcmp(found, pattern, pattern.count) == 0 { return UnsafeRawPointer(found) - base }
      place = UnsafeRawPointer(found) - base + 1
    }
    return nil
  }
}
