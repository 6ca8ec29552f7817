import Curl
import Foundation
import Glibc
import Mail
import Reports
import TestSupport
import Testing
import World

/// Notifications as a mail system of renown writes them.
struct PostfixTests {
  /// Postfix hands on to a server that refuses; what comes back is what it writes about that.
  @Test func `what Postfix sends back is understood`() async throws {
    guard let sink = try await Aiosmtpd.start(.none, ["--tell"]),
      let postfix = try await Postfix.start(sink)
    else { return }
    let transport = CurlMailTransport(CurlConfiguration(userAgent: "gcsync/test"))
    let server = MailServer(host: "127.0.0.1", port: postfix.port, security: .none)
    let sender = try address("bounces@example.com")
    let names = ["permfail", "datafail", "tempfail"]
    var ids: [String: MessageID] = [:]
    for name in names {
      let recipient = try address("\(name)@example.org")
      let id = MessageID(report: "r", period: "p", recipient: recipient, sender: sender)
      ids[name] = id
      let message = MailMessage(
        from: Mailbox(try address("reports@example.com")), to: .mailboxes([Mailbox(recipient)]),
        subject: "Report", date: .day(1), id: id, text: "Hello\n")
      let outcome = await transport.send(
        MailEnvelope(from: sender, recipients: [recipient], message: try message.encoded()),
        to: server)
      guard case .accepted = outcome.recipients[0] else {
        Issue.record("Postfix takes everything: \(outcome)")
        return
      }
    }
    for _ in names { await sink.nextMessage() }
    let readings = sink.messages.map { BounceReader.read($0) }
    let lines = readings.flatMap(\.lines).sorted()
    #expect(
      lines == [
        "datafail@example.org transient 5.6.0 \(ids["datafail"]?.text ?? "")",
        "permfail@example.org permanent 5.1.1 \(ids["permfail"]?.text ?? "")",
        "tempfail@example.org transient 4.2.0 \(ids["tempfail"]?.text ?? "")",
      ])
    for case .reports(let reports) in readings {
      #expect(reports.allSatisfy { $0.source == .notification && !$0.diagnostic.isEmpty })
    }
  }
}

/// A Postfix of the test's own.
private final class Postfix: Sendable {
  let port: Int
  private let child: Child

  /// Starts it, or returns nil where it is not installed or we may not.
  static func start(_ next: Aiosmtpd) async throws -> Postfix? {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/sbin/postfix") else {
      Peer.isMissing("postfix")
      return nil
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let words = [folder.path, String(next.port)]
    guard let child = Peer.start("postfix_relay.py", words),
      let port = Int(await child.firstLine())
    else {
      Issue.record("postfix does not start")
      return nil
    }
    return Postfix(child, port: port)
  }

  private init(_ child: Child, port: Int) { (self.child, self.port) = (child, port) }

  deinit { child.finish() }
}
