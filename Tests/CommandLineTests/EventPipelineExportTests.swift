import CommandLine
import JSON
import TestSupport
import Testing
import World

/// What is exported of an account in which not every rule is a pipeline.
@Suite(.serialized) struct EventPipelineExportTests {
  /// Makes a rule that sends to a queue of its own, as somebody with a console would.
  private func make(
    _ name: String, in account: PipelineAccount, redrive: String, targetLetters: String?
  ) async throws {
    let prefix = "arn:aws:sqs:us-east-1:123456789012:"
    let policy: JSON = ["deadLetterTargetArn": .string(prefix + redrive), "maxReceiveCount": 3]
    _ = try await account.sqs(
      "CreateQueue",
      ["QueueName": .string("\(name)-q"), "Attributes": ["RedrivePolicy": .string(policy.text)]])
    let rule: JSON = ["Name": .string(name), "EventBusName": "genesys"]
    var made = rule
    made[JSONPointer(["EventPattern"])] = #"{"source":["a"]}"#
    try await account.call("events", "AWSEvents.PutRule", made)
    var target: JSON = ["Id": "1", "Arn": .string("\(prefix)\(name)-q")]
    target[JSONPointer(["DeadLetterConfig"])] = targetLetters.map {
      ["Arn": .string(prefix + $0)]
    }
    try await account.call(
      "events", "AWSEvents.PutTargets",
      ["Rule": .string(name), "EventBusName": "genesys", "Targets": [target]])
  }

  @Test
  func `dead letters of two queues and a target without any are named, and the rest is whole`()
    async throws
  {
    guard let account = try await PipelineAccount.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    _ = try await account.sqs("CreateQueue", ["QueueName": "spare-dlq"])
    try await make(
      "a-shared", in: account, redrive: "gen-gc-event-dlq", targetLetters: "gen-gc-event-dlq")
    try await make("b-undelivered", in: account, redrive: "spare-dlq", targetLetters: nil)
    let exported = await project.run("export", "EventPipeline")
    #expect(exported.code == .done, "\(exported.err)")
    #expect(exported.err.contains("a-shared shares the dead-letter queue"))
    #expect(exported.err.contains("b-undelivered sends to"))
    #expect(exported.out.ranges(of: "kind: EventPipeline").count == 1)
    Files.remove(project.path(".gcsync/state.db"))
    try project.write(exported.out, to: "manifests/all.yaml")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == 13)
    try await account.end()
  }
}
