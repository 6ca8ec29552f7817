internal import Events
internal import HTTP
internal import Reconciler
internal import Server

extension Command {
  /// Works on a queue until it is asked to stop.
  static func work(_ run: EventSession) async throws -> ExitCode {
    let invocation = run.invocation
    let sink: any EventSink =
      run.stateMachine == nil ? try await run.processor() : try run.dispatcher()
    let queue = try await run.queue(
      "queue", deadLetter: run.arguments.last("dead-letter-queue"))
    let ledger = try run.ledger()
    let metrics = EventMetrics()
    let worker = Worker(
      from: queue, to: sink, ledger: ledger, options: try options(run), metrics: metrics,
      world: run.world, interruption: invocation.machine.interruption)
    if queue.deadLetterURL == nil {
      invocation.say(
        "the queue has no dead-letter queue: what cannot be handled stays in it")
    }
    Signals.interrupting(invocation.machine.interruption) {
      invocation.say("stopping: what is in hand is finished; again to stop at once")
    }
    let server = try serve(metrics, run)
    defer { invocation.say(summary(metrics.snapshot)) }
    try await run.judged { try await worker.run() }
    await server?.stop {}
    return .done
  }

  private static func options(_ run: EventSession) throws(Arguments.Misuse) -> WorkOptions {
    var options = WorkOptions(concurrency: run.concurrency)
    if let time = try run.invocation.duration("visibility") {
      guard (.seconds(4)...(.seconds(43_200))).contains(time) else {
        throw Arguments.Misuse(message: "--visibility is from 4s to 12h")
      }
      options.visibility = time
    }
    options.limit = try run.arguments.count("limit")
    options.endsWhenEmpty = run.arguments.has("until-empty")
    if options.endsWhenEmpty { options.wait = .seconds(1) }
    return options
  }

  /// Serves the metrics where a port for them was named.
  private static func serve(_ metrics: EventMetrics, _ run: EventSession) throws -> HTTPServer? {
    guard let port = try run.arguments.count("metrics-port").flatMap(UInt16.init(exactly:)) else {
      if let text = run.arguments.last("metrics-port") {
        throw Arguments.Misuse(message: "--metrics-port is a port, not \"\(text)\"")
      }
      return nil
    }
    return try HTTPServer(HTTPServer.Options(port: port)) { request in
      guard request.path == "/metrics" else { return .now(ServerResponse(status: 404)) }
      return .now(
        ServerResponse(
          status: 200, headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
          body: Array(metrics.snapshot.prometheusText.utf8)))
    }
  }

  private static func summary(_ snapshot: EventMetrics.Snapshot) -> String {
    func count(_ counter: EventMetrics.Counter) -> Int { snapshot.counts[counter] ?? 0 }
    let buried = snapshot.deadLettered.values.reduce(0, +)
    return "\(count(.received)) received, \(count(.handled)) handled, "
      + "\(count(.duplicate)) had been handled before, \(buried) dead-lettered, "
      + "\(count(.handedBack)) left in the queue"
  }
}
