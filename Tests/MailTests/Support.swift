import Foundation
import Mail
import World

func address(_ text: String) throws -> EmailAddress { try EmailAddress(parsing: text) }

/// A message with the least that one has.
func message(
  subject: String = "Report", text: String = "Hello\n", html: String? = nil,
  attachments: [MailAttachment] = [], from: String = "Reports <reports@example.com>",
  to: [String] = ["anna@example.com"]
) throws -> MailMessage {
  let id = MessageID("1.2@example.com")
  guard let id else { preconditionFailure("The tests' id is one.") }
  return MailMessage(
    from: try Mailbox(parsing: from), to: .mailboxes(try to.map { try Mailbox(parsing: $0) }),
    subject: subject, date: Timestamp(seconds: 1_795_225_800), id: id, text: text, html: html,
    attachments: attachments)
}

/// Random numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
