import CCurl
import Glibc
package import Mail

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
    let result: Result<Value, MailboxError> = await onThread {
      do throws(MailboxError) {
        var dialogue = IMAPDialogue(over: try CurlChannel(to: server, configuration))
        let validity = try dialogue.select(mailbox)
        return .success(try body(&dialogue, validity))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// Runs what waits on a thread of its own, so that no task ever waits in it.
private func onThread<Value: Sendable>(
  _ work: @escaping @Sendable () -> Result<Value, MailboxError>
) async -> Result<Value, MailboxError> {
  await withCheckedContinuation { continuation in
    let job = ThreadJob { continuation.resume(returning: work()) }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(job).toOpaque()
    let code = pthread_create(&thread, nil, { ThreadJob.main($0) }, context)
    guard code == 0 else {
      Unmanaged<ThreadJob>.fromOpaque(context).release()
      let error = MailboxError(.unsupported, "the system gives no thread")
      return continuation.resume(returning: .failure(error))
    }
    pthread_detach(thread)
  }
}

private final class ThreadJob: Sendable {
  private let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }

  static func main(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    blockSignals()
    context.map { Unmanaged<ThreadJob>.fromOpaque($0).takeRetainedValue().work() }
    return nil
  }
}
