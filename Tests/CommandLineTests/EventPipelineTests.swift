import CommandLine
import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// Pipelines of events from the manifest to an AWS that nobody here wrote.
@Suite(.serialized) struct EventPipelineTests {
  /// An account with a bus and a role, and a project whose pipeline is to live there.
  private struct Account {
    let moto: Moto
    let project: TestProject

    /// Starts moto and makes the project; nil where there is no moto and none is required.
    static func open(_ manifests: String = EventPipelineTests.manifests) async throws -> Account? {
      guard let moto = await Moto.start() else {
        #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
        return nil
      }
      let project = try await TestProject(manifests)
      let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
      try project.write(text.replacing(project.sandbox.s3URL, with: moto.url), to: "gcsync.yaml")
      try project.write(EventPipelineTests.machine, to: "manifests/machine.asl.json")
      let account = Account(moto: moto, project: project)
      _ = try await account.call("events", "AWSEvents.CreateEventBus", ["Name": "genesys"])
      let role =
        "Action=CreateRole&Version=2010-05-08&RoleName=machine&AssumeRolePolicyDocument="
        + "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"
      #expect(
        await LoopbackClient(url: moto.url).send(
          "POST", "/",
          headers: [
            "Authorization": "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/iam/aws4_request",
            "Content-Type": "application/x-www-form-urlencoded",
          ], body: Array(role.utf8))?.status == 200)
      return account
    }

    /// Calls a service past gcsync, as somebody with a console would.
    @discardableResult
    func call(_ service: String, _ target: String, _ body: JSON) async throws -> JSON {
      let answer = await LoopbackClient(url: moto.url).send(
        "POST", "/",
        headers: [
          "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0",
          "Authorization":
            "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/\(service)/aws4_request",
        ], body: body.bytes)
      let found = try #require(answer)
      #expect(found.status == 200, "\(target): \(found.text)")
      return (try? JSON.parse(found.body)) ?? [:]
    }

    func sqs(_ operation: String, _ body: JSON) async throws -> JSON {
      try await call("sqs", "AmazonSQS.\(operation)", body)
    }

    func attributes(_ queue: String) async throws -> JSON {
      try await sqs(
        "GetQueueAttributes",
        ["QueueUrl": .string("\(moto.url)/123456789012/\(queue)"), "AttributeNames": ["All"]]
      )["Attributes"] ?? [:]
    }

    func end() async throws {
      try await project.end()
      withExtendedLifetime(moto) {}
    }
  }

  private static let machine =
    #"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#

  private static let manifests = """
    apiVersion: gcsync/v1
    kind: EventPipeline
    metadata: {name: conversations, deletionPolicy: delete}
    spec:
      rule:
        name: gen-gc-conversations
        eventBusName: genesys
        eventPattern: {source: [{prefix: aws.partner/genesys.com}]}
      deadLetterQueue: {name: gen-gc-event-dlq}
      queue: {name: gen-gc-event-queue}
      consumer: {timeoutSeconds: 50}
      stateMachine:
        name: gen-gc-machine
        roleArn: arn:aws:iam::123456789012:role/machine
        definition: {file: machine.asl.json}
      pipe: {name: gen-gc-pipe, roleArn: "arn:aws:iam::123456789012:role/pipe"}
      alarms:
        oldestMessage: {name: gen-gc-old}
        backlog: {name: gen-gc-many, threshold: 5000}
        deadLetters:
          name: gen-gc-dead
          alarmActions: ["arn:aws:sns:us-east-1:123456789012:on-call"]
        failedExecutions: {name: gen-gc-failed}
        throttledExecutions: {name: gen-gc-throttled}

    """

  @Test func `a pipeline is planned, applied and then as declared`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    #expect(plan.json["summary"]?["create"] == 13)
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.out)\(applied.err)")
    let second = await project.run("plan", "--output", "json")
    #expect(second.code == .done, "\(second.out)")
    #expect(second.json["summary"]?["unchanged"] == 13)
    try await account.end()
  }

  @Test func `a rule that names no bus is on the default one, and another bus means another rule`()
    async throws
  {
    let manifests = Self.manifests.replacing("    eventBusName: genesys\n", with: "")
    guard let account = try await Account.open(manifests) else { return }
    let project = account.project
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.out)")
    #expect(await project.run("plan").code == .done)
    Files.remove(project.path(".gcsync/state.db"))
    let again = await project.run("plan", "--output", "json")
    #expect(again.json["summary"]?["unchanged"] == 13)
    try project.edit(
      "name: gen-gc-conversations", "name: gen-gc-conversations\n    eventBusName: genesys")
    let moved = await project.run("plan", "--output", "json")
    let actions = (moved.json["changes"]?.array ?? []).filter {
      $0["address"]?.string == "EventPipeline/conversations#rule"
    }
    #expect(actions.map { $0["action"] } == ["create"])
    try await account.end()
  }

  @Test func `the numbers of the guide are the defaults, and dead letters come first`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    #expect(await account.project.run("apply", "--yes").code == .done)
    let letters = try await account.attributes("gen-gc-event-dlq")
    #expect(letters["MessageRetentionPeriod"] == "1209600")
    let queue = try await account.attributes("gen-gc-event-queue")
    #expect(queue["VisibilityTimeout"] == "300")
    let redrive = try JSON.parse(queue["RedrivePolicy"]?.string ?? "")
    #expect(redrive["maxReceiveCount"]?.int == 3)
    #expect(redrive["deadLetterTargetArn"] == letters["QueueArn"])
    #expect(queue["SqsManagedSseEnabled"] == "true")
    let order = account.project.stateText
    let first = try #require(order.range(of: "conversations#dead-letter-queue"))
    let next = try #require(order.range(of: "conversations#queue\""))
    #expect(first.lowerBound < next.lowerBound)
    try await account.end()
  }

  @Test func `both queues let the rule send to them, and nobody else`() async throws {
    guard let account = try await Account.open() else { return }
    #expect(await account.project.run("apply", "--yes").code == .done)
    for queue in ["gen-gc-event-queue", "gen-gc-event-dlq"] {
      let attributes = try await account.attributes(queue)
      let policy = try JSON.parse(attributes["Policy"]?.string ?? "")
      let statements = try #require(policy["Statement"]?.array)
      #expect(statements.count == 1)
      #expect(statements[0]["Principal"] == ["Service": "events.amazonaws.com"])
      #expect(statements[0]["Resource"] == attributes["QueueArn"])
      #expect(
        statements[0]["Condition"]?["ArnEquals"]?["aws:SourceArn"]
          == "arn:aws:events:us-east-1:123456789012:rule/genesys/gen-gc-conversations")
    }
    let targets = try await account.call(
      "events", "AWSEvents.ListTargetsByRule",
      ["Rule": "gen-gc-conversations", "EventBusName": "genesys"])
    #expect(
      targets["Targets"]?.array?.first?["DeadLetterConfig"]?["Arn"]
        == "arn:aws:sqs:us-east-1:123456789012:gen-gc-event-dlq")
    try await account.end()
  }

  @Test func `a message that is received three times and not deleted is a dead letter`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    #expect(await account.project.run("apply", "--yes").code == .done)
    let url = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    let body = #"{"id":"e-1","detail":{"eventBody":{"conversationId":"c-1"}}}"#
    _ = try await account.sqs("SendMessage", ["QueueUrl": url, "MessageBody": .string(body)])
    for _ in 0..<4 {
      _ = try await account.sqs(
        "ReceiveMessage", ["QueueUrl": url, "VisibilityTimeout": 0, "WaitTimeSeconds": 0])
    }
    let letters = try await account.sqs(
      "ReceiveMessage",
      [
        "QueueUrl": .string("\(account.moto.url)/123456789012/gen-gc-event-dlq"),
        "WaitTimeSeconds": 0,
      ])
    #expect(letters["Messages"]?.array?.map { $0["Body"]?.string } == [body])
    try await account.end()
  }

  @Test func `what changes in the account is exactly that leaf of drift`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    let queue = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    let attributes = try await account.attributes("gen-gc-event-queue")
    // The same policy in another spelling, with a statement of somebody else's.
    var policy = try JSON.parse(attributes["Policy"]?.string ?? "")
    let mine = try #require(policy["Statement"]?.array?.first)
    policy[JSONPointer(["Statement"])] = [
      [
        "Sid": "ops", "Effect": "Allow", "Principal": ["AWS": "123456789012"],
        "Action": "sqs:ReceiveMessage", "Resource": attributes["QueueArn"] ?? "",
      ], mine,
    ]
    let redrive =
      #"{ "maxReceiveCount": "3", "deadLetterTargetArn": "#
      + #""arn:aws:sqs:us-east-1:123456789012:gen-gc-event-dlq" }"#
    _ = try await account.sqs(
      "SetQueueAttributes",
      [
        "QueueUrl": queue,
        "Attributes": [
          "Policy": .string(policy.prettyText), "RedrivePolicy": .string(redrive),
          "VisibilityTimeout": "60",
        ],
      ])
    try await account.call(
      "events", "AWSEvents.PutRule",
      [
        "Name": "gen-gc-conversations", "EventBusName": "genesys", "State": "DISABLED",
        "EventPattern": #"{"source":[{"prefix":"aws.partner/genesys.com"}]}"#,
      ])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    let paths = (drift.json["changes"]?.array ?? []).flatMap { $0["fields"]?.array ?? [] }
      .compactMap { $0["path"]?.string }
    #expect(paths.sorted() == ["/spec/queue/visibilityTimeout", "/spec/rule/state"])
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(try await account.attributes("gen-gc-event-queue")["VisibilityTimeout"] == "300")
    try await account.end()
  }

  @Test func `a grant that is missing is made again, and other statements stay`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    let url = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    let other =
      #"{"Version":"2012-10-17","Statement":{"Sid":"ops","Effect":"Deny","Principal":"*","#
      + #""Action":"sqs:PurgeQueue","Resource":"*"}}"#
    _ = try await account.sqs(
      "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["Policy": .string(other)]])
    let plan = await project.run("plan", "--output", "json")
    #expect(
      plan.json["changes"]?.array?.map { $0["address"]?.string }
        == ["EventPipeline/conversations#queue-policy"])
    #expect(await project.run("apply", "--yes").code == .done)
    let policy = try JSON.parse(
      try await account.attributes("gen-gc-event-queue")["Policy"]?.string ?? "")
    #expect(policy["Statement"]?.array?.map { $0["Sid"] } == ["gcsync-rule", "ops"])
    #expect(await project.run("plan").code == .done)
    try await account.end()
  }

  @Test func `a part taken out of the manifest goes, and one put in comes`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit(
      #"  pipe: {name: gen-gc-pipe, roleArn: "arn:aws:iam::123456789012:role/pipe"}"#, "")
    try project.edit("    backlog: {name: gen-gc-many, threshold: 5000}\n", "")
    let less = await project.run("plan", "--output", "json")
    #expect(
      less.json["changes"]?.array?.map { $0["address"]?.string } == [
        "EventPipeline/conversations#backlog-alarm", "EventPipeline/conversations#pipe",
      ])
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("plan").code == .done)
    try project.edit(
      "  alarms:",
      "  pipe: {name: gen-gc-other, roleArn: \"arn:aws:iam::123456789012:role/pipe\"}\n  alarms:")
    #expect(await project.run("apply", "--yes").code == .done)
    let pipes = await LoopbackClient(url: account.moto.url).send(
      "GET", "/v1/pipes/gen-gc-other",
      headers: [
        "Authorization": "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/pipes/aws4_request"
      ])
    #expect(pipes?.text.contains("stateMachine:gen-gc-machine") == true)
    try await account.end()
  }

  @Test func `a pipeline that is destroyed is gone, its rule before its queues`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    let destroyed = await project.run("destroy", "--kind", "EventPipeline", "--yes")
    #expect(destroyed.code == .done, "\(destroyed.out)\(destroyed.err)")
    let queues = try await account.sqs("ListQueues", [:])
    #expect(queues["QueueUrls"]?.array?.isEmpty != false)
    let rules = try await account.call(
      "events", "AWSEvents.ListRules", ["EventBusName": "genesys"])
    #expect(rules["Rules"]?.array?.isEmpty != false)
    let again = await project.run("plan", "--output", "json")
    #expect(again.json["summary"]?["create"] == 13)
    try await account.end()
  }

  @Test func `what the account has is exported, and planned with it there is nothing to do`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    let exported = await project.run("export", "EventPipeline")
    #expect(exported.code == .done, "\(exported.err)")
    #expect(exported.out.contains("name: gen-gc-event-dlq"))
    Files.remove(project.path(".gcsync/state.db"))
    try project.write(exported.out, to: "manifests/all.yaml")
    #expect(await project.run("validate").code == .done)
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == 13)
    try await account.end()
  }

  @Test func `queues that are there already are taken over only where that was said`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    _ = try await account.sqs("CreateQueue", ["QueueName": "gen-gc-event-dlq"])
    let plan = await account.project.run("plan", "--output", "json")
    let found = plan.json["changes"]?.array?.first {
      $0["address"]?.string == "EventPipeline/conversations#dead-letter-queue"
    }
    #expect(found?["action"] == "adopt")
    #expect(found?["blockedBy"]?.array?.isEmpty == false)
    let applied = await account.project.run("apply", "--yes", "--adopt")
    #expect(applied.code == .done, "\(applied.out)")
    #expect(await account.project.run("plan").code == .done)
    try await account.end()
  }

  @Test func `nothing is taken for absent where AWS cannot be asked`() async throws {
    guard let account = try await Account.open() else { return }
    let nobody = await account.project.run(
      "plan", environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
    #expect(nobody.code == .authentication)
    #expect(nobody.out.contains("incomplete read of EventPipeline#queue"))
    #expect(!nobody.out.contains("+ EventPipeline"))
    try await account.end()
  }

  @Test func `a saved plan is applied without its manifests, and refused once a queue has changed`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit(
      "queue: {name: gen-gc-event-queue}", "queue: {name: gen-gc-event-queue, delaySeconds: 5}")
    let file = project.path("saved.plan")
    #expect(await project.run("plan", "--out", file).code == .changes)
    let queue = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    func set(_ delay: JSON) async throws {
      _ = try await account.sqs(
        "SetQueueAttributes",
        [
          "QueueUrl": queue,
          "Attributes": [
            "DelaySeconds": delay,
            "Policy": try await account.attributes("gen-gc-event-queue")["Policy"] ?? "",
          ],
        ])
    }
    try await set("9")
    #expect(await project.run("apply", file).code == .stale)
    try await set("0")
    let applied = await project.run("apply", file)
    #expect(applied.code == .done, "\(applied.out)\(applied.err)")
    #expect(try await account.attributes("gen-gc-event-queue")["DelaySeconds"] == "5")
    try await account.end()
  }

  @Test func `a partner event source gets its bus, and what needs it waits for that`()
    async throws
  {
    let source = "aws.partner/genesys.com/cloud/7f1c9a3e/gcsync"
    let manifests = Self.manifests.replacing(
      "eventBusName: genesys", with: "description: conversations"
    ).replacing("spec:\n", with: "spec:\n  partnerEventSource: {name: \(source)}\n")
    guard let account = try await Account.open(manifests) else { return }
    try await account.call(
      "events", "AWSEvents.CreatePartnerEventSource",
      ["Name": .string(source), "Account": "123456789012"])
    // moto takes the last part of a bus's name for the whole, so that it finds no bus for the rule.
    let applied = await account.project.run("apply", "--yes")
    #expect(applied.code == .partial)
    #expect(applied.out.contains("EventPipeline/conversations#rule could not be created"))
    #expect(applied.out.contains("needs EventPipeline/conversations#rule, which failed"))
    let buses = try await account.call("events", "AWSEvents.ListEventBuses", [:])
    #expect(buses["EventBuses"]?.array?.contains { $0["Name"]?.string == source } == true)
    let plan = await account.project.run("plan", "--output", "json")
    let open = plan.json["changes"]?.array?.compactMap { $0["address"]?.string } ?? []
    #expect(!open.contains("EventPipeline/conversations#event-source"))
    #expect(open.contains("EventPipeline/conversations#rule"))
    try await account.end()
  }

  @Test func `a target that somebody else gave the rule is left alone, and keeps the rule`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    let project = account.project
    let rule: JSON = ["Rule": "gen-gc-conversations", "EventBusName": "genesys"]
    try await account.call(
      "events", "AWSEvents.PutRule",
      [
        "Name": "gen-gc-conversations", "EventBusName": "genesys",
        "EventPattern": #"{"source":[{"prefix":"aws.partner/genesys.com"}]}"#,
      ])
    var foreign = rule
    foreign[JSONPointer(["Targets"])] = [
      ["Id": "audit", "Arn": "arn:aws:sqs:us-east-1:123456789012:audit"]
    ]
    try await account.call("events", "AWSEvents.PutTargets", foreign)
    #expect(await project.run("apply", "--yes", "--adopt").code == .done)
    #expect(await project.run("apply", "--yes").code == .done)
    let targets = try await account.call("events", "AWSEvents.ListTargetsByRule", rule)
    #expect(
      targets["Targets"]?.array?.compactMap { $0["Id"]?.string }.sorted()
        == ["audit", "gcsync-queue"])
    let destroyed = await project.run("destroy", "--kind", "EventPipeline", "--yes")
    #expect(destroyed.code == .partial)
    #expect(destroyed.out.contains("it has targets that others added: audit"))
    let left = try await account.call("events", "AWSEvents.ListTargetsByRule", rule)
    #expect(left["Targets"]?.array?.compactMap { $0["Id"]?.string } == ["audit"])
    try await account.end()
  }

  @Test func `a target that hands events to the same queue is taken over, not doubled`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    let rule: JSON = ["Rule": "gen-gc-conversations", "EventBusName": "genesys"]
    var own = rule
    own[JSONPointer(["Ids"])] = ["gcsync-queue"]
    try await account.call("events", "AWSEvents.RemoveTargets", own)
    var byHand = rule
    byHand[JSONPointer(["Targets"])] = [
      ["Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:gen-gc-event-queue"]
    ]
    try await account.call("events", "AWSEvents.PutTargets", byHand)
    #expect(await project.run("apply", "--yes", "--adopt").code == .done)
    let targets = try await account.call("events", "AWSEvents.ListTargetsByRule", rule)
    #expect(targets["Targets"]?.array?.compactMap { $0["Id"]?.string } == ["gcsync-queue"])
    #expect(await project.run("plan").code == .done)
    try await account.end()
  }

  @Test func `a queue is not replaced where its deletionPolicy keeps it, nor by one that is there`()
    async throws
  {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("queue: {name: gen-gc-event-queue}", "queue: {name: gen-gc-other-queue}")
    try project.edit("conversations, deletionPolicy: delete", "conversations")
    let refused = await project.run("apply", "--yes")
    #expect(refused.code == .refused)
    #expect(refused.out.contains("which loses the events in it"))
    try project.edit(
      "metadata: {name: conversations", "metadata: {deletionPolicy: delete, name: conversations")
    _ = try await account.sqs("CreateQueue", ["QueueName": "gen-gc-other-queue"])
    let taken = await project.run("apply", "--yes")
    #expect(taken.code == .error || taken.code == .partial, "\(taken.out)")
    #expect(taken.out.contains("under a name that another object has"))
    #expect(try await account.attributes("gen-gc-event-queue")["VisibilityTimeout"] == "300")
    _ = try await account.sqs(
      "DeleteQueue",
      ["QueueUrl": .string("\(account.moto.url)/123456789012/gen-gc-other-queue")])
    let replaced = await project.run("apply", "--yes")
    #expect(replaced.code == .done, "\(replaced.out)")
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    let pipe = await LoopbackClient(url: account.moto.url).send(
      "GET", "/v1/pipes/gen-gc-pipe",
      headers: [
        "Authorization": "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/pipes/aws4_request"
      ])
    #expect(pipe?.text.contains("sqs:us-east-1:123456789012:gen-gc-other-queue") == true)
    try await account.end()
  }

  @Test func `a run that stopped half-way is resumed, the queues being there without policies`()
    async throws
  {
    let manifests = Self.manifests.replacing("eventBusName: genesys", with: "eventBusName: late")
    guard let account = try await Account.open(manifests) else { return }
    let project = account.project
    let half = await project.run("apply", "--yes")
    #expect(half.code == .partial, "\(half.out)")
    #expect(try await account.attributes("gen-gc-event-queue")["Policy"] == nil)
    let runs = await project.run("history", "--output", "json").json["runs"]?.array
    let run = try #require(runs?.first?["id"]?.string)
    try await account.call("events", "AWSEvents.CreateEventBus", ["Name": "late"])
    let resumed = await project.run("apply", "--resume", run)
    #expect(resumed.code == .done, "\(resumed.out)\(resumed.err)")
    #expect(await project.run("plan").code == .done)
    try await account.end()
  }

  @Test func `encryption by a key is turned on and off, and a muted alarm is drift`() async throws {
    guard let account = try await Account.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit(
      "queue: {name: gen-gc-event-queue}",
      "queue: {name: gen-gc-event-queue, encryption: kms, kmsMasterKeyId: alias/events}")
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(
      try await account.attributes("gen-gc-event-queue")["KmsMasterKeyId"] == "alias/events")
    try project.edit(", encryption: kms, kmsMasterKeyId: alias/events", "")
    let off = await project.run("apply", "--yes")
    #expect(off.code == .done, "\(off.out)")
    let mute = "Action=DisableAlarmActions&Version=2010-08-01&AlarmNames.member.1=gen-gc-dead"
    #expect(
      await LoopbackClient(url: account.moto.url).send(
        "POST", "/",
        headers: [
          "Authorization":
            "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/monitoring/aws4_request",
          "Content-Type": "application/x-www-form-urlencoded",
        ], body: Array(mute.utf8))?.status == 200)
    let drift = await project.run("drift", "--output", "json")
    let paths = (drift.json["changes"]?.array ?? []).flatMap { $0["fields"]?.array ?? [] }
      .compactMap { $0["path"]?.string }
    #expect(paths.contains("/spec/alarms/deadLetters/actionsEnabled"))
    try await account.end()
  }

  @Test func `a definition that AWS would refuse is found where it stands`() async throws {
    let project = try await TestProject(Self.manifests)
    try project.write(
      "{\n  \"StartAt\": \"Done\",\n  \"States\": {\"Dome\": {\"Type\": \"Succeed\"}}\n}",
      to: "manifests/machine.asl.json")
    let outcome = await project.run("validate")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("manifests/machine.asl.json:2:"))
    #expect(outcome.err.contains("Done"))
    try await project.end()
  }

  @Test func `the roles that a pipeline needs are written without asking anybody`() async throws {
    let project = try await TestProject(Self.manifests)
    try project.write(Self.machine, to: "manifests/machine.asl.json")
    let outcome = await project.run("events", "roles", "--account", "123456789012")
    #expect(outcome.code == .done, "\(outcome.err)")
    let roles = outcome.json["EventPipeline/conversations"]
    #expect(roles?["pipe"]?["role"] == "arn:aws:iam::123456789012:role/pipe")
    #expect(roles?["consumer"] == nil)
    #expect(project.sandbox.counts.isEmpty)
    let wrong = await project.run("events", "roles", "nobody", "--account", "1")
    #expect(wrong.code == .error)
    #expect(wrong.err.contains("no manifest declares EventPipeline/nobody"))
    try await project.end()
  }
}
