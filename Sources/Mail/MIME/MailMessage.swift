package import World

/// A message as a value: who, what and when, without how it is encoded.
package struct MailMessage: Sendable, Hashable {
  /// Whom the header names, which is not whom the message is sent to.
  package enum Visible: Sendable, Hashable {
    case mailboxes([Mailbox])
    /// Nobody learns of the others.
    case undisclosed
  }

  /// How a reader can ask for no more of these.
  package struct Unsubscribe: Sendable, Hashable {
    /// A URL of `https` or `mailto`.
    package let url: String

    package init(url: String) { self.url = url }
  }

  package var from: Mailbox
  package var to: Visible
  package var replyTo: Mailbox?
  package var subject: String
  package var date: Timestamp
  package var id: MessageID
  package var text: String
  package var html: String?
  package var attachments: [MailAttachment]
  package var unsubscribe: Unsubscribe?

  package init(
    from: Mailbox, to: Visible, replyTo: Mailbox? = nil, subject: String, date: Timestamp,
    id: MessageID, text: String, html: String? = nil, attachments: [MailAttachment] = [],
    unsubscribe: Unsubscribe? = nil
  ) {
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.date = date
    self.id = id
    self.text = text
    self.html = html
    self.attachments = attachments
    self.unsubscribe = unsubscribe
  }
}

/// A file that goes with a message.
package struct MailAttachment: Sendable, Hashable {
  /// The file's name without a folder.
  package let name: String
  /// As in `application/pdf`.
  package let type: String
  package let bytes: [UInt8]

  package init(name: String, type: String, bytes: [UInt8]) {
    (self.name, self.type, self.bytes) = (name, type, bytes)
  }

  /// How many bytes of the encoded message the file itself takes.
  package var encodedCount: Int { base64LinesCount(bytes.count) }
}
