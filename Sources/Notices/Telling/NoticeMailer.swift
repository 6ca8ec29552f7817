internal import Crypto
package import Mail
package import World

/// Sends a short mail to a few people, all of whom see each other.
package struct NoticeMailer: Sendable {
  private let mailer: Mailer
  private let from: Mailbox
  private let policy: DeliveryPolicy
  private let world: World

  package init(
    _ transport: any MailTransport, server: MailServer, from: Mailbox,
    policy: DeliveryPolicy = DeliveryPolicy(), world: World
  ) {
    mailer = Mailer(transport, server: server, world: world)
    (self.from, self.policy, self.world) = (from, policy, world)
  }

  /// Sends a text, and throws where nobody got it.
  ///
  /// Where some did it counts as told, since they would get it again and again for the others' sake.
  package func send(
    _ text: String, subject: String, to people: [Mailbox], id: MessageID
  ) async throws(NoticeFailure) {
    let message = MailMessage(
      from: from, to: .mailboxes(people), subject: String(subject.prefix(200)), date: world.now(),
      id: id, text: text)
    var problem: String?
    do {
      let bytes = try message.encoded()
      let rows = RowSink()
      try await mailer.deliver(
        Delivery(to: people.map(\.address), policy: policy), from: from.address
      ) { _ in
        bytes
      } record: {
        await rows.take($0)
      }
      problem = await rows.problem
    } catch {
      problem = "\(error)"
    }
    if let problem { throw NoticeFailure(problem) }
  }

  /// Returns the name of a message that says one thing, the same each time it is said.
  package func id(of what: String) -> MessageID {
    let domain = from.address.domain.hasPrefix("[") ? "gcsync.invalid" : from.address.domain
    guard let id = MessageID("\(SHA256.hash("gcsync.notice/1\n\(what)").hex.prefix(40))@\(domain)")
    else { preconditionFailure("Hexadecimal digits and a domain are a name.") }
    return id
  }
}

/// What became of a mail, as it comes.
private actor RowSink {
  private var last: [EmailAddress: DeliveryRow] = [:]

  func take(_ rows: [DeliveryRow]) {
    for row in rows { last[row.recipient] = row }
  }

  /// Why nobody has the mail, if so.
  var problem: String? {
    guard !last.values.contains(where: { $0.state == .accepted }) else { return nil }
    return last.values.filter { $0.state != .accepted }.min {
      $0.recipient.text < $1.recipient.text
    }
    .map { "\($0.recipient): \($0.text)" }
  }
}
