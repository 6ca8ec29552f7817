package import Mail

/// Sends mail through libcurl, one message after the other over a connection it keeps open.
///
/// TLS is a condition where it is asked for: without it, or with a certificate that does not prove
/// itself, nothing is said. Credentials never go over a connection in clear text.
package final class CurlMailTransport: MailTransport {
  private let loop: CurlLoop

  package init(_ configuration: CurlConfiguration) {
    var configuration = configuration
    configuration.connectionsPerHost = 1
    configuration.concurrentRequests = 1
    loop = CurlLoop(configuration)
    loop.start()
  }

  deinit { loop.close() }

  /// Ends what is under way, and every later message too.
  package func close() { loop.close() }

  package func send(_ envelope: MailEnvelope, to server: MailServer) async -> MailOutcome {
    if let objection = objection(to: envelope, server) {
      let failure = MailFailure(.malformed, objection, at: .connect)
      return MailOutcome(envelope.recipients.map { _ in .notSent(failure) })
    }
    let result = await run(envelope, server)
    return result.conversation.outcome(result.failure)
  }

  package func features(of server: MailServer) async -> Result<MailServerFeatures, MailFailure> {
    if let objection = server.objection {
      return .failure(MailFailure(.malformed, objection, at: .connect))
    }
    let result = await run(nil, server)
    if let features = result.conversation.features { return .success(features) }
    let silence = MailFailure(
      .confused, "the server did not say what it can do", at: result.conversation.step)
    return .failure(result.failure ?? silence)
  }

  private func objection(to envelope: MailEnvelope, _ server: MailServer) -> String? {
    if let objection = server.objection { return objection }
    if envelope.recipients.isEmpty { return "the message has no recipient" }
    return envelope.message.isEmpty ? "the message is empty" : nil
  }

  private func run(_ envelope: MailEnvelope?, _ server: MailServer) async -> MailTransfer.Result {
    await withCheckedContinuation { continuation in
      let transfer = MailTransfer(envelope, to: server, continuation: continuation)
      if Task.isCancelled || !loop.submit(transfer) { transfer.cancel() }
    }
  }
}
