internal import AWS
internal import Curl
internal import Diagnostics
internal import Events
internal import Genesys
internal import HTTP
internal import JSONPath
internal import Manifests
internal import Reconciler
internal import Store
internal import World

/// What a run over events needs: the queues, the state machine, the org and the ledger.
///
/// What only concerns AWS needs no project.
struct EventSession: Sendable {
  let invocation: Invocation
  let concurrency: Int
  private let session: Session?
  private let transport: CurlTransport

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    concurrency = try invocation.arguments.count("concurrency") ?? 32
    let start = Files.canonicalPath(invocation.arguments.last("directory") ?? ".")
    session =
      Project.find(from: start) == nil ? nil : try Session.withoutManifests(invocation)
    var curl = Connection.curl(invocation.world)
    // Every event in hand may have a request under way, beside those for the queue.
    curl.connectionsPerHost = concurrency + 16
    curl.concurrentRequests = concurrency + 16
    transport = CurlTransport(curl)
  }

  var arguments: Arguments { invocation.arguments }
  var world: World { invocation.world }

  /// Returns the client of a service, with the credentials of the project or the machine.
  func client(_ service: AWSService) throws -> AWSClient {
    let aws = session?.environment.aws
    guard let region = try arguments.last("region") ?? regionName(aws),
      let client = try connection(aws).client(service, region: region)
    else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-aws-region", "no AWS region is named",
          hint: "name one with --region, as aws.region of the environment, or in AWS_REGION"))
    }
    return client
  }

  private func regionName(_ aws: Project.AWS?) throws -> String? {
    if let aws { return try Connection.region(aws, world) }
    return try AWSSettings().region(world)
  }

  private func connection(_ aws: Project.AWS?) throws -> AWSConnection {
    if let aws { return try Connection.aws(aws, transport, world) }
    return try AWSSettings().connection(
      through: transport, direct: DirectTransport(world), world: world,
      allowedHosts: AllowedHosts(further: world.environment(AllowedHosts.variable)))
  }

  /// Finds the queue that an option names.
  func queue(_ option: String, deadLetter: String? = nil) async throws -> SQSQueue {
    guard let place = arguments.last(option) else {
      throw Arguments.Misuse(message: "name the queue with --\(option)")
    }
    let sqs = try client(.sqs)
    return try await judged {
      try await SQSQueue.find(place, deadLetter: deadLetter, through: sqs)
    }
  }

  var stateMachine: String? {
    arguments.last("state-machine")
      ?? world.environment("STATE_MACHINE_ARN").flatMap { $0.isEmpty ? nil : $0 }
  }

  func dispatcher() throws -> any EventSink {
    guard let stateMachine else {
      throw Arguments.Misuse(message: "name the state machine with --state-machine")
    }
    return Dispatcher(StepFunctions(try client(.stepFunctions), stateMachine: stateMachine))
  }

  func processor() async throws -> Processor {
    guard let session else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-project", "writing to conversations takes a connection to Genesys",
          hint: "run gcsync in a project's folder, or name one with -C DIR"))
    }
    let connection = try await Connection(session)
    return Processor(
      try rules(),
      through: GenesysUpdater(connection.client, connection: connection.genesys, world: world))
  }

  /// Reads what is to be written to a conversation.
  private func rules() throws -> AttributeRules {
    var rules = AttributeRules()
    let places = try arguments.all("conversation").map { try path($0, "conversation") }
    if !places.isEmpty { rules.conversation = places }
    if let text = arguments.last("participant") {
      rules.participant = try path(text, "participant")
    }
    let attributes = try arguments.all("attribute").map { text in
      let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, !halves[0].isEmpty else {
        throw Arguments.Misuse(message: "--attribute is NAME=VALUE, not \"\(text)\"")
      }
      let value = String(halves[1])
      return (
        name: String(halves[0]),
        value: value.hasPrefix("$")
          ? AttributeRules.Value.path(try path(value, "attribute")) : .text(value)
      )
    }
    if !attributes.isEmpty { rules.attributes = attributes }
    return rules
  }

  private func path(_ text: String, _ option: String) throws -> EventPath {
    do throws(JSONPathError) {
      return try EventPath(text)
    } catch {
      throw Arguments.Misuse(message: "--\(option) \(text): \(error.description)")
    }
  }

  /// Opens the ledger that was asked for.
  func ledger() throws -> any Ledger {
    let now = world.now
    switch arguments.last("ledger") ?? "memory" {
    case "memory": return MemoryLedger(world: world)
    case let place where place.hasPrefix("dynamodb:"):
      return DynamoDBLedger(
        try client(.dynamoDB), table: String(place.dropFirst(9)), world: world)
    case let path where arguments.has("new-ledger"):
      return FileLedger(try SQLiteLedger.create(path, now: now))
    case let path: return FileLedger(try SQLiteLedger.open(path, now: now))
    }
  }

  /// Does something, and ends the command with the exit code of what went wrong.
  func judged<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as EventError {
      throw CommandFailure(
        error.exitCode,
        .error(
          "events-stopped", error.message, notes: [.init("error: \(error.name.rawValue)")],
          hint: error.hint))
    }
  }
}

extension EventError {
  fileprivate var exitCode: ExitCode {
    [.accessDenied, .unauthorized].contains(name) ? .authentication : .error
  }

  fileprivate var hint: String? {
    switch name {
    case .stateMachineMissing:
      "no message was lost: they are in the queue; deploy the state machine and start again"
    case .queueMissing: "see whether the queue's name and the region are right"
    case .accessDenied: "give the role the permission that the request needs"
    default: nil
    }
  }
}
