import Foundation
import Glibc
package import HTTP
import Synchronization

/// A server on a free port of 127.0.0.1 whose connections follow a script, byte for byte.
///
/// It serves until the test run ends, so that no test has to keep it alive. Its sockets do not go on to
/// processes that other tests start, which would keep them open.
package final class RawServer: Sendable {
  package let port: Int
  private let listener: CInt
  private let seen = Mutex<(connections: Int, requests: [String])>((0, []))

  /// Serves every connection with a script; the connection closes when the script returns.
  package init(_ script: @escaping @Sendable (RawConnection) -> Void) throws {
    (listener, port) = try listen()
    Thread.detachNewThread { [self] in
      while case let socket = accept(listener, nil, nil), socket >= 0 {
        seen.withLock { $0.connections += 1 }
        let connection = RawConnection(socket) { [self] text in
          seen.withLock { $0.requests.append(text) }
        }
        Thread.detachNewThread { script(connection) }
      }
    }
  }

  /// Answers every request with the same bytes and keeps the connection.
  package convenience init(answering answer: String) throws {
    try self.init { connection in
      while connection.request() != nil { connection.send(answer) }
    }
  }

  package var connections: Int { seen.withLock(\.connections) }
  package var requests: [String] { seen.withLock(\.requests) }

  package func url(_ path: String = "/", scheme: String = "http", query: [URL.QueryItem] = [])
    -> HTTP.URL
  {
    HTTP.URL(scheme: scheme, host: "127.0.0.1", port: port, path: path, query: query)
  }

  package typealias URL = HTTP.URL
}

/// One accepted connection, read a request at a time.
package final class RawConnection: @unchecked Sendable {
  private let socket: CInt
  private let note: (String) -> Void
  private var pending: [UInt8] = []

  init(_ socket: CInt, note: @escaping (String) -> Void) {
    self.socket = socket
    self.note = note
  }

  /// Ends the connection even where a process that another test has started holds on to the socket.
  deinit {
    shutdown(socket, CInt(SHUT_RDWR))
    close(socket)
  }

  /// Reads a whole request, head and body, or returns nil where the client has gone.
  package func request() -> String? {
    while true {
      let text = String(decoding: pending, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let length = text.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
        let total = text[..<end.upperBound].utf8.count + length
        if pending.count >= total {
          let request = String(decoding: pending.prefix(total), as: UTF8.self)
          pending.removeFirst(total)
          note(request)
          return request
        }
      }
      guard receive() else { return nil }
    }
  }

  /// Reads whatever comes next, or returns false where the client has gone.
  @discardableResult
  package func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &buffer, buffer.count, 0)
    if count > 0 { pending += buffer[..<count] }
    return count > 0
  }

  /// Sends bytes, and returns false where the client has gone.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count
  }

  @discardableResult
  package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Waits until the client closes the connection.
  package func waitForClose() { while receive() {} }
}

private func listen() throws -> (socket: CInt, port: Int) {
  let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let code = withUnsafeMutableBytes(of: &address) { bytes in
    let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
    guard let pointer, bind(socket, pointer, size) == 0, Glibc.listen(socket, 512) == 0 else {
      return CInt(-1)
    }
    return getsockname(socket, pointer, &size)
  }
  guard code == 0 else { throw ListenError(code: errno) }
  return (socket, Int(UInt16(bigEndian: address.sin_port)))
}

private struct ListenError: Error { let code: CInt }

/// A port on which nothing listens.
package func unusedPort() throws -> Int {
  let (socket, port) = try listen()
  close(socket)
  return port
}
