package import Mail

/// Reads what mail systems send back: notifications, feedback and prose.
package enum BounceReader {
  /// Reads an incoming message, whatever it is.
  package static func read(_ bytes: [UInt8], limits: MIMELimits = MIMELimits()) -> BounceReading {
    let message = MIMEPart(bytes, limits: limits)
    // What the failed message itself encloses is not what is said of it.
    let parts = message.outsideMessages
    let original = OriginalMessage(in: message)
    if let part = parts.first(where: { $0.type.name == "message/feedback-report" }) {
      return feedback(part, original)
    }
    let notifications = parts.filter {
      ["message/delivery-status", "message/global-delivery-status"].contains($0.type.name)
    }
    let statuses = notifications.flatMap { DeliveryStatus.read($0.text) }
    if let reading = DeliveryStatus.reading(statuses, original) { return reading }
    return ProseBounce.read(message, original)
  }
}

/// What is known of the message that did not arrive, from the copy or the headers that came back.
struct OriginalMessage {
  let id: MessageID?
  /// Whom its `To` names, where that is one address.
  let recipient: EmailAddress?

  init(in message: MIMEPart) {
    let copies = message.all.dropFirst().filter { $0.header["Message-ID"] != nil }
    let headers = copies.map(\.header) + Self.enclosedHeaders(message)
    let own = message.header["In-Reply-To"] ?? message.header["References"]
    id = (headers.first?["Message-ID"] ?? own).flatMap { MessageID(tolerant: $0) }
    recipient = headers.first?["To"].flatMap { try? Mailbox(parsing: $0).address }
  }

  /// The headers that some systems send back as text.
  private static func enclosedHeaders(_ message: MIMEPart) -> [MIMEHeader] {
    message.all.filter { ["text/rfc822-headers", "message/rfc822"].contains($0.type.name) }
      .map { MIMEPart($0.content).header }.filter { $0["Message-ID"] != nil }
  }
}
