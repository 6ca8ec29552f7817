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
  @Test func `a pipeline is planned, applied and then as declared`() async throws {
    guard let account = try await PipelineAccount.open() else { return }
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
    let manifests = pipelineManifests.replacing("    eventBusName: genesys\n", with: "")
    guard let account = try await PipelineAccount.open(manifests) else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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

  @Test func `a part taken out of the manifest goes, and one put in comes`() async throws {
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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

  @Test func `nothing is taken for absent where AWS cannot be asked`() async throws {
    guard let account = try await PipelineAccount.open() else { return }
    let nobody = await account.project.run(
      "plan", environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
    #expect(nobody.code == .authentication)
    #expect(nobody.out.ranges(of: "incomplete read of EventPipeline:").count == 1)
    #expect(!nobody.out.contains("incomplete read of EventPipeline#"))
    #expect(!nobody.out.contains("+ EventPipeline"))
    let file = account.project.path("gcsync.yaml")
    let text = String(decoding: try Files.read(file), as: UTF8.self)
    try account.project.write(
      text.replacing("region: us-east-1, ", with: ""), to: "gcsync.yaml")
    let nowhere = await account.project.run("plan")
    #expect(nowhere.code == .error)
    #expect(nowhere.out.ranges(of: "no AWS region is named").count == 1, "\(nowhere.out)")
    try await account.end()
  }

  @Test func `a saved plan is applied without its manifests, and refused once a queue has changed`()
    async throws
  {
    guard let account = try await PipelineAccount.open() else { return }
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
    let manifests = pipelineManifests.replacing(
      "eventBusName: genesys", with: "description: conversations"
    ).replacing("spec:\n", with: "spec:\n  partnerEventSource: {name: \(source)}\n")
    guard let account = try await PipelineAccount.open(manifests) else { return }
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

  @Test func `a run that stopped half-way is resumed, the queues being there without policies`()
    async throws
  {
    let manifests = pipelineManifests.replacing("eventBusName: genesys", with: "eventBusName: late")
    guard let account = try await PipelineAccount.open(manifests) else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    let project = try await TestProject(pipelineManifests)
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
    let project = try await TestProject(pipelineManifests)
    try project.write(pipelineMachine, to: "manifests/machine.asl.json")
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
