import Foundation
import Testing

/// A mail server nobody here wrote: aiosmtpd, on a free port of 127.0.0.1 for as long as this is kept.
///
/// It ends with its standard input, and so with the test run too, however that ends.
package final class Aiosmtpd: Sendable {
  package let port: Int
  /// The certificate that vouches for it, where it has one.
  package let caFile: String
  private let folder: URL
  private let child: Child

  package enum TLS: Sendable { case none, start, implicit }

  /// Starts the server, or returns nil where no Python has it and it need not be there.
  package static func start(_ tls: TLS = .start, _ options: [String] = []) async throws -> Aiosmtpd?
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let certificate = try await Certificate.make()
    var words = [folder.path]
    if tls != .none { words += ["--cert", certificate.file, "--key", certificate.key] }
    if tls == .implicit { words.append("--implicit") }
    guard let child = Peer.start("smtp_server.py", words + options),
      let port = Int(await child.firstLine())
    else {
      try FileManager.default.removeItem(at: folder)
      Peer.isMissing("aiosmtpd")
      return nil
    }
    return Aiosmtpd(child, port: port, caFile: certificate.file, folder: folder)
  }

  private init(_ child: Child, port: Int, caFile: String, folder: URL) {
    (self.child, self.port, self.caFile, self.folder) = (child, port, caFile, folder)
  }

  deinit {
    child.end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The messages it has taken, as they came.
  package var messages: [[UInt8]] {
    (1...).lazy.map { try? Data(contentsOf: self.folder.appendingPathComponent("\($0).eml")) }
      .prefix { $0 != nil }.compactMap { $0 }.map { Array($0) }
  }

  /// Waits until it has taken one more message than the last time; started with `--tell`.
  package func nextMessage() async { _ = await child.firstLine() }

  /// The lines of its log that tell of an event.
  package func log(_ event: String) -> [[String: Any]] {
    let log = folder.appendingPathComponent("log.jsonl")
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    return lines.filter { $0["event"] as? String == event }
  }
}

/// A program in Python that stands in `Tests/Peers`.
package enum Peer {
  package static var python: String {
    let own = tests.deletingLastPathComponent().appendingPathComponent(".venv/bin/python3").path
    return ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] ?? own
  }

  package static func path(_ script: String) -> String {
    tests.appendingPathComponent("Peers/\(script)").path
  }

  package static func start(_ script: String, _ words: [String]) -> Child? {
    Child(python, [python, path(script)] + words)
  }

  /// Says that a peer is not there, which is a failure where it must be.
  package static func isMissing(_ name: String) {
    print("peer \(name): not run, it is not installed")
    if Moto.isRequired { Issue.record("\(name) is required and not installed") }
  }

  private static var tests: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  }
}
