internal import Diagnostics
internal import Events
internal import JSON
internal import Reconciler

extension Command {
  /// Moves the messages of a dead-letter queue to where they came from.
  static func redrive(_ run: EventSession) async throws -> ExitCode {
    let source = try await run.queue("queue")
    let target = try await run.queue("to")
    guard source.url != target.url else {
      throw Arguments.Misuse(message: "--to is another queue than --queue")
    }
    Signals.interrupting(run.invocation.machine.interruption) {}
    let rate = try run.arguments.count("rate") ?? 100
    let limit = try run.arguments.count("limit")
    let move = Redrive(
      from: source, to: target, world: run.world,
      interruption: run.invocation.machine.interruption)
    let progress = ProgressLine(run.invocation, "moving messages")
    defer { progress.end() }
    let moved = try await run.judged {
      try await move.run(rate: rate, limit: limit) { progress.update(done: $0, total: $0) }
    }
    progress.end()
    run.invocation.say("moved \(moved) \(moved == 1 ? "message" : "messages")")
    return .done
  }

  /// Shows the messages of a queue, one a line.
  static func tail(_ run: EventSession) async throws -> ExitCode {
    let queue = try await run.queue("queue")
    let takes = run.arguments.has("delete")
    if let limit = queue.receiveLimit, !takes {
      throw DiagnosticsError(
        .error(
          "tail-counts", "the queue gives up on a message that was shown \(limit) times",
          notes: [
            .init("looking at its messages would bring them nearer to the dead-letter queue")
          ],
          hint:
            "tail the dead-letter queue, or give the rule a second queue and tail that with --delete"
        ))
    }
    let interruption = run.invocation.machine.interruption
    Signals.interrupting(interruption) {}
    var left = try run.arguments.count("limit") ?? .max
    var shown: [QueueMessage] = []
    while left > 0, !interruption.isRequested {
      let messages = try await run.judged {
        try await queue.receive(
          min(10, left), wait: .seconds(takes ? 20 : 2), visibility: .seconds(300))
      }
      if messages.isEmpty, !takes || run.arguments.has("until-empty") { break }
      for message in messages { run.invocation.console.out(line(message) + "\n") }
      left -= messages.count
      if takes {
        _ = try await run.judged { try await queue.delete(messages) }
      } else {
        shown += messages
      }
    }
    try await run.judged { try await queue.hide(shown, for: .zero) }
    return .done
  }

  /// A message with what it carries, as replay reads it.
  private static func line(_ message: QueueMessage) -> String {
    var members: [(String, JSON)] = [
      ("messageId", .string(message.id)),
      ("receiveCount", .number(JSONNumber(message.receiveCount))),
    ]
    for attribute in message.attributes {
      members.append((attribute.key, attribute.value["StringValue"] ?? .null))
    }
    members.append(("body", .string(message.body)))
    return JSON.object(JSONObject(members)).text
  }
}
