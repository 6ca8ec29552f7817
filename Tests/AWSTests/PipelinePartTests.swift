import AWS
import Diagnostics
import HTTP
import JSON
import Manifests
import Reconciler
import Synchronization
import TestSupport
import Testing
import World

/// The parts of a pipeline in front of an AWS that says no.
@Suite struct PipelinePartTests {
  private static let pieces = KindPieces(KindLibrary.load().0.kinds, profile: .guide)

  private func piece(_ part: String) throws -> Kind {
    try #require(Self.pieces.byCollection["EventPipeline#\(part)"])
  }

  private func reader(_ transport: ScriptedTransport, _ world: World) -> AWSReader {
    AWSReader(
      AWSConnection(
        transport: transport, credentials: testCredentials,
        endpoint: URL(parsing: "http://127.0.0.1:9"), world: world, allowedHosts: AllowedHosts()),
      region: "us-east-1", profile: .guide, world: world)
  }

  /// Answers an operation by its name, and everything else with an empty document.
  private func script(
    _ answer: @escaping @Sendable (String) -> ScriptedTransport.Answer?
  ) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      let operation =
        request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init)
        ?? "\(request.method.rawValue) \(request.url.path)"
      return answer(operation) ?? .status(200, body: "{}")
    }
  }

  private func goal(_ part: String, _ spec: JSON) throws -> AWSReader.Goal {
    AWSReader.Goal(
      address: Address(kind: "EventPipeline", name: "x", part: part), kind: try piece(part),
      spec: spec)
  }

  @Test func `queues and their policies are given the minute that SQS may take`() throws {
    for part in ["queue", "dead-letter-queue", "queue-policy", "dead-letter-policy"] {
      #expect(try piece(part).wires[.guide]?.settles == .seconds(60))
    }
    #expect(try piece("rule").wires[.guide]?.settles == nil)
  }

  @Test func `a queue that may not be looked at is not taken for absent`() async throws {
    let transport = script { operation in
      operation == "ListQueues"
        ? .status(403, body: #"{"__type":"AccessDeniedException","message":"no"}"#) : nil
    }
    let reader = reader(transport, VirtualWorld().world)
    let found = await reader.observe([
      .init(
        try piece("queue"), goals: [try goal("queue", ["queue": ["name": "events"]])])
    ])
    let problem = try #require(found["EventPipeline#queue"]?.problem)
    #expect(problem.code == "permission-denied")
    #expect(problem.hint?.contains("sqs:ListQueues") == true)
  }

  @Test func `what two calls are refused is said twice, however many parts ask for it`()
    async throws
  {
    let transport = script { operation in
      .status(
        403, body: #"{"__type":"AccessDeniedException","message":"no \#(operation)"}"#)
    }
    let parts = ["queue", "dead-letter-queue", "queue-policy", "rule", "target"]
    let found = await reader(transport, VirtualWorld().world).observe(
      try parts.map { .init(try piece($0), isEverything: true) })
    let problems = Set(found.values.compactMap(\.problem))
    #expect(found.values.allSatisfy { $0.problem != nil })
    let hints = problems.compactMap(\.hint).sorted()
    #expect(hints.count == 2)
    #expect(hints.first?.contains("events:List") == true)
    #expect(hints.last?.contains("sqs:ListQueues") == true)
    #expect(problems.allSatisfy { $0.message.hasPrefix("incomplete read of EventPipeline: ") })
  }

  @Test func `a queue that goes between the list and the look is absent`() async throws {
    let transport = script { operation in
      switch operation {
      case "ListQueues": .status(200, body: #"{"QueueUrls":["http://127.0.0.1:9/1/events"]}"#)
      case "GetQueueAttributes":
        .status(
          400, body: #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}"#)
      default: nil
      }
    }
    let reader = reader(transport, VirtualWorld().world)
    let found = await reader.observe([
      .init(try piece("queue"), goals: [try goal("queue", ["queue": ["name": "events"]])])
    ])
    let collection = try #require(found["EventPipeline#queue"])
    #expect(collection.problem == nil && collection.objects.isEmpty)
  }

  @Test func `a list that repeats a page is no whole list`() async throws {
    let transport = script { operation in
      operation == "ListQueues"
        ? .status(200, body: #"{"QueueUrls":[],"NextToken":"again"}"#) : nil
    }
    let found = await reader(transport, VirtualWorld().world).observe([
      .init(try piece("queue"), goals: [try goal("queue", ["queue": ["name": "events"]])])
    ])
    #expect(found["EventPipeline#queue"]?.problem?.message.contains("repeats a page") == true)
  }

  @Test func `where no region is named everything is unknown`() async throws {
    let world = VirtualWorld().world
    let reader = AWSReader(
      AWSConnection(
        transport: script { _ in nil }, credentials: testCredentials, endpoint: nil, world: world,
        allowedHosts: AllowedHosts()),
      region: nil, profile: .guide, world: world)
    let found = await reader.observe([.init(try piece("rule"))])
    #expect(found["EventPipeline#rule"]?.problem?.code == "no-aws-region")
  }

  private func write(
    _ part: String, _ spec: JSON, _ transport: ScriptedTransport
  ) async throws -> Result<WriteReceipt, WriteFailure> {
    let world = VirtualWorld().world
    let kind = try piece(part)
    let body = try #require(kind.spec.wireBody(spec, ids: [:], secrets: [:]))
    let write = Write(
      address: Address(kind: "EventPipeline", name: "x", part: part), kind: kind, action: .create,
      id: part == "target" ? "arn:aws:events:us-east-1:1:rule/bus/calls" : nil, body: body)
    do throws(WriteFailure) {
      return .success(
        try await AWSWriter(reader(transport, world), profile: .guide, world: world).write(write))
    } catch {
      return .failure(error)
    }
  }

  private static let pipe: JSON = [
    "pipe": [
      "name": "calls", "roleArn": "arn:aws:iam::1:role/pipe", "source": "arn:aws:sqs:us-east-1:1:q",
      "target": "arn:aws:states:us-east-1:1:stateMachine:m",
    ]
  ]

  @Test func `a pipe is awaited until it runs`() async throws {
    let asked = Mutex(0)
    let transport = script { operation in
      guard operation == "GET /v1/pipes/calls" else { return nil }
      let number = asked.withLock { count in
        count += 1
        return count
      }
      return .status(200, body: #"{"CurrentState":"\#(number < 3 ? "CREATING" : "RUNNING")"}"#)
    }
    let receipt = try await write("pipe", Self.pipe, transport).get()
    #expect(receipt.id == "calls")
    #expect(asked.withLock(\.self) == 3)
  }

  @Test func `a pipe that does not come up is a failure with AWS's reason`() async throws {
    let transport = script { operation in
      operation == "GET /v1/pipes/calls"
        ? .status(200, body: #"{"CurrentState":"CREATE_FAILED","StateReason":"no such role"}"#)
        : nil
    }
    let result = try await write("pipe", Self.pipe, transport)
    let failure = #expect(throws: WriteFailure.self) { try result.get() }
    #expect(failure?.problem.message.contains("no such role") == true)
  }

  @Test func `a pipe that is starting still after two minutes is no success`() async throws {
    let transport = script { operation in
      operation == "GET /v1/pipes/calls" ? .status(200, body: #"{"CurrentState":"CREATING"}"#) : nil
    }
    let result = try await write("pipe", Self.pipe, transport)
    let failure = #expect(throws: WriteFailure.self) { try result.get() }
    #expect(failure?.problem.code == "not-settled")
    #expect(
      failure?.problem.message.contains("the pipe is CREATING still after 120 s") == true)
    #expect(failure?.problem.hint?.contains("plan") == true)
  }

  @Test func `a target that EventBridge takes and refuses in one answer is a failure`()
    async throws
  {
    let transport = script { operation in
      operation == "PutTargets"
        ? .status(
          200,
          body: #"{"FailedEntryCount":1,"FailedEntries":[{"ErrorCode":"LimitExceeded","#
            + #""ErrorMessage":"too many targets"}]}"#) : nil
    }
    let result = try await write(
      "target", ["target": ["queueArn": "arn:aws:sqs:us-east-1:1:q"]], transport)
    let failure = #expect(throws: WriteFailure.self) { try result.get() }
    #expect(failure?.problem.message.contains("too many targets") == true)
  }

  @Test func `a create whose answer was lost is done where what is there is what was wanted`()
    async throws
  {
    let transport = script { operation in
      switch operation {
      case "CreateEventBus":
        .status(400, body: #"{"__type":"ResourceAlreadyExistsException","message":"there"}"#)
      case "ListEventBuses":
        .status(200, body: #"{"EventBuses":[{"Name":"aws.partner/genesys.com/cloud/o/x"}]}"#)
      default: nil
      }
    }
    let spec: JSON = ["partnerEventSource": ["name": "aws.partner/genesys.com/cloud/o/x"]]
    let receipt = try await write("event-source", spec, transport).get()
    #expect(receipt.id == "aws.partner/genesys.com/cloud/o/x")
    let other: JSON = ["partnerEventSource": ["name": "aws.partner/genesys.com/cloud/o/y"]]
    let result = try await write("event-source", other, transport)
    let failure = #expect(throws: WriteFailure.self) { try result.get() }
    #expect(failure?.cause == .conflict)
  }
}
