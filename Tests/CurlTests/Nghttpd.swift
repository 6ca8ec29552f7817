import Foundation
import Glibc
import TestSupport
import Testing

/// An HTTP/2 server nobody here wrote, run on a free port until the test is done with it.
final class Nghttpd: Sendable {
  let port: Int
  let caFile: String
  private let process: ChildProcess
  private let folder: Foundation.URL

  /// Starts the server, or returns nil where it is not installed and need not be.
  static func start(tls: Bool) throws -> Nghttpd? {
    let places = ["/usr/bin/nghttpd", "/usr/sbin/nghttpd"]
    let program = places.first { FileManager.default.isExecutableFile(atPath: $0) }
    if let program { return try Nghttpd(program, tls: tls) }
    print("peer nghttpd: not installed (apt: nghttp2-server)")
    let isRequired = ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
    if isRequired { Issue.record("nghttpd is required and not installed") }
    return nil
  }

  private init(_ program: String, tls: Bool) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("hello".utf8).write(to: folder.appendingPathComponent("hello.txt"))
    port = try unusedPort()
    caFile = folder.appendingPathComponent("cert.pem").path
    let key = folder.appendingPathComponent("key.pem").path
    if tls { try makeCertificate(caFile, key: key) }
    process = try ChildProcess(
      program,
      ["--address=127.0.0.1", "--htdocs=\(folder.path)", "--echo-upload"]
        + (tls ? ["\(port)", key, caFile] : ["--no-tls", "\(port)"]))
    try waitUntilListening(port, process)
  }

  /// Ends the server.
  func stop() {
    process.end()
    try? FileManager.default.removeItem(at: folder)
  }
}

private struct PeerError: Error { let detail: String }

/// Makes a certificate for 127.0.0.1 that vouches for itself.
private func makeCertificate(_ file: String, key: String) throws {
  let isMade = try ChildProcess(
    "/usr/bin/openssl",
    [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
      "-out", file,
    ]
  ).succeeds()
  guard isMade else { throw PeerError(detail: "openssl made no certificate") }
}

/// Waits until the port accepts, which is when its server is up.
private func waitUntilListening(_ port: Int, _ process: ChildProcess) throws {
  let end = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < end, process.isRunning {
    let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isUp = withUnsafeBytes(of: &address) { bytes in
      guard let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else {
        return false
      }
      return connect(socket, pointer, socklen_t(bytes.count)) == 0
    }
    if isUp { return }
    sched_yield()
  }
  throw PeerError(detail: "nghttpd did not come up")
}
