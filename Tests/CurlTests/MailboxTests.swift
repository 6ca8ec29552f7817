import Curl
import Foundation
import Mail
import TestSupport
import Testing
import World

/// A mailbox on a real IMAP server.
struct MailboxTests {
  private func server(
    _ peer: Dovecot, _ security: MailServer.Security = .implicitTLS, password: String = "secret"
  ) -> MailServer {
    MailServer(
      host: "127.0.0.1", port: security == .implicitTLS ? peer.securePort : peer.port,
      security: security, credentials: .init(user: "bot", secret: Secret(password)))
  }

  private func mailbox(
    _ server: MailServer, _ peer: Dovecot, trusting: Bool = true, name: String = "INBOX"
  ) -> CurlMailbox {
    CurlMailbox(
      server, mailbox: name,
      CurlConfiguration(userAgent: "gcsync/test", caFile: trusting ? peer.caFile : nil))
  }

  @Test(arguments: [MailServer.Security.implicitTLS, .startTLS])
  func `messages are read byte for byte, stay unseen, and are seen once they are marked`(
    security: MailServer.Security
  ) async throws {
    guard let peer = try await Dovecot.start() else { return }
    let mailbox = mailbox(server(peer, security), peer)
    let texts = [
      "Subject: one\r\n\r\n)\r\nGCS3 OK done\r\n* 9 FETCH (UID 9 BODY[] {3}\r\nabc)\r\n",
      "Subject: two\r\n\r\n" + String(repeating: "Zoë {5}\r\n", count: 50_000),
      "Subject: three\r\n\r\n\r\n",
    ]
    for (index, text) in texts.enumerated() {
      try peer.deliver(Array(text.utf8), as: "\(index + 1).host")
    }
    let limits = MailboxLimits()
    for _ in 1...2 {
      let messages = try await mailbox.unseen(limits)
      #expect(messages.map { String(decoding: $0.bytes, as: UTF8.self) } == texts)
    }
    let messages = try await mailbox.unseen(limits)
    try await mailbox.markSeen(messages.prefix(2).map(\.id))
    #expect(try await mailbox.unseen(limits) == Array(messages.suffix(1)))
    try await mailbox.markSeen(messages.map(\.id))
    #expect(try await mailbox.unseen(limits).isEmpty)
  }

  @Test func `of many or large messages a part is read, and the rest the next time`() async throws {
    guard let peer = try await Dovecot.start() else { return }
    let mailbox = mailbox(server(peer), peer)
    for number in 1...5 {
      let text = "Subject: \(number)\r\n\r\n" + String(repeating: "x", count: 5000) + "\r\n"
      try peer.deliver(Array(text.utf8), as: "\(number).host")
    }
    let three = try await mailbox.unseen(MailboxLimits(messages: 3, messageBytes: 100))
    #expect(three.map(\.bytes.count) == [100, 100, 100])
    let two = try await mailbox.unseen(MailboxLimits(messageBytes: 4000, bytes: 9000))
    #expect(two.count == 2)
    try await mailbox.markSeen(three.map(\.id))
    #expect(try await mailbox.unseen(MailboxLimits()).count == 2)
  }

  @Test func `without proof or with wrong words there is no mailbox`() async throws {
    guard let peer = try await Dovecot.start() else { return }
    let cases: [(CurlMailbox, MailFailure.Reason)] = [
      (mailbox(server(peer, password: "wrong"), peer), .login),
      (mailbox(server(peer), peer, trusting: false), .tls),
      (mailbox(server(peer, .startTLS), peer, trusting: false), .tls),
      (mailbox(server(peer, .none), peer), .malformed),
      (mailbox(server(peer), peer, name: "Nowhere"), .confused),
      (mailbox(server(peer), peer, name: "IN\r\nBOX"), .malformed),
      (
        mailbox(
          MailServer(
            host: "127.0.0.1", port: try unusedPort(), security: .implicitTLS,
            credentials: .init(user: "bot", secret: Secret("secret"))), peer), .refused
      ),
    ]
    for (mailbox, reason) in cases {
      let error = await #expect(throws: MailboxError.self) {
        try await mailbox.unseen(MailboxLimits())
      }
      #expect(error?.reason == reason, "\(error.map(String.init(describing:)) ?? "")")
    }
  }

  @Test func `numbers of a mailbox that was made anew mark nothing`() async throws {
    guard let peer = try await Dovecot.start() else { return }
    let mailbox = mailbox(server(peer), peer)
    try peer.deliver(Array("Subject: x\r\n\r\n".utf8), as: "1.host")
    let message = try #require(try await mailbox.unseen(MailboxLimits()).first)
    let other = RemoteMessage.ID(validity: message.id.validity &+ 1, number: message.id.number)
    await #expect(throws: MailboxError.self) { try await mailbox.markSeen([other]) }
    #expect(try await mailbox.unseen(MailboxLimits()).count == 1)
  }
}
