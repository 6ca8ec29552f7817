import CommandLine
import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// An account with a bus and a role, and a project whose pipeline is to live there.
struct PipelineAccount {
  let moto: Moto
  let project: TestProject

  /// Starts moto and makes the project; nil where there is no moto and none is required.
  static func open(_ manifests: String = pipelineManifests) async throws -> PipelineAccount? {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return nil
    }
    let project = try await TestProject(manifests)
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    try project.write(text.replacing(project.sandbox.s3URL, with: moto.url), to: "gcsync.yaml")
    try project.write(pipelineMachine, to: "manifests/machine.asl.json")
    let account = PipelineAccount(moto: moto, project: project)
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

let pipelineMachine =
  #"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#

let pipelineManifests = """
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
