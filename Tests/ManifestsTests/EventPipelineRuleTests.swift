import Diagnostics
import JSON
import Manifests
import Testing

/// What a pipeline of events is held to before AWS sees it.
@Suite struct EventPipelineRuleTests {
  private static let pattern = "{source: [{prefix: aws.partner/genesys.com}]}"

  private func pipeline(_ more: String = "", pattern: String = pattern) -> String {
    """
    apiVersion: gcsync/v1
    kind: EventPipeline
    metadata: {name: p}
    spec:
      rule: {name: r, eventPattern: \(pattern)}
      \(more)

    """
  }

  private func found(
    _ text: String, _ files: [String: String] = [:]
  ) throws -> [Diagnostic] {
    try Fixture(files.merging(["manifests/p.yaml": text]) { $1 }).load().diagnostics
  }

  private static let queues = "deadLetterQueue: {name: d}"

  @Test(arguments: [
    ("queue: {name: q}\n  \(queues)", []),
    ("queue: {name: q}\n  \(queues)\n  consumer: {timeoutSeconds: 50}", []),
    ("queue: {name: q}\n  \(queues)\n  consumer: {timeoutSeconds: 51}", ["visibility-too-short"]),
    (
      "queue: {name: q}\n  \(queues)\n  consumer: {timeoutSeconds: 50, batchWindowSeconds: 1}",
      ["visibility-too-short"]
    ),
    (
      "queue: {name: q, visibilityTimeout: 43200}\n  \(queues)\n  consumer: {timeoutSeconds: 7200}",
      []
    ),
    ("queue: {name: d}\n  \(queues)", ["same-queue"]),
    ("queue: {name: q, messageRetentionPeriod: 1209600}\n  \(queues)", ["dead-letters-expire"]),
    (
      "queue: {name: q, encryption: kms, kmsMasterKeyId: alias/aws/sqs}\n  \(queues)",
      ["unusable-kms-key"]
    ),
    ("queue: {name: q, encryption: kms}\n  \(queues)", ["missing-field"]),
    ("queue: {name: q.fifo}\n  \(queues)", ["pattern-mismatch"]),
    ("queue: {name: q}", ["missing-field"]),
    (
      "queue: {name: q}\n  \(queues)\n  target: {input: x, inputPath: $.detail}",
      ["several-inputs"]
    ),
    (
      "queue: {name: q}\n  \(queues)\n  alarms: {backlog: {name: b, period: 45}}",
      ["invalid-period"]
    ),
    (
      "queue: {name: q}\n  \(queues)\n  alarms: {backlog: {name: b, datapointsToAlarm: 2}}",
      ["too-many-datapoints"]
    ),
    (
      "queue: {name: q}\n  \(queues)\n  queuePolicy: {statements: [{Sid: gcsync-rule}]}",
      ["reserved-statement"]
    ),
    (
      "queue: {name: q}\n  \(queues)\n  stateMachine: {name: m, roleArn: 'arn:aws:iam::1:role/m', "
        + "definition: {StartAt: A}, loggingConfiguration: {level: ALL}}",
      ["missing-log-group"]
    ),
    (
      "queue: {name: q}\n  \(queues)\n  pipe: {name: p, roleArn: 'arn:aws:iam::1:role/p'}",
      ["missing-field"]
    ),
  ])
  func `a pipeline is held to its rules`(more: String, expected: [String]) throws {
    #expect(try found(pipeline(more)).map(\.code) == expected)
  }

  @Test(arguments: [
    ("{source: aws.partner}", "source must be a list"),
    ("{detail: {topic: []}}", "topic must be a list"),
    ("{}", "a mapping that is not empty"),
    ("{$or: [{source: [a]}, {detail: 1}]}", "detail must be a list"),
    ("{$or: {source: [a]}}", "$or must be a list"),
  ])
  func `a pattern that EventBridge would refuse is found`(pattern: String, words: String) throws {
    let problems = try found(
      pipeline("queue: {name: q}\n  \(Self.queues)", pattern: pattern))
    #expect(problems.map(\.code) == ["invalid-event-pattern"])
    #expect(problems.first?.message.contains(words) == true)
    #expect(problems.first?.location?.line == 5)
  }

  @Test func `what a block lacks is said where its name stands`() throws {
    let problems = try found(
      pipeline(
        "queue: {name: q}\n  \(Self.queues)\n  pipe: {name: p, roleArn: arn:aws:iam::1:role/p}"))
    let problem = try #require(problems.first { $0.message == "/spec is missing \"stateMachine\"" })
    #expect(problem.location?.line == 4)
    #expect(problem.location?.column == 1)
  }

  @Test func `a default that is too short is called one, where what is written asks for more`()
    throws
  {
    let consumer = "\n  consumer:\n    timeoutSeconds: 60"
    let short = try #require(found(pipeline("queue: {name: q}\n  \(Self.queues)\(consumer)")).first)
    #expect(short.message.contains("is 300 s, the default of /spec/queue/visibilityTimeout, and"))
    #expect(short.location?.line == 9)
    let written = "queue:\n    name: q\n    visibilityTimeout: 300"
    let said = try #require(found(pipeline("\(written)\n  \(Self.queues)\(consumer)")).first)
    #expect(said.message.contains("visibilityTimeout is 300 s, and"))
    #expect(said.location?.line == 8)
    let kept = "queue:\n    name: q\n    messageRetentionPeriod: 1209600\n  \(Self.queues)"
    let dead = try #require(found(pipeline(kept)).first)
    #expect(dead.code == "dead-letters-expire")
    #expect(dead.message.contains("the default of /spec/deadLetterQueue/messageRetentionPeriod"))
    #expect(dead.location?.line == 8)
  }

  @Test func `two pipelines cannot name one object`() throws {
    let one = pipeline("queue: {name: q}\n  \(Self.queues)")
    let two = one.replacing("metadata: {name: p}", with: "metadata: {name: other}")
      .replacing("name: r,", with: "name: r, eventBusName: b,")
    let problems = try found(one + "---\n" + two)
    #expect(problems.map(\.code) == ["shared-name", "shared-name"])
    #expect(problems.first?.notes.first?.location != nil)
    let apart = two.replacing("name: q", with: "name: q2").replacing("name: d", with: "name: d2")
    #expect(try found(one + "---\n" + apart).isEmpty)
  }

  private func machine(_ path: String) -> String {
    pipeline(
      """
      queue: {name: q}
        \(Self.queues)
        stateMachine:
          name: m
          roleArn: arn:aws:iam::1:role/m
          definition: {file: \(path)}
      """)
  }

  @Test func `a file beside the manifest stands for what it says, variables untouched`() throws {
    let set = try Fixture([
      "manifests/p.yaml": machine("asl/m.yaml"),
      "manifests/asl/m.asl.yaml": "not: [a, manifest]\n",
      "definitions/m.json": "{}",
      "manifests/asl/m.yaml.txt": "",
    ]).load()
    #expect(set.diagnostics.map(\.code) == ["unreadable-file"])
    let found = try Fixture([
      "manifests/p.yaml": machine("../asl/m.yaml"), "asl/m.yaml": "StartAt: ${retention}\n",
    ]).load()
    #expect(found.diagnostics.isEmpty)
    #expect(
      found.manifests.first?.spec["stateMachine"]?["definition"] == ["StartAt": "${retention}"])
  }

  @Test(arguments: [
    ("nowhere.json", "", "unreadable-file", "p.yaml"),
    ("../../../../../../../../etc/hostname", "", "file-outside-project", "p.yaml"),
    ("/etc/hostname", "", "file-outside-project", "p.yaml"),
    ("../two.yaml", "a: 1\n---\nb: 2\n", "not-one-document", "two.yaml"),
    ("../two.json", "{\n \"a\": }", "json-syntax", "two.json"),
  ])
  func `a file that cannot stand for a value is named with its place`(
    path: String, content: String, code: String, place: String
  ) throws {
    let name = path.hasPrefix("../two") ? String(path.dropFirst(3)) : "unused.txt"
    let problems = try found(machine(path), [name: content])
    #expect(problems.map(\.code) == [code])
    #expect(problems.first?.location?.file.name.hasSuffix(place) == true)
  }

  @Test func `the example in the schema is a valid manifest`() throws {
    let example = try KindLibrary.load().0.explain("EventPipeline").example
    let text = try #require(example).text
    #expect(try Fixture(["manifests/p.json": text]).load().diagnostics.isEmpty)
  }
}
