import Foundation
import Glibc
package import HTTP

/// A client that sends exactly the bytes it is told to a server on 127.0.0.1.
package struct LoopbackClient: Sendable {
  package struct Answer: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  package let port: UInt16

  package init(port: UInt16) {
    self.port = port
  }

  /// Takes the port out of `http://127.0.0.1:PORT`.
  package init(url: String) {
    self.init(port: url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0)
  }

  /// Sends one request and reads its answer; nil where the connection was closed without one.
  package func send(
    _ method: String, _ target: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []
  ) async -> Answer? {
    var head = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
    if headers["Host"] == nil { head += "Host: 127.0.0.1:\(port)\r\n" }
    for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
    if !body.isEmpty || method == "PUT" || method == "POST" {
      head += "Content-Length: \(body.count)\r\n"
    }
    return Self.parse(await exchange(Array((head + "\r\n").utf8) + body))
  }

  /// Sends bytes and returns all that comes back until the server closes, or leaves without reading.
  package func exchange(_ bytes: [UInt8], leaving: Bool = false) async -> [UInt8] {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: self.blockingExchange(bytes, leaving: leaving))
      }
    }
  }

  /// A connection that stays open until it is let go.
  package final class Held: Sendable {
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32) {
      self.descriptor = descriptor
    }

    deinit { close(descriptor) }
  }

  /// Sends bytes and returns the connection once the server has said something, or nil where it closes.
  package func hold(_ bytes: [UInt8], until text: String) async -> Held? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: self.blockingHold(bytes, until: Array(text.utf8)))
      }
    }
  }

  /// Returns whether anything accepts connections on the port.
  package func isListening() -> Bool {
    guard let descriptor = connected() else { return false }
    close(descriptor)
    return true
  }

  /// Splits an answer's bytes; nil where there is no status line.
  package static func parse(_ bytes: [UInt8]) -> Answer? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      headers.add(String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
    return Answer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
  }

  private func connected() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private func blockingHold(_ bytes: [UInt8], until text: [UInt8]) -> Held? {
    guard let descriptor = connected() else { return nil }
    let held = Held(descriptor)
    guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      return nil
    }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while received.firstRange(of: text) == nil {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      received += chunk[..<count]
    }
    return held
  }

  private func blockingExchange(_ bytes: [UInt8], leaving: Bool) -> [UInt8] {
    guard let descriptor = connected() else { return [] }
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { break }
      sent += count
    }
    if leaving { return [] }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return received }
      received += chunk[..<count]
    }
  }
}
