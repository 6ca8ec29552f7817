import CCurl
package import Mail
import World

/// A mailbox on an IMAP server, reached through libcurl: TLS first, then the login, then IMAP's own.
///
/// libcurl's commands for messages would mark them as seen at once, so that it connects and logs in and
/// the dialogue is ours. Each call is a session on a thread of its own, for it waits.
package final class CurlMailbox: RemoteMailbox {
  private let server: MailServer
  private let mailbox: String
  private let configuration: CurlConfiguration

  package init(_ server: MailServer, mailbox: String = "INBOX", _ configuration: CurlConfiguration)
  {
    (self.server, self.mailbox, self.configuration) = (server, mailbox, configuration)
  }

  package func unseen(_ limits: MailboxLimits) async throws(MailboxError) -> [RemoteMessage] {
    try await session { dialogue, validity throws(MailboxError) in
      var messages: [RemoteMessage] = []
      var count = 0
      for number in try dialogue.unseen().prefix(limits.messages) {
        guard let bytes = try dialogue.message(number, limit: limits.messageBytes) else { continue }
        count += bytes.count
        guard messages.isEmpty || count <= limits.bytes else { break }
        messages.append(
          RemoteMessage(id: .init(validity: validity, number: number), bytes: bytes))
      }
      return messages
    }
  }

  package func markSeen(
    _ messages: [RemoteMessage.ID], isFlagged: Bool = false
  ) async throws(MailboxError) {
    guard !messages.isEmpty else { return }
    try await session { dialogue, validity throws(MailboxError) in
      // With another validity the numbers are those of other messages.
      guard messages.allSatisfy({ $0.validity == validity }) else {
        throw MailboxError(.confused, "the mailbox was made anew; its messages are read again")
      }
      try dialogue.markSeen(messages.map(\.number), isFlagged: isFlagged)
    }
  }

  private func session<Value: Sendable>(
    _ body:
      @escaping @Sendable (inout IMAPDialogue<CurlChannel>, UInt32) throws(MailboxError) ->
      Value
  ) async throws(MailboxError) -> Value {
    let (server, mailbox, configuration) = (server, mailbox, configuration)
    let result = await OwnThread.result { () throws(MailboxError) in
      var dialogue = IMAPDialogue(over: try CurlChannel(to: server, configuration))
      let validity = try dialogue.select(mailbox)
      return try body(&dialogue, validity)
    }
    guard let result else {
      throw MailboxError(.unsupported, "the system gives no thread")
    }
    return try result.get()
  }
}
