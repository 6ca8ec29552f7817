import Foundation
import Glibc

/// An IMAP server nobody here wrote: Dovecot, with one mailbox, for as long as this is kept.
package final class Dovecot: Sendable {
  /// Where a conversation begins in clear text, and where in TLS.
  package let (port, securePort): (Int, Int)
  package let caFile: String
  private let folder: URL
  private let child: Child

  /// Starts the server, or returns nil where it is not installed or we may not.
  package static func start() async throws -> Dovecot? {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/sbin/dovecot") else {
      Peer.isMissing("dovecot")
      return nil
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let certificate = try await Certificate.make()
    let words = [folder.path, certificate.file, certificate.key]
    guard let child = Peer.start("dovecot_imap.py", words) else {
      Peer.isMissing("python for dovecot")
      return nil
    }
    let ports = await child.firstLine().split(separator: " ").compactMap { Int($0) }
    guard ports.count == 2 else {
      Peer.isMissing("dovecot")
      return nil
    }
    return Dovecot(child, ports: (ports[0], ports[1]), caFile: certificate.file, folder: folder)
  }

  private init(_ child: Child, ports: (Int, Int), caFile: String, folder: URL) {
    (port, securePort) = ports
    (self.child, self.caFile, self.folder) = (child, caFile, folder)
  }

  deinit { child.finish() }

  /// Delivers a message into the mailbox.
  package func deliver(_ bytes: [UInt8], as name: String) throws {
    let place = folder.appendingPathComponent("mail/bot/tmp/\(name)")
    try Data(bytes).write(to: place)
    guard chown(place.path, 65534, 65534) == 0 else { return }
    try FileManager.default.moveItem(
      at: place, to: folder.appendingPathComponent("mail/bot/new/\(name)"))
  }

  /// The flags of each message that was looked at, as the server keeps them.
  package func flags() throws -> [String] {
    let place = folder.appendingPathComponent("mail/bot/cur")
    return try FileManager.default.contentsOfDirectory(atPath: place.path)
      .map { $0.split(separator: ",").last.map(String.init) ?? "" }
  }
}
