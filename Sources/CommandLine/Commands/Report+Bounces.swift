internal import AWS
internal import Curl
internal import Diagnostics
internal import HTTP
internal import Mail
internal import Manifests
internal import Reconciler
internal import Rendering
internal import Reports
internal import World

extension Command {
  /// Takes in what came back, and tells who gets no mail.
  static func reportBounces(_ invocation: Invocation) async throws -> ExitCode {
    let session = try Session.withoutManifests(invocation)
    let ledger = ReportLedger(
      try ReportSession.documents(of: session), holder: "bounces", world: invocation.world)
    try await change(ledger, invocation)
    var summary: BounceSummary?
    if let inbox = try await BounceSource(session).inbox() {
      summary = try await collect(inbox, ledger, invocation)
    }
    let report = BouncesReport(
      summary, environment: session.environment.name,
      suppressed: try await ledger.suppressions().all.map {
        (address: $0.address.text, suppression: $0.suppression)
      })
    try invocation.write { report.rendered(as: $0, style: $1) }
    return .done
  }

  /// Lets mail go to addresses again, or to others no more, on somebody's word.
  private static func change(_ ledger: ReportLedger, _ invocation: Invocation) async throws {
    let (lifted, suppressed) = (
      try addresses("lift", invocation), try addresses("suppress", invocation)
    )
    guard !lifted.isEmpty || !suppressed.isEmpty else { return }
    let now = invocation.world.now()
    let actor = Actor.name(invocation.world.environment)
    let unknown = try await ledger.changeSuppressions { list in
      for address in suppressed {
        list.suppress(address, reason: "by hand, by \(actor)", at: now)
      }
      return lifted.filter { !list.lift($0) }
    }
    invocation.report(
      unknown.map { .warning("not-suppressed", "\($0) was not suppressed") })
  }

  private static func addresses(
    _ option: String, _ invocation: Invocation
  ) throws(Arguments.Misuse) -> [EmailAddress] {
    var addresses: [EmailAddress] = []
    for text in invocation.arguments.all(option) {
      guard let address = try? EmailAddress(parsing: text, .anywhere) else {
        throw Arguments.Misuse(message: "--\(option) takes an address, not \"\(text)\"")
      }
      addresses.append(address)
    }
    return addresses
  }

  /// How long after a message what comes back about it still counts.
  private static let memory: Duration = .seconds(60 * 86_400)

  private static func collect(
    _ inbox: any BounceInbox, _ ledger: ReportLedger, _ invocation: Invocation
  ) async throws -> BounceSummary {
    let world = invocation.world
    let sent = try await ledger.sentMessages(since: world.now().advanced(by: .zero - memory))
    do {
      return try await BounceCollector(inbox).collect { report in
        guard sent.knows(report) else { return false }
        let suppression = try await ledger.changeSuppressions { list in
          list.record(report, at: world.now())
        }
        if suppression != nil {
          world.log.emit(
            .recipientSuppressed(
              recipient: report.recipient.text, kind: report.kind.rawValue,
              reason: report.diagnostic))
        }
        return true
      }
    } catch let error as MailboxError {
      let isLogin = error.reason == .login
      throw CommandFailure(
        isLogin ? .authentication : .error,
        .error(
          "mailbox-unreadable", "the mailbox cannot be read: \(error)",
          hint: isLogin
            ? "see whether the user in --mailbox and the password that --password names are right"
            : "see whether the host, the port and the folder in --mailbox are right"))
    } catch let error as FileError {
      throw CommandFailure(
        .error,
        .error(
          "mailbox-unreadable", "the mailbox cannot be read: \(error)",
          hint: "--mailbox is a folder with new and cur in it, or imaps://USER@HOST/FOLDER"))
    } catch let error as AWSFailure {
      throw CommandFailure(
        error.cause == .permission ? .authentication : .error,
        error.diagnostic(.error, "the queue cannot be read"))
    }
  }
}

/// Where what came back is read, as the options of a call say.
private struct BounceSource {
  private let session: Session
  private var invocation: Invocation { session.invocation }

  init(_ session: Session) {
    self.session = session
  }

  /// Opens the mailbox or the queue that was named; nil where none was.
  func inbox() async throws -> (any BounceInbox)? {
    let arguments = invocation.arguments
    switch (arguments.last("mailbox"), arguments.last("ses")) {
    case (nil, nil): return nil
    case (_?, _?): throw Arguments.Misuse(message: "name a --mailbox or --ses, not both")
    case (let place?, nil) where place.contains("://"): return try await mailbox(place)
    case (let folder?, nil): return MaildirInbox(folder)
    case (nil, let queue?): return try await self.queue(queue)
    }
  }

  private func queue(_ place: String) async throws -> any BounceInbox {
    let world = invocation.world
    let aws = try Connection.aws(
      session.environment.aws, Connection.transport(world), world)
    guard let region = try Connection.region(session.environment.aws, world),
      let client = aws.client(.sqs, region: region)
    else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-aws-region", "no AWS region is named",
          hint: "set aws.region of the environment, or AWS_REGION"))
    }
    do throws(AWSFailure) {
      return try await SESQueueInbox.find(place, through: client)
    } catch {
      throw CommandFailure(
        error.cause == .permission ? .authentication : .error,
        error.diagnostic(.error, "the queue cannot be found"))
    }
  }

  /// Opens `imaps://USER@HOST:PORT/FOLDER`.
  private func mailbox(_ place: String) async throws -> any BounceInbox {
    guard let match = place.wholeMatch(of: /(imaps?):\/\/([^\/]+)@([^\/@:]+)(?::(\d+))?(?:\/(.*))?/)
    else {
      throw Arguments.Misuse(
        message: "--mailbox is a folder or imaps://USER@HOST/FOLDER, not \"\(place)\"")
    }
    guard let source = invocation.arguments.last("password") else {
      throw Arguments.Misuse(
        message: "name where the mailbox's password is kept, as in --password env:NAME")
    }
    let world = invocation.world
    let aws = try Connection.aws(session.environment.aws, Connection.transport(world), world)
    let secrets = SecretResolver(
      world: world, folder: session.project.folder,
      store: AWSSecretStore(
        aws, settings: try Connection.settings(session.environment.aws), world: world))
    await secrets.fetch([SecretSource(source)])
    let password: Secret
    do throws(DiagnosticsError) {
      password = try secrets.resolve(SecretSource(source))
    } catch {
      throw CommandFailure(.authentication, error.diagnostics)
    }
    let isImplicit = match.1 == "imaps"
    let user = String(match.2)
    let server = MailServer(
      host: String(match.3), port: match.4.flatMap { Int($0) } ?? (isImplicit ? 993 : 143),
      security: isImplicit ? .implicitTLS : .startTLS,
      credentials: MailServer.Credentials(
        user: user.removingPercentEncoding ?? user, secret: password))
    let folder = match.5.map(String.init).flatMap { $0.isEmpty ? nil : $0 } ?? "INBOX"
    return RemoteInbox(CurlMailbox(server, mailbox: folder, Connection.curl(world)))
  }
}

extension String {
  /// The text with `%40` and the like read.
  fileprivate var removingPercentEncoding: String? {
    utf8.percentDecoded().flatMap { String(validating: $0, as: UTF8.self) }
  }
}
