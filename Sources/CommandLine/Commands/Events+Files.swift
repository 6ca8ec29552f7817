internal import Diagnostics
internal import Events
internal import JSON
internal import Reconciler
internal import World

extension Command {
  /// Handles each event of a file, one after the other, and says what became of it.
  static func handle(
    _ file: String, with sink: any EventSink, _ run: EventSession
  ) async throws -> ExitCode {
    var failures: [Diagnostic] = []
    var mayContinue = true
    for body in try bodies(of: file) where mayContinue {
      do throws(EventError) {
        let event = try EventMessage(body)
        let result = try await sink.handle(event)
        run.invocation.console.out(
          "\(event.id) \(result == .handled ? "handled" : "had been handled before")\n")
      } catch {
        failures.append(
          .error(
            "event-failed", error.message, notes: [.init("error: \(error.name.rawValue)")]))
        mayContinue = error.remedy != .stop
      }
    }
    run.invocation.report(failures)
    return failures.isEmpty ? .done : .error
  }

  /// Sends the events of a file to a queue.
  static func replay(_ file: String, _ run: EventSession) async throws -> ExitCode {
    let bodies = try bodies(of: file)
    let queue = try await run.queue("queue")
    var pace = Pace(
      rate: try run.arguments.count("rate") ?? 100, start: run.world.instant())
    var sent = 0
    var rest = bodies[...]
    while !rest.isEmpty, !run.invocation.machine.interruption.isRequested {
      let messages = rest.prefix(10).enumerated().map {
        QueueMessage(id: String($0.offset), receipt: String($0.offset), body: $0.element)
      }
      let taken = try await run.judged { try await queue.send(messages) }
      sent += taken.count
      guard taken.count == messages.count else {
        throw DiagnosticsError(
          .error(
            "replay-incomplete", "the queue took \(sent) of \(bodies.count) events",
            hint: "events that are sent twice are handled once; send the file again"))
      }
      rest = rest.dropFirst(messages.count)
      if !rest.isEmpty {
        try await run.world.sleep(pace.wait(after: messages.count, at: run.world.instant()))
      }
    }
    run.invocation.say("sent \(sent) of \(bodies.count) events")
    return sent == bodies.count ? .done : .interrupted
  }

  /// Reads the bodies of events: of one document, or of one a line.
  private static func bodies(of file: String) throws -> [String] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(file == "-" ? "/dev/stdin" : file, limit: 1 << 30)
    } catch {
      throw DiagnosticsError(
        .error("unreadable-file", error.description, hint: error.readingRemedy))
    }
    return EventFile.bodies(bytes)
  }
}
