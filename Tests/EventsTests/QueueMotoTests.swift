import AWS
import Curl
import Events
import HTTP
import JSON
import Reconciler
import Store
import TestSupport
import Testing
import World

/// Queues, executions and the ledger, in front of an AWS nobody here wrote.
@Suite struct QueueMotoTests {
  private let clock = VirtualWorld()

  /// A main queue with a dead-letter queue, a state machine, and what talks to them.
  private struct Stage {
    let moto: Moto
    let aws: AWSConnection
    let sqs: AWSClient
    let sfn: AWSClient
    let stateMachine: String
  }

  private func start() async throws -> Stage? {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return nil
    }
    let aws = AWSConnection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
      credentials: AWSCredentials(accessKeyID: "test", secretAccessKey: Secret("test")),
      endpoint: URL(parsing: moto.url), world: clock.world, allowedHosts: AllowedHosts())
    let sqs = try #require(aws.client(.sqs, region: "us-east-1"))
    let sfn = try #require(aws.client(.stepFunctions, region: "us-east-1"))
    _ = try await sqs.call("CreateQueue", ["QueueName": "dlq"])
    let policy =
      #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dlq","maxReceiveCount":"3"}"#
    _ = try await sqs.call(
      "CreateQueue",
      [
        "QueueName": "main",
        "Attributes": ["RedrivePolicy": .string(policy), "VisibilityTimeout": "300"],
      ])
    let machine = try await sfn.call(
      "CreateStateMachine",
      [
        "name": "m", "roleArn": "arn:aws:iam::123456789012:role/r",
        "definition": #"{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}"#,
      ])
    let arn = try #require(machine["stateMachineArn"]?.string)
    return Stage(moto: moto, aws: aws, sqs: sqs, sfn: sfn, stateMachine: arn)
  }

  private func work(
    _ stage: Stage, _ queue: SQSQueue, ledger: (any Ledger)? = nil, limit: Int? = nil
  ) async throws {
    var options = WorkOptions(concurrency: 10, wait: .zero)
    options.endsWhenEmpty = true
    options.limit = limit
    let starter = StepFunctions(stage.sfn, stateMachine: stage.stateMachine)
    try await Worker(
      from: queue, to: Dispatcher(starter), ledger: ledger ?? MemoryLedger(world: clock.world),
      options: options, metrics: EventMetrics(), world: clock.world, interruption: Interruption()
    ).run()
  }

  private func executions(_ stage: Stage) async throws -> [String] {
    let answer = try await stage.sfn.call(
      "ListExecutions", ["stateMachineArn": .string(stage.stateMachine)])
    return (answer["executions"]?.array ?? []).compactMap { $0["name"]?.string }.sorted()
  }

  private func count(_ stage: Stage, _ queue: String) async throws -> String? {
    let answer = try await stage.sqs.call(
      "GetQueueAttributes",
      ["QueueUrl": .string(queue), "AttributeNames": ["All"]])
    return answer["Attributes"]?["ApproximateNumberOfMessages"]?.string
  }

  @Test
  func `events become executions once each, and what is no event lies with its reason elsewhere`()
    async throws
  {
    guard let stage = try await start() else { return }
    let queue = try await SQSQueue.find("main", through: stage.sqs)
    #expect(queue.receiveLimit == 3 && queue.deadLetterURL?.hasSuffix("/dlq") == true)
    // The last one comes again under another message id.
    let bodies = [eventBody("e-1"), "no json", eventBody("e-2"), eventBody("e-2")]
    let messages = bodies.enumerated().map {
      QueueMessage(id: "", receipt: String($0.offset), body: $0.element)
    }
    #expect(try await queue.send(messages).count == 4)
    try await work(stage, queue)
    #expect(try await executions(stage) == ["gc-event-e-1", "gc-event-e-2"])
    #expect(try await count(stage, queue.url) == "0")

    let dead = try await SQSQueue.find("dlq", through: stage.sqs)
    let buried = try await dead.receive(10, wait: .zero, visibility: .seconds(30))
    #expect(buried.map(\.body) == ["no json"])
    let reason = buried.first?.attributes
    #expect(reason?["gcsync.error"]?["StringValue"] == "Event.Invalid")
    #expect(
      reason?["gcsync.reason"]?["StringValue"]?.string?.hasPrefix("the message is not JSON") == true
    )
    try await dead.hide(buried, for: .zero)

    // And back, as it was.
    let redrive = Redrive(from: dead, to: queue, world: clock.world, interruption: Interruption())
    #expect(try await redrive.run(rate: 100, limit: nil) == 1)
    let back = try await queue.receive(10, wait: .zero, visibility: .seconds(30))
    #expect(back.map(\.body) == ["no json"] && back.first?.attributes.isEmpty == true)
    withExtendedLifetime(stage.moto) {}
  }

  @Test func `an event that was started before by somebody else is done with`() async throws {
    guard let stage = try await start() else { return }
    let queue = try await SQSQueue.find("main", through: stage.sqs)
    _ = try await stage.sfn.call(
      "StartExecution",
      ["stateMachineArn": .string(stage.stateMachine), "name": "gc-event-e-1", "input": "{}"])
    _ = try await queue.send([QueueMessage(id: "", receipt: "", body: eventBody("e-1"))])
    try await work(stage, queue)
    #expect(try await executions(stage) == ["gc-event-e-1"])
    #expect(try await count(stage, queue.url) == "0")
    withExtendedLifetime(stage.moto) {}
  }

  @Test func `the state machine deleted under the worker leaves the messages in the queue`()
    async throws
  {
    guard let stage = try await start() else { return }
    let queue = try await SQSQueue.find("main", through: stage.sqs)
    _ = try await queue.send([QueueMessage(id: "", receipt: "", body: eventBody("e-1"))])
    _ = try await stage.sfn.call(
      "DeleteStateMachine", ["stateMachineArn": .string(stage.stateMachine)])
    let error = await #expect(throws: EventError.self) { try await work(stage, queue) }
    #expect(error?.name == .stateMachineMissing)
    #expect(try await count(stage, queue.url) == "1")
    withExtendedLifetime(stage.moto) {}
  }

  @Test func `two workers with one table handle an event once`() async throws {
    guard let stage = try await start() else { return }
    let client = try #require(stage.aws.client(.dynamoDB, region: "us-east-1"))
    let absent = DynamoDBLedger(client, table: "absent", world: clock.world)
    let entry = LedgerEntry(key: "e-1", payloadHash: "h")
    let missing = await #expect(throws: EventError.self) { _ = try await absent.claim([entry]) }
    #expect(missing?.name == .ledger && missing?.remedy == .stop)

    _ = try await client.call(
      "CreateTable",
      [
        "TableName": "events", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ])
    let one = DynamoDBLedger(client, table: "events", world: clock.world)
    let two = DynamoDBLedger(client, table: "events", world: clock.world)
    #expect(try await one.claim([entry]) == [.granted])
    let until = Timestamp(seconds: clock.world.now().advanced(by: .seconds(900)).seconds)
    #expect(try await two.claim([entry]) == [.inProgress(until: until)])
    try await one.release([entry])
    #expect(try await two.claim([entry]) == [.granted])
    try await two.complete([entry])
    try await one.release([entry])
    #expect(
      try await one.claim([entry, LedgerEntry(key: "e-1", payloadHash: "other")])
        == [.completed, .conflict])
    clock.advance(by: .seconds(86_400 * 14 + 1))
    #expect(try await one.claim([entry]) == [.granted])
    withExtendedLifetime(stage.moto) {}
  }
}
