import CCurl
import Mail

/// One message on its way, or a look at what a server can do: what is said, and what came back.
///
/// `@unchecked Sendable`: after its hand-over only the loop's thread touches it.
final class MailTransfer: CurlWork, @unchecked Sendable {
  /// What the conversation ended with.
  struct Result: Sendable {
    let conversation: SMTPConversation
    let failure: MailFailure?
  }

  let server: MailServer
  /// Nil where only the server's features are asked for.
  let envelope: MailEnvelope?
  let deadline: ContinuousClock.Instant

  private let continuation: CheckedContinuation<Result, Never>
  private(set) var conversation: SMTPConversation
  /// How much of the message libcurl has taken.
  private var taken = 0
  /// A line that has not ended.
  private var pending: [UInt8] = []
  /// Lists of libcurl's that must outlive the transfer.
  var recipients: UnsafeMutablePointer<curl_slist>?

  init(
    _ envelope: MailEnvelope?, to server: MailServer,
    continuation: CheckedContinuation<Result, Never>
  ) {
    self.envelope = envelope
    self.server = server
    self.continuation = continuation
    conversation = SMTPConversation(recipients: envelope?.recipients.count ?? 0)
    deadline = .now + server.timeouts.message
  }

  deinit { curl_slist_free_all(recipients) }

  func prepare(_ easy: CurlEasy, timeout: Duration, _ configuration: CurlConfiguration) {
    easy.prepare(self, timeout: timeout, configuration)
  }

  func end(_ code: CURLcode, on easy: CurlEasy) -> () -> Void {
    let failure = easy.failure(code, of: self)
    return { self.finish(failure) }
  }

  func fail(_ fault: CurlFault) {
    let reason: MailFailure.Reason = fault == .late ? .timeout : .unsupported
    finish(MailFailure(reason, fault.rawValue, at: .connect))
  }

  func cancel() {
    finish(MailFailure(.cancelled, "the sending was cancelled", at: conversation.step))
  }

  private func finish(_ failure: MailFailure?) {
    continuation.resume(returning: Result(conversation: conversation, failure: failure))
  }
}

extension MailTransfer {
  static func from(_ context: UnsafeMutableRawPointer?) -> MailTransfer? {
    context.map { Unmanaged<MailTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Hands out the next bytes of the message; none are left when it returns 0.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let message = envelope?.message else { return 0 }
    let count = min(buffer.count, message.count - taken)
    message.withUnsafeBytes { bytes in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[taken..<taken + count]))
    }
    taken += count
    // What is left to say is the dot that ends the message, at a moment nobody tells of.
    if taken == message.count { conversation.contentIsOut() }
    return count
  }

  /// Takes note of what libcurl has said, a command that ends with its line.
  func sent(_ bytes: UnsafeRawBufferPointer) {
    conversation.command(String(decoding: bytes.prefix(64), as: UTF8.self))
  }

  /// Takes note of what the server has said, in lines or pieces of them.
  func heard(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      guard byte == 10 else {
        if pending.count < 4096 { pending.append(byte) }
        continue
      }
      if pending.last == 13 { pending.removeLast() }
      conversation.reply(String(decoding: pending, as: UTF8.self))
      pending.removeAll(keepingCapacity: true)
    }
  }
}
