package import World

/// Sends a message to a list of recipients, and has every step of it kept.
///
/// What is to be sent is recorded as such first: a run that ends in the middle leaves a row that says
/// so, and whoever goes on from it sends nothing twice.
package struct Mailer: Sendable {
  private let transport: any MailTransport
  private let server: MailServer
  private let world: World

  package init(_ transport: any MailTransport, server: MailServer, world: World) {
    (self.transport, self.server, self.world) = (transport, server, world)
  }

  /// Sends until everybody has an outcome or the task is cancelled.
  ///
  /// `message` makes what some recipients get; `record` keeps rows, and where it throws nothing more is
  /// sent.
  package func deliver(
    _ delivery: Delivery, from sender: EmailAddress,
    message: ([EmailAddress]) throws -> [UInt8],
    record: ([DeliveryRow]) async throws -> Void
  ) async throws {
    var delivery = delivery
    // What became of a message is kept together with the next one's beginning, which follows at once.
    var rows: [DeliveryRow] = []
    while true {
      let (action, further) = delivery.next(at: world.instant())
      try await keep(rows + further, record)
      rows = []
      switch action {
      case .done: return
      case .wait(let duration):
        do {
          try await world.sleep(duration)
        } catch {
          return try await keep(delivery.interrupt(), record)
        }
      case .send(let recipients):
        let envelope = MailEnvelope(
          from: sender, recipients: recipients, message: try message(recipients))
        let outcome = await transport.send(envelope, to: server)
        rows = delivery.record(outcome, at: world.instant(), random: world.random())
      }
    }
  }

  private func keep(
    _ rows: [DeliveryRow], _ record: ([DeliveryRow]) async throws -> Void
  ) async throws {
    if !rows.isEmpty { try await record(rows) }
  }
}
