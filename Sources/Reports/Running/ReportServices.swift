package import Diagnostics
package import JSON
package import Mail
package import World

/// What a run needs of the world outside.
package struct ReportServices: Sendable {
  package var exports: any ExportSource
  package var ledger: ReportLedger
  /// Reads a store of addresses, or says why it cannot.
  package var recipients: @Sendable (RecipientStore) async throws(RunFailure) -> SourceFile
  /// How mail goes out, with the secret it takes.
  package var outbox: @Sendable () async throws(RunFailure) -> Outbox
  /// Puts a file where a link can lead to it, and returns the link.
  package var publish:
    @Sendable (MailAttachment, DeliveryDeclaration.Link, _ run: String) async throws(RunFailure) ->
      String
  /// Tells a webhook of something; the address may be a place where the URL is kept.
  package var notify: @Sendable (_ address: String, JSON) async throws(RunFailure) -> Void
  /// The path of a file that a manifest names.
  package var path: @Sendable (String) -> String
  /// A folder for files that are needed while a run lasts.
  package var scratch: String
  package var environment: String
  package var world: World

  package init(
    exports: any ExportSource, ledger: ReportLedger,
    recipients: @escaping @Sendable (RecipientStore) async throws(RunFailure) -> SourceFile,
    outbox: @escaping @Sendable () async throws(RunFailure) -> Outbox,
    publish:
      @escaping @Sendable (
        MailAttachment, DeliveryDeclaration.Link, _ run: String
      ) async throws(RunFailure) -> String,
    notify: @escaping @Sendable (_ address: String, JSON) async throws(RunFailure) -> Void,
    path: @escaping @Sendable (String) -> String, scratch: String, environment: String,
    world: World
  ) {
    (self.exports, self.ledger, self.recipients) = (exports, ledger, recipients)
    (self.outbox, self.publish, self.notify) = (outbox, publish, notify)
    (self.path, self.scratch, self.environment, self.world) = (path, scratch, environment, world)
  }
}

/// How mail goes out, and in whose name.
package struct Outbox: Sendable {
  package let transport: any MailTransport
  package let server: MailServer
  package let from: Mailbox
  package let replyTo: Mailbox?
  /// How large a message may be, whatever a report says.
  package let maximumBytes: Int?
  package let policy: DeliveryPolicy

  package init(
    transport: any MailTransport, server: MailServer, from: Mailbox, replyTo: Mailbox? = nil,
    maximumBytes: Int? = nil, policy: DeliveryPolicy = DeliveryPolicy()
  ) {
    (self.transport, self.server, self.from, self.replyTo) = (transport, server, from, replyTo)
    (self.maximumBytes, self.policy) = (maximumBytes, policy)
  }
}
