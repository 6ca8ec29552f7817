/// Follows a conversation with a mail server line by line, and knows what was said to which command.
///
/// It only listens: whoever speaks tells it each command, each line that comes back, and when the
/// message was given out whole.
package struct SMTPConversation: Sendable {
  private let recipients: Int
  private(set) package var step: SMTPStep
  private(set) package var features: MailServerFeatures?
  private var reader = SMTPReplyReader()
  private var answers: [SMTPReply] = []
  /// The last reply that said no, and to what.
  private var refusal: (reply: SMTPReply, step: SMTPStep)?
  private var final: SMTPReply?
  private var isContentOut = false
  /// Whether we have said that we go, after which no answer is to anything that matters.
  private var isOver = false

  /// Begins with a connection that may have been used before, so that there may be no greeting.
  package init(recipients: Int) {
    self.recipients = recipients
    step = .connect
  }

  /// Takes note of a command.
  package mutating func command(_ line: String) {
    reader = SMTPReplyReader()
    let verb = line.utf8.prefix { isAlphanumeric($0) }
    switch String(decoding: verb, as: UTF8.self).uppercased() {
    case "EHLO", "HELO": step = .hello
    case "STARTTLS": step = .startTLS
    case "AUTH": step = .authentication
    case "MAIL", "NOOP": step = .sender
    case "RCPT": step = .recipient
    case "DATA": step = .data
    case "QUIT": isOver = true
    default: break
    }
  }

  /// Takes note that the last byte of the message was given out, and the end of it with that.
  package mutating func contentIsOut() { isContentOut = true }

  /// Takes a line that the server sent.
  package mutating func reply(_ line: String) {
    guard !isOver, let reply = reader.take(line) else { return }
    if step == .connect { step = .greeting }
    if !reply.isSuccess { refusal = (reply, step) }
    switch step {
    case .hello where reply.isSuccess:
      features = MailServerFeatures(reply.text.split(separator: "\n").map(String.init))
    case .recipient where answers.count < recipients: answers.append(reply)
    case .data where reply.code == 354: step = .content
    case .content: final = reply
    default: break
    }
  }
}

extension SMTPConversation {
  /// Returns what became of each recipient, given why the conversation ended, if it broke off.
  package func outcome(_ failure: MailFailure?) -> MailOutcome {
    MailOutcome((0..<recipients).map { outcome(of: $0, failure) }, features: features)
  }

  private func outcome(of recipient: Int, _ failure: MailFailure?) -> RecipientOutcome {
    if recipient < answers.count, !answers[recipient].isSuccess {
      return .refused(answers[recipient], at: .recipient)
    }
    if let final {
      return final.isSuccess && recipient < answers.count
        ? .accepted(final) : .refused(final, at: .content)
    }
    if isContentOut { return .unknown(failure ?? silence) }
    if let refusal, refusal.step != .recipient { return .refused(refusal.reply, at: refusal.step) }
    return .notSent(failure ?? silence)
  }

  private var silence: MailFailure {
    MailFailure(.confused, "the conversation ended without an answer", at: step)
  }
}
