import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import Testing

/// What a kind of the platform must pass, whichever it is: a file in `schemas/` is enough to be tested.
@Suite struct NativeKindTests {
  private let environment = NativeKind.canaries

  @Test func `every kind that can be managed has an example`() {
    let managed = EveryKind.library.kinds.values.filter { kind in
      kind.wires[.platform].map { !$0.isLookupOnly && kind.wires[.guide] == nil } ?? false
    }
    #expect(managed.map(\.name).filter { NativeKind.example(of: $0) == nil } == [])
    #expect(managed.count > 10)
  }

  @Test(arguments: [0, 2])
  func `planning all examples, applying them and planning again ends with nothing to do`(
    settleReads: Int
  ) async throws {
    let project = try await NativeKind.project(settleReads: settleReads)
    let validate = await project.run("validate", environment: environment)
    #expect(validate.code == .done, "\(validate.err)")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    #expect(plan.code == .changes, "\(plan.err)")
    #expect(project.writes == 0)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    let written = project.writes
    for _ in 0..<3 {
      let again = await project.run("plan", environment: environment)
      #expect(again.code == .done, "\(again.out)")
    }
    #expect(await project.run("apply", "--yes", environment: environment).code == .done)
    #expect(project.writes == written)
    // The same without any memory of what was applied: everything is found by its name.
    try FileManager.default.removeItem(atPath: project.path(".gcsync"))
    let forgetful = await project.run("plan", environment: environment)
    #expect(forgetful.code == .done, "\(forgetful.out)")
    try await project.end()
  }

  @Test func `lost answers and refusals on the way end with every object once`() async throws {
    let project = try await NativeKind.project(settleReads: 1)
    func fault(_ method: String, _ path: String, _ then: JSON) -> JSON {
      ["match": ["method": .string(method), "path": .string(path)], "then": then, "times": 1]
    }
    try project.sandbox.setFaults([
      "faults": [
        fault("POST", "/api/v2/routing/queues", ["drop": "after"]),
        fault("POST", "/api/v2/integrations", ["drop": "after"]),
        fault("POST", "/api/v2/integrations/actions", ["status": 502]),
        fault("PUT", "/api/v2/integrations/*/config/current", ["drop": "after"]),
        fault("POST", "/api/v2/processautomation/triggers", ["drop": "before"]),
        fault("POST", "/api/v2/journey/views/*", ["drop": "after"]),
        fault("POST", "/api/v2/groups", ["status": 429, "headers": ["Retry-After": "1"]]),
      ]
    ])
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    #expect(await project.run("plan", environment: environment).code == .done)
    let org = project.sandbox.objects["genesys"]
    for name in ["queues", "actions", "triggers", "groups", "journeyViewSchedules"] {
      let own = org?[name]?.array?.filter { $0["id"]?.string?.hasPrefix("static") != true }
      #expect(own?.count == 1, "\(name)")
    }
    #expect(org?["platformIntegrations"]?.array?.count == 2)
    try await project.end()
  }

  @Test(arguments: NativeKind.names)
  func `one field changed is exactly that leaf in the plan, and is applied`(
    kind: String
  ) async throws {
    let project = try await NativeKind.project()
    _ = await project.run("apply", "--yes", environment: environment)
    let example = try #require(NativeKind.example(of: kind))
    let spec = try #require(EveryKind.library.kinds[kind]?.spec)
    var tried = 0
    for (pointer, value) in EveryKind.changes(of: example["spec"] ?? [:], in: spec).prefix(12)
    where spec.field(at: pointer)?.role.isImmutable != true {
      var changed = example
      let path = ([kind] + pointer.tokens).joined(separator: ".")
      let choices = (try? EveryKind.library.explain(path).choices) ?? []
      let former = example["spec"]?[pointer]?.string
      changed[JSONPointer(["spec"] + pointer.tokens)] =
        choices.first { $0 != former }.map(JSON.string) ?? value
      try project.write(changed.text, to: "manifests/\(kind).json")
      let plan = await project.run(
        "plan", "--kind", kind, "--output", "json", environment: environment)
      if plan.code == .invalid { continue }
      let fields = Set(
        (plan.json["changes"]?.array ?? []).flatMap { change in
          (change["fields"]?.array ?? []).compactMap { $0["path"]?.string }
        })
      // A list of which one element changed may be told as a whole.
      #expect(fields.count == 1, "\(pointer)")
      #expect(fields.allSatisfy { "/spec\(pointer)".hasPrefix($0) }, "\(pointer): \(fields)")
      tried += 1
    }
    #expect(tried > 0)
    try await project.end()
  }

  @Test func `what the service can delete is gone after destroy`() async throws {
    let project = try await NativeKind.project { example in
      var example = example
      example["metadata"]?["deletionPolicy"] = "delete"
      return example
    }
    _ = await project.run("apply", "--yes", environment: environment)
    let kinds = NativeKind.names.filter {
      EveryKind.library.kinds[$0]?.wires[.platform]?.delete != nil
    }
    let scope = kinds.flatMap { ["--kind", $0] }
    let destroy = await project.run(
      words: ["destroy", "--yes"] + scope, environment: environment)
    #expect(destroy.code == .done, "\(destroy.out)")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    let created = (plan.json["changes"]?.array ?? []).filter { $0["action"] == "create" }
      .compactMap { $0["kind"]?.string }
    #expect(Set(created).isSuperset(of: kinds))
    try await project.end()
  }

  @Test func `no planted secret is in any output`() async throws {
    let project = try await NativeKind.project()
    var texts: [String] = []
    for words in [
      ["plan", "--out", project.path("x.plan")], ["show", project.path("x.plan")], ["render"],
      ["apply", "--yes", "--log-format", "json", "-v"], ["drift"], ["history"],
      ["plan", "--rewrite-secrets"],
    ] {
      for format in ["text", "json", "markdown"] {
        let outcome = await project.run(
          words: words + ["--output", format], environment: environment)
        texts += [outcome.out, outcome.err]
      }
    }
    texts += project.everyFile
    for canary in NativeKind.canaries.values {
      #expect(!texts.contains { $0.contains(canary) || $0.contains(JSON.string(canary).text) })
    }
    try await project.end()
  }
}
