import CommandLine
import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// What somebody else made in the account, and what gcsync does with it.
@Suite(.serialized) struct EventPipelineNeighbourTests {
  @Test func `a grant that is missing is made again, and other statements stay`() async throws {
    guard let account = try await PipelineAccount.open() else { return }
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

  @Test func `statements of a manifest are as declared in the words that AWS gives them back in`()
    async throws
  {
    let arn = "arn:aws:sqs:us-east-1:123456789012:gen-gc-event-queue"
    let written = """
        queuePolicy:
          statements:
            - {Sid: ops, Effect: Allow, Principal: {AWS: ["123456789012"]}, \
      Action: [sqs:ReceiveMessage, sqs:DeleteMessage], Resource: ["\(arn)"]}
            - {Sid: all, Effect: Deny, Principal: "*", Action: ["sqs:PurgeQueue"], \
      Resource: "\(arn)"}
        consumer:
      """
    let manifests = pipelineManifests.replacing("  consumer:", with: written)
    guard let account = try await PipelineAccount.open(manifests) else { return }
    let project = account.project
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.out)\(applied.err)")
    var policy = try JSON.parse(
      try await account.attributes("gen-gc-event-queue")["Policy"]?.string ?? "")
    let statements = try #require(policy["Statement"]?.array)
    let grant = try #require(statements.first { $0["Sid"] == "gcsync-rule" })
    policy[JSONPointer(["Statement"])] = [
      [
        "Sid": "all", "Effect": "Deny", "Principal": ["AWS": "*"], "Action": "SQS:PurgeQueue",
        "Resource": .string(arn),
      ], grant,
      [
        "Sid": "ops", "Effect": "Allow",
        "Principal": ["AWS": "arn:aws:iam::123456789012:root"],
        "Action": ["SQS:DeleteMessage", "SQS:ReceiveMessage"], "Resource": .string(arn),
      ],
    ]
    let url = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    _ = try await account.sqs(
      "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["Policy": .string(policy.text)]])
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    policy[JSONPointer(["Statement", "2", "Principal"])] = ["AWS": "arn:aws:iam::999999999999:root"]
    _ = try await account.sqs(
      "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["Policy": .string(policy.text)]])
    let drift = await project.run("drift", "--output", "json")
    #expect(
      drift.json["changes"]?.array?.flatMap { $0["fields"]?.array ?? [] }.map { $0["path"] }
        == ["/spec/queuePolicy/statements"])
    try await account.end()
  }

  @Test func `queues that are there already are taken over only where that was said`()
    async throws
  {
    guard let account = try await PipelineAccount.open() else { return }
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

  @Test func `a target that somebody else gave the rule is left alone, and keeps the rule`()
    async throws
  {
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
    guard let account = try await PipelineAccount.open() else { return }
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
}
