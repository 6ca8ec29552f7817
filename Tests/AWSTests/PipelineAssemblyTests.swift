import AWS
import Diagnostics
import JSON
import Manifests
import Reconciler
import Testing

/// Which rules of an account are exported as pipelines, and what is said of the others.
@Suite struct PipelineAssemblyTests {
  private static let kinds = KindPieces(KindLibrary.load().0.kinds, profile: .guide).byCollection

  private static func queue(_ name: String) -> String { "arn:aws:sqs:us-east-1:1:\(name)" }

  /// An account in the words in which its parts are read.
  private struct Account {
    var objects: [String: [ObservedObject]] = [:]

    mutating func add(_ part: String, _ id: String, _ body: JSON) {
      objects[part, default: []].append(ObservedObject(id: id, body: body))
    }

    /// Adds a rule that sends to a queue, and the dead letters of the target where it has some.
    mutating func rule(_ name: String, to queue: String, letters: String?, bus: String = "b") {
      let id = "arn:aws:events:us-east-1:1:rule/\(bus)/\(name)"
      add("rule", id, ["rule": ["name": .string(name), "eventBusName": .string(bus)]])
      var target: JSON = ["queueArn": .string(PipelineAssemblyTests.queue(queue))]
      target[JSONPointer(["deadLetterArn"])] = letters.map {
        .string(PipelineAssemblyTests.queue($0))
      }
      add("target", id, ["target": target])
      for (policy, name) in [("queue-policy", queue), ("dead-letter-policy", letters)] {
        guard let name else { continue }
        let member = policy == "queue-policy" ? "queuePolicy" : "deadLetterPolicy"
        var grants: JSON = [:]
        grants[JSONPointer([member])] = ["ruleArn": .string(id), "statements": []]
        add(policy, PipelineAssemblyTests.queue(name), grants)
      }
    }

    mutating func queue(_ name: String, letters: String? = nil) {
      var body: JSON = ["name": .string(name)]
      body[JSONPointer(["deadLetterTargetArn"])] = letters.map {
        .string(PipelineAssemblyTests.queue($0))
      }
      add("queue", PipelineAssemblyTests.queue(name), ["queue": body])
      add(
        "dead-letter-queue", PipelineAssemblyTests.queue(name),
        ["deadLetterQueue": ["name": .string(name)]])
    }

    func assembly(known: [Address: String] = [:]) -> PipelineAssembly {
      let collections = objects.map { part, objects in
        ObservedCollection(
          kind: "EventPipeline#\(part)", objects: objects, completeness: .whole, requests: 1)
      }
      return PipelineAssembly(
        Dictionary(uniqueKeysWithValues: collections.map { ($0.kind, $0) }),
        kinds: PipelineAssemblyTests.kinds, known: known)
    }
  }

  private func names(_ assembly: PipelineAssembly) -> [String] {
    assembly.collection.objects.compactMap { $0.body["name"]?.string }
  }

  @Test(
    arguments: [
      ("q", "d", "d", nil),
      ("q", nil, "d", "and what it cannot deliver does not go to the dead letters of that queue"),
      ("q", "e", "d", "and what it cannot deliver does not go to the dead letters of that queue"),
      ("q", "d", nil, "which has no dead-letter queue"),
      ("q", "d", "gone", "gone, which is not in this region"),
      ("elsewhere", "d", "d", "which is not in this region"),
      ("q.fifo", "d", "d", "which is FIFO"),
    ] as [(String, String?, String?, String?)])
  func `only a rule whose events can all be followed is a pipeline, and why is said`(
    queue: String, target: String?, letters: String?, reason: String?
  ) {
    var account = Account()
    account.rule("r", to: queue, letters: target)
    account.queue("q", letters: letters)
    account.queue("d")
    account.queue("e")
    let assembly = account.assembly()
    #expect(names(assembly) == (reason == nil ? ["r"] : []))
    #expect(assembly.remarks.map(\.code) == (reason == nil ? [] : ["not-a-pipeline"]))
    if let reason { #expect(assembly.remarks.first?.message.contains(reason) == true) }
  }

  @Test func `of two rules that share dead letters the first is a pipeline, or the one known`() {
    var account = Account()
    account.rule("one", to: "q1", letters: "d")
    account.rule("two", to: "q2", letters: "d")
    account.queue("q1", letters: "d")
    account.queue("q2", letters: "d")
    account.queue("d")
    #expect(names(account.assembly()) == ["one"])
    #expect(
      account.assembly().remarks.first?.message.contains(
        "rule/b/two shares the dead-letter queue \(Self.queue("d")) with") == true)
    let rule = Address(kind: "EventPipeline", name: "mine", part: "rule")
    let known = account.assembly(known: [rule: "arn:aws:events:us-east-1:1:rule/b/two"])
    #expect(names(known) == ["two"])
  }

  @Test func `the bus of a partner is brought along by one of the pipelines on it`() {
    var account = Account()
    for name in ["one", "two"] {
      account.rule(name, to: "q\(name)", letters: "d\(name)", bus: "aws.partner/x")
      account.queue("q\(name)", letters: "d\(name)")
      account.queue("d\(name)")
    }
    account.add("event-source", "aws.partner/x", ["partnerEventSource": ["name": "aws.partner/x"]])
    let objects = account.assembly().collection.objects
    #expect(objects.map { $0.body["partnerEventSource"]?["name"] } == ["aws.partner/x", nil])
    #expect(objects.map { $0.body["rule"]?["eventBusName"] } == [nil, "aws.partner/x"])
  }

  @Test func `a grant that is wider than gcsync's is said to come into the plan`() {
    var account = Account()
    account.rule("r", to: "q", letters: "d")
    account.queue("q", letters: "d")
    account.queue("d")
    account.objects["queue-policy"] = [
      ObservedObject(id: Self.queue("q"), body: ["queuePolicy": ["statements": []]])
    ]
    #expect(names(account.assembly()) == ["r"])
    #expect(account.assembly().remarks.map(\.code) == ["missing-grant"])
  }
}
