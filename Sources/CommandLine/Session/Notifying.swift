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

  /// Loads what a look takes; where it cannot be loaded those whom the call names are told, as long
  /// as the project file can be read.
  static func begin(_ invocation: Invocation) async throws -> (Session, Notifying) {
    do {
      let session = try Session.load(invocation)
      return (session, try Notifying(session))
    } catch {
      if let few = try? Session.ofProjectFile(invocation), let notifying = try? Notifying(few) {
        await notifying.tell(error)
      }
      throw error
    }
  }

  /// Tells what a failure means: that nobody can say how things stand.
  func tell(_ error: any Error) async {
    // A wrong call is the caller's affair alone.
    if error is Arguments.Misuse { return }
    let problems = Diagnostic.all(of: error)
    let errors = problems.filter { $0.severity == .error }
    let failure =
      DriftFailure(errors.isEmpty ? problems : errors)
      ?? DriftFailure(code: "failed", message: "the look was not finished")
    await tell(DriftLook(session, .failed(failure)))
  }

  /// Tells what a look came to, and says who was told; a warning names whoever could not be.
  func tell(_ look: DriftLook) async {
    guard !chosen.isEmpty else { return }
    let sender = Outgoing(session)
    let teller = DriftTeller(
      memory: memory(), scope: scope, world: session.invocation.world
    ) { notice, channel throws(NoticeFailure) in
      try await sender.sender.deliver(notice, to: channel)
    }
    let outcomes = await withTaskGroup(of: (Int, Result<DriftTeller.Outcome, any Error>).self) {
      group in
      for (index, notification) in chosen.enumerated() {
        group.addTask {
          do {
            return (index, .success(try await teller.tell(sender.channel(notification), look)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (index, notification) in chosen.enumerated() {
      outcomes[index].map { say($0, of: notification) }
    }
  }

  private func say(
    _ outcome: Result<DriftTeller.Outcome, any Error>, of notification: Project.Notification
  ) {
    let name = notification.name
    switch outcome {
    case .success(.told(let words)): say("told \(name): \(words)")
    case .success(.nothing): say("nothing new for \(name)", isDetail: true)
    case .success(.elsewhere): say("another run is telling \(name)", isDetail: true)
    case .success(.failed(_, let reason)): warn(notification, reason)
    case .failure(let failure as NoticeFailure): warn(notification, failure.reason)
    case .failure(let failure as StateFailure): warn(notification, failure.problem.message)
    case .failure(let error): warn(notification, "\(error)")
    }
  }

  /// Says a line to a person; events tell a machine the same.
  private func say(_ line: String, isDetail: Bool = false) {
    let invocation = session.invocation
    let (isVerbose, isQuiet) = (
      invocation.arguments.has("verbose"), invocation.arguments.has("quiet")
    )
    if invocation.logsJSON || isQuiet || isDetail && !isVerbose { return }
    invocation.say(line)
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
