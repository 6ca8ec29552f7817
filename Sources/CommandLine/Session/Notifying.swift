internal import AWS
internal import Crypto
internal import Curl
internal import DataActions
internal import Diagnostics
internal import HTTP
internal import Mail
internal import Manifests
internal import Notices
internal import Reconciler
internal import World

extension Option {
  static let notify = Option(
    "notify", value: "NAME", repeatable: true,
    "Tell what is new to this notification of the project; all names every one; repeatable.")
}

/// Tells those of a project's notifications that a call names, each what it does not know yet.
struct Notifying: Sendable {
  private let session: Session
  private let chosen: [Project.Notification]

  /// Takes the names of a call, each of which the environment must have.
  init(_ session: Session) throws(Arguments.Misuse) {
    self.session = session
    let known = session.environment.notifications
    let names = session.invocation.arguments.all("notify")
    for name in names where name != "all" && !known.contains(where: { $0.name == name }) {
      let near = nearestName(to: name, in: known.map(\.name))
      throw Arguments.Misuse(
        message: "\(session.environment.name) has no notification \"\(name)\""
          + (near.map { "; did you mean \($0)?" }
            ?? "; name them under notify in \(Project.fileName)"))
    }
    chosen = names.contains("all") ? known : known.filter { names.contains($0.name) }
  }

  /// Tells what a failure means: that nobody can say how things stand.
  func tell(_ error: any Error) async {
    // A wrong call is the caller's affair alone.
    if error is Arguments.Misuse { return }
    let problem = Diagnostic(of: error)
    await tell(
      DriftLook(
        session,
        .failed(
          code: problem?.code ?? "failed", message: problem?.message ?? "the look was not finished")
      ))
  }

  /// Tells what a look came to; a warning names whoever could not be told.
  func tell(_ look: DriftLook) async {
    guard !chosen.isEmpty else { return }
    let sender = Outgoing(session)
    let teller = DriftTeller(
      memory: memory(), scope: scope, world: session.invocation.world
    ) { notice, channel throws(NoticeFailure) in
      try await sender.sender.deliver(notice, to: channel)
    }
    await withTaskGroup(of: Void.self) { group in
      for notification in chosen {
        group.addTask { await tell(notification, look, teller, sender) }
      }
    }
  }

  private func tell(
    _ notification: Project.Notification, _ look: DriftLook, _ teller: DriftTeller,
    _ sender: Outgoing
  ) async {
    do {
      let channel = try await sender.channel(notification)
      let outcome = try await teller.tell(channel, look)
      if case .failed(_, let reason) = outcome { warn(notification, reason) }
    } catch let failure as NoticeFailure {
      warn(notification, failure.reason)
    } catch let failure as StateFailure {
      warn(notification, failure.problem.message)
    } catch {
      warn(notification, "\(error)")
    }
  }

  private func warn(_ notification: Project.Notification, _ reason: String) {
    session.invocation.report([
      .warning(
        "notification-failed", "\(notification.name) was not told: \(reason)",
        hint: "it is told by the next run, if there is still something")
    ])
  }

  /// What was told before; where the state cannot be opened everything counts as not told.
  private func memory() -> NoticeMemory {
    let world = session.invocation.world
    let holder = Actor.holder(world.environment)
    do {
      return NoticeMemory(try session.backend().open(), holder: holder, world: world)
    } catch {
      let problem =
        (error as? StateFailure)?.problem ?? (error as? CommandFailure)?.diagnostics.first
      session.invocation.report([
        .warning(
          "notices-not-remembered",
          "what was told before is not known: \(problem?.message ?? "the state cannot be opened")",
          hint: "until that is mended the same drift is told by every run")
      ])
      return NoticeMemory(MemoryDocuments(), holder: holder, world: world)
    }
  }

  /// A name for the part of the environment that a call looks at; nil where that is all of it.
  private var scope: String? {
    session.part.map { String(SHA256.hash($0).hex.prefix(12)) }
  }
}

extension Session {
  /// What of the environment a call looks at, in the words of its options; nil where that is all of it.
  var part: String? {
    let words = ["kind", "target", "selector"].flatMap { option in
      invocation.arguments.all(option).sorted().map { "\(option)=\($0)" }
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}

/// How notices leave the machine, with secrets that are read once something is to be sent.
private struct Outgoing: Sendable {
  let session: Session
  let sender: NoticeSender
  private let secrets: @Sendable () throws -> SecretResolver

  init(_ session: Session) {
    self.session = session
    let world = session.invocation.world
    let secrets: @Sendable () throws -> SecretResolver = {
      SecretResolver(
        world: world, folder: session.project.folder,
        store: AWSSecretStore(
          try Connection.aws(session.environment.aws, Connection.transport(world), world),
          settings: try Connection.settings(session.environment.aws), world: world))
    }
    self.secrets = secrets
    let transport = Connection.transport(world)
    sender = NoticeSender(
      WebhookPost(transport, world: world),
      mailer: { () throws(NoticeFailure) in
        do {
          let settings = try MailSettings(session, secrets: try secrets())
          return NoticeMailer(
            CurlMailTransport(Connection.curl(world)), server: try await settings.server(),
            from: settings.mail.from, world: world)
        } catch let failure as CommandFailure {
          throw NoticeFailure(failure.diagnostics.first?.message ?? "there is no mail server")
        } catch {
          throw NoticeFailure("the mail server's secret cannot be read")
        }
      },
      sign: { CallSignature.fields(of: $0, at: world.serverTime(), key: $1) })
  }

  /// Returns a notification with the secrets it takes.
  func channel(_ notification: Project.Notification) async throws -> NoticeChannel {
    let policy = NoticePolicy(
      subjects: notification.subjects.map { Set($0.compactMap(NoticePolicy.Subject.init)) }
        ?? Set(NoticePolicy.Subject.allCases), reminder: notification.reminder)
    return NoticeChannel(
      name: notification.name, way: try await way(notification), policy: policy)
  }

  private func way(_ notification: Project.Notification) async throws -> NoticeChannel.Way {
    if notification.kind == .mail { return .mail(notification.recipients) }
    let url = try await url(notification)
    switch notification.kind {
    case .slack: return .slack(url)
    case .teams: return .teams(url)
    case .webhook, .mail:
      var key: Secret?
      if let source = notification.key { key = try await secret(source) }
      return .webhook(url, key: key)
    }
  }

  private func url(_ notification: Project.Notification) async throws -> URL {
    var text = ""
    switch notification.target {
    case .url(let plain): text = plain
    case .secret(let source): text = try await secret(source).reveal { $0 }
    case nil: break
    }
    guard let url = URL(parsing: text) else { throw NoticeFailure("its url is no URL") }
    guard url.scheme == "https" || notification.kind == .webhook || url.isLoopback else {
      throw NoticeFailure("its url is a secret and would go out without https")
    }
    return url
  }

  private func secret(_ source: SecretSource) async throws -> Secret {
    let secrets = try secrets()
    await secrets.fetch([source])
    do throws(DiagnosticsError) {
      return try secrets.resolve(source)
    } catch {
      throw NoticeFailure(error.diagnostics.first?.message ?? "its secret cannot be read")
    }
  }
}

extension URL {
  /// Whether it leads to this machine.
  fileprivate var isLoopback: Bool {
    host == "localhost" || IPAddress(host)?.kind == .loopback
  }
}
