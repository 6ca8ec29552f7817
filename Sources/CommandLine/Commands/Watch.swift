internal import Diagnostics
internal import HTTP
internal import Manifests
internal import Reconciler
internal import Server
internal import Telemetry
internal import World

extension Command {
  static let watch = Command(
    "watch", summary: "Look for drift over and over; writes nothing to the org.",
    options: Option.scope + [
      Option(
        "baseline", value: "FILE", repeatable: true,
        "Differences that are agreed to, besides those that stand among the manifests."),
      Option("interval", value: "TIME", "How long between two looks; 10m by default."),
      Option(
        "jitter", value: "PERCENT",
        "By how much an interval may be longer or shorter; 10% by default."),
      .notify,
      Option(
        "health-port", value: "PORT",
        "Serve /healthz and /metrics on this port; 0 takes a free one."),
      Option("listen", value: "ADDRESS", "The address of that server; 127.0.0.1 by default."),
      .metrics,
      Option(
        "refusals", value: "N",
        "After how many looks in a row that are refused for the credentials it ends; 3 by default."),
      Option("looks", value: "N", "End after so many looks."),
    ],
    details: """
      A look that fails is told and made again after a while; refused credentials end the watch
      with exit code 3. Ctrl-C or SIGTERM ends it with 0 once the look in hand is over.
      """
  ) { invocation in
    let pace = try invocation.watchPace()
    let (session, _) = try await Notifying.begin(invocation)
    let telemetry = invocation.telemetry ?? RunTelemetry.unsent("watch")
    let health = WatchHealth(
      interval: pace.interval, recorder: telemetry.recorder, world: invocation.world)
    let server = try invocation.serve(health)
    let interruption = invocation.machine.interruption
    Signals.interrupting(interruption) {
      invocation.say("stopping: the look in hand is finished; again to stop at once")
    }
    let name = session.environment.name
    let log = invocation.world.log
    log.emit(.watchStarted(environment: name, interval: pace.interval))
    let watching = Watching(
      invocation: invocation, health: health, telemetry: telemetry,
      limit: try invocation.arguments.count("looks"))
    let code = await watching.run(pace)
    await server?.stop {}
    log.emit(
      .watchStopped(
        environment: name, looks: health.looks,
        reason: code == .done ? "it was asked to" : "the credentials were refused"))
    return code
  }
}

extension Invocation {
  /// Reads how often to look.
  fileprivate func watchPace() throws(Arguments.Misuse) -> WatchPace {
    WatchPace(
      interval: try duration("interval") ?? .seconds(600), jitter: try jitter(),
      patience: try arguments.count("refusals") ?? 3)
  }

  private func jitter() throws(Arguments.Misuse) -> Double {
    guard let text = arguments.last("jitter") else { return 0.1 }
    guard text.hasSuffix("%"), let number = Int(text.dropLast()), (0...50).contains(number) else {
      throw Arguments.Misuse(message: "--jitter is from 0% to 50%, not \"\(text)\"")
    }
    return Double(number) / 100
  }

  /// Serves how the watch is, where a port for that was named.
  fileprivate func serve(_ health: WatchHealth) throws -> HTTPServer? {
    guard let text = arguments.last("health-port") else {
      guard arguments.last("listen") == nil else {
        throw Arguments.Misuse(message: "--listen goes with --health-port")
      }
      return nil
    }
    guard let port = UInt16(text) else {
      throw Arguments.Misuse(message: "--health-port is a port, not \"\(text)\"")
    }
    var options = HTTPServer.Options(port: port)
    options.connections = 64
    options.bodyLimit = 1024
    options.reading = HTTPServer.Reading(within: .seconds(10), world)
    if let text = arguments.last("listen") {
      guard let address = IPAddress(text) else {
        throw Arguments.Misuse(message: "--listen is an address such as 0.0.0.0, not \"\(text)\"")
      }
      options.address = address
    }
    let server: HTTPServer
    do throws(ServerError) {
      server = try HTTPServer(options) { .now(health.answer($0)) }
    } catch {
      throw DiagnosticsError(
        .error(
          "health-not-served", "\(error)",
          hint: "take another --health-port, or 0 for a free one, and an address of this machine"))
    }
    say("health and metrics: \(server.url)")
    return server
  }
}
