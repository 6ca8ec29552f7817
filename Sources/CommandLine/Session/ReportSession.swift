internal import Curl
internal import Diagnostics
internal import Genesys
internal import HTTP
internal import JSON
internal import Mail
internal import Manifests
internal import Notices
internal import Reconciler
internal import Reports
internal import World

/// What a run of reports needs: the org, the ledger, the stores of addresses and the mail.
struct ReportSession: Sendable {
  let session: Session
  let connection: Connection
  /// The documents that schedules and ledger are kept in.
  let documents: any DocumentStore
  /// Whether what the manifests say counts, and nothing is kept.
  let isFromManifests: Bool
  let ledger: ReportLedger
  private let mail: CurlMailTransport

  var invocation: Invocation { session.invocation }
  var world: World { invocation.world }

  init(_ invocation: Invocation) async throws {
    isFromManifests = invocation.arguments.has("from-manifests")
    session =
      isFromManifests
      ? try Session.load(invocation) : try Session.withoutManifests(invocation)
    if isFromManifests {
      documents = MemoryDocuments()
      invocation.say(
        "nothing is kept of this run: that each report is sent once is not guaranteed")
    } else {
      documents = try Self.documents(of: session)
    }
    connection = try await Connection(session)
    mail = CurlMailTransport(Connection.curl(invocation.world))
    ledger = ReportLedger(
      documents, holder: Actor.holder(invocation.world.environment), world: invocation.world,
      isGone: Actor.isGone)
  }

  /// The documents of the state, which must be there.
  static func documents(of session: Session) throws -> any DocumentStore {
    guard let state = try session.backend().present() else {
      throw CommandFailure(
        .error,
        .error(
          "no-schedules", "nothing was ever published here: there is no state",
          hint: "gcsync apply publishes the schedules of the manifests; gcsync report run "
            + "--from-manifests takes them as they are and keeps nothing"))
    }
    return state
  }

  /// Whatever a run needs of the world outside.
  var services: ReportServices {
    ReportServices(
      exports: Self.exports(through: connection, session),
      ledger: ledger,
      recipients: { store throws(RunFailure) in try await self.addresses(in: store) },
      outbox: { () throws(RunFailure) in try await self.outbox() },
      publish: { file, link, run throws(RunFailure) in
        try await self.publish(file, link, run: run)
      },
      notify: { address, document throws(RunFailure) in
        try await self.notify(address, document)
      },
      path: { [project = session.project] in project.path($0) }, scratch: Self.scratch(world),
      environment: session.environment.name, world: world)
  }

  /// Where files go that are needed while a run lasts.
  static func scratch(_ world: World) -> String {
    world.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// The exports of a session's org.
  static func exports(for session: Session) async throws -> any ExportSource {
    exports(through: try await Connection(session), session)
  }

  private static func exports(
    through connection: Connection, _ session: Session
  ) -> any ExportSource {
    GenesysExportSource(
      connection.reportExports, profile: session.environment.genesys.profile)
  }

  private func outbox() async throws(RunFailure) -> Outbox {
    do throws(CommandFailure) {
      let settings = try MailSettings(session, secrets: connection.secrets)
      return Outbox(
        transport: mail, server: try await settings.server(), from: settings.mail.from,
        replyTo: settings.mail.replyTo, maximumBytes: settings.mail.maximumBytes)
    } catch {
      throw RunFailure(error, canRetry: error.code != .invalid)
    }
  }

  /// Posts a document to a webhook.
  private func notify(_ address: String, _ document: JSON) async throws(RunFailure) {
    var text = address
    if !["http://", "https://"].contains(where: address.hasPrefix) {
      let source = SecretSource(address)
      await connection.secrets.fetch([source])
      do throws(DiagnosticsError) {
        text = try connection.secrets.resolve(source).reveal { $0 }
      } catch {
        throw RunFailure(CommandFailure(.error, error.diagnostics), canRetry: true)
      }
    }
    guard let url = URL(parsing: text) else {
      throw RunFailure("invalid-url", "the webhook's address is no URL", canRetry: false)
    }
    do throws(NoticeFailure) {
      try await WebhookPost(Connection.transport(world), world: world).send(document, to: url)
    } catch {
      throw RunFailure(
        "webhook-failed", "the webhook was not told: \(error.reason)", canRetry: true)
    }
  }
}

extension RunFailure {
  /// Takes what ended a command as what ended a run.
  init(_ failure: CommandFailure, canRetry: Bool) {
    let problem = failure.diagnostics.first
    self.init(
      problem?.code ?? "unexpected", problem?.message ?? "it could not be done",
      hint: problem?.hint, canRetry: canRetry)
  }
}
