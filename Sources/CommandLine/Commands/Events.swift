extension Command {
  static let events = Command(
    "events",
    usage:
      "lint FILE… | roles [NAME…] | work | dispatch FILE | process FILE | redrive | tail | replay FILE | lambda NAME",
    summary: "Handle the events that Genesys sends through EventBridge, and check state machines.",
    options: Option.eventQueues + Option.eventHandling + Option.eventRunning + [.output],
    details: """
      lint      checks definitions of state machines, as JSON or YAML, before AWS does, and contacts
                nothing: errors are what AWS refuses (exit 4), warnings what fails when it runs (exit 4
                with --strict).
      roles     writes the roles that EventPipeline manifests need as JSON for IAM: trust and policy of
                the state machine and of the pipe or consumer, and what plan and apply take.
      work      takes messages from --queue until it is stopped (Ctrl-C, SIGTERM) and finishes those in
                hand: starts an execution of --state-machine for each event, or, without one, writes
                to its conversation.
      dispatch  starts an execution for each event of a file, - for standard input.
      process   writes to the conversation of each event of a file, - for standard input.
      redrive   moves the messages of a dead-letter queue back, --rate a second.
      tail      shows the messages of --queue, one a line, and leaves them there.
      replay    sends the events of a file, such as tail wrote it, to --queue.
      lambda    is dispatch or process as a function of AWS Lambda: see scripts/package-lambda.

      A message leaves its queue when its event was handled, or lies with its reason in the dead-letter
      queue. A file of events holds one JSON document or one a line: events, what SQS hands a
      function, or lines of tail.
        gcsync events work --queue gen-gc-event-queue --state-machine ARN --ledger events.db
        gcsync events redrive --queue gen-gc-event-dlq --to gen-gc-event-queue --rate 50
      """
  ) { invocation in
    var words = invocation.arguments.positional[...]
    if words.first == "lint", words.count > 1 {
      return try lint(Array(words.dropFirst()), invocation)
    }
    if words.first == "roles" { return try await roles(Array(words.dropFirst()), invocation) }
    let run = try EventSession(invocation)
    switch (words.popFirst(), words.first, words.count) {
    case ("work", nil, _): return try await work(run)
    case ("dispatch", let file?, 1): return try await handle(file, with: run.dispatcher(), run)
    case ("process", let file?, 1): return try await handle(file, with: await run.processor(), run)
    case ("redrive", nil, _): return try await redrive(run)
    case ("tail", nil, _): return try await tail(run)
    case ("replay", let file?, 1): return try await replay(file, run)
    case ("lambda", let name?, 1): return try await lambda(name, run)
    default:
      throw Arguments.Misuse(
        message:
          "events is lint FILE…, roles, work, dispatch FILE, process FILE, redrive, tail, replay FILE "
          + "or lambda dispatch|process")
    }
  }
}

extension Option {
  /// Which queues and state machine events go through.
  fileprivate static let eventQueues: [Option] = [
    Option("queue", value: "QUEUE", "The queue, by its name or URL."),
    Option(
      "dead-letter-queue", value: "QUEUE",
      "Where messages go that cannot be handled; else what the queue's redrive policy says."),
    Option("to", value: "QUEUE", "The queue that redrive moves messages to."),
    Option(
      "state-machine", value: "ARN", "The state machine to start; else STATE_MACHINE_ARN."),
    Option("region", value: "REGION", "The AWS region; else the environment's."),
    Option("account", value: "ID", "The AWS account of roles; else that of the credentials."),
  ]

  /// What is done with an event.
  fileprivate static let eventHandling: [Option] = [
    Option(
      "conversation", value: "PATH", repeatable: true,
      "JSONPath of the conversation's id; the first that leads to one counts."),
    Option("participant", value: "PATH", "JSONPath of the participant's id (platform profile)."),
    Option(
      "attribute", value: "NAME=VALUE", repeatable: true,
      "What to write: a text, or a JSONPath such as $.time."),
    Option(
      "ledger", value: "LEDGER",
      "Where handled events are written down: memory, a file, or dynamodb:TABLE."),
    Option("new-ledger", "Start the file of the ledger where there is none."),
  ]

  /// How a run goes.
  fileprivate static let eventRunning: [Option] = [
    Option("concurrency", value: "N", "How many events are handled at once; 32 by default."),
    Option(
      "visibility", value: "TIME", "How long a message is hidden, again and again; 60s by default."),
    Option("limit", value: "N", "End after so many messages."),
    Option("until-empty", "End when the queue is empty."),
    Option("rate", value: "N", "How many messages to move or send a second; 100 by default."),
    Option("delete", "Let tail take the messages it shows."),
    Option("metrics-port", value: "N", "Serve metrics for Prometheus on 127.0.0.1:N/metrics."),
  ]
}
