import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import Testing

/// What a kind must pass, whichever it is: a file in `schemas/` is enough to be tested here.
@Suite struct EveryKindTests {
  @Test(arguments: EveryKind.names)
  func `a kind has an example, and the example is valid`(kind: String) async throws {
    _ = try #require(EveryKind.example(of: kind), "manifests/ has no \(kind)")
    let project = try await EveryKind.project()
    #expect(
      await project.run("validate", environment: EveryKind.canaries).code == .done)
    try await project.end()
  }

  @Test(arguments: EveryKind.names)
  func `planning an example, applying it and planning again ends with nothing to do`(
    kind: String
  ) async throws {
    let project = try await EveryKind.project()
    let plan = await project.run(
      "plan", "--kind", kind, "--output", "json", environment: EveryKind.canaries)
    #expect(plan.code == .changes)
    #expect(plan.json["summary"]?["create"] != 0)
    #expect(project.writes == 0)
    let apply = await project.run(
      "apply", "--yes", "--kind", kind, environment: EveryKind.canaries)
    #expect(apply.code == .done)
    let written = project.writes
    // Every answer orders lists anew and fills in what it likes.
    for _ in 0..<3 {
      let again = await project.run(
        "plan", "--kind", kind, "--output", "json", environment: EveryKind.canaries)
      #expect(again.code == .done, "\(again.out)")
    }
    #expect(
      await project.run("apply", "--yes", "--kind", kind, environment: EveryKind.canaries).code
        == .done)
    #expect(project.writes == written)
    try await project.end()
  }

  @Test(arguments: EveryKind.names)
  func `one field changed in the org is exactly that leaf of drift`(kind: String) async throws {
    let project = try await EveryKind.project()
    _ = await project.run("apply", "--yes", environment: EveryKind.canaries)
    let model = try #require(EveryKind.library.kinds[kind])
    let collection = try #require(model.wires[.guide]?.collection)
    let example = try #require(EveryKind.example(of: kind))
    let isChosen = model.wires[.guide]?.identity == .client
    let name = (isChosen ? nil : example["spec"]?["name"]) ?? example["metadata"]?["name"]
    let id = try #require(project.liveID(of: model, name?.string ?? ""))
    let body = try #require(project.sandbox.stored(collection, id))
    let changes = EveryKind.changes(of: body, in: model.spec)
    #expect(changes.count >= 3)
    for (pointer, value) in changes {
      var changed = body
      changed[pointer] = value
      func put(_ body: JSON) throws {
        try project.sandbox.mutate([
          "op": "put", "collection": .string(collection), "id": .string(id), "value": body,
        ])
      }
      try put(changed)
      let drift = await project.run(
        "drift", "--kind", kind, "--output", "json", environment: EveryKind.canaries)
      let fields = (drift.json["changes"]?.array ?? []).flatMap { change in
        (change["fields"]?.array ?? []).compactMap { $0["path"]?.string }
      }
      #expect(fields == ["/spec\(pointer)"], "\(pointer)")
      #expect(drift.json["changes"]?.array?.first?["direction"] == "org")
      try put(body)
    }
    try await project.end()
  }

  @Test(arguments: EveryKind.names)
  func `no planted secret is in any output, in any encoding`(kind: String) async throws {
    let project = try await EveryKind.project()
    var texts: [String] = []
    for words in [
      ["plan", "--out", project.path("x.plan")], ["show", project.path("x.plan")], ["render"],
      ["apply", "--yes", "--verbose"], ["drift"], ["history"], ["plan", "--rewrite-secrets"],
      ["apply", "--yes", "--rewrite-secrets", "--log-format", "json", "-v"], ["audit", "report"],
    ] {
      let scope = ["plan", "apply", "drift"].contains(words[0]) ? ["--kind", kind] : []
      for format in ["text", "json", "markdown"] {
        let outcome = await project.run(
          words: words + scope + ["--output", format], environment: EveryKind.canaries)
        texts += [outcome.out, outcome.err]
      }
    }
    texts += project.everyFile
    for canary in EveryKind.canaries.values {
      let bytes = Data(canary.utf8)
      let forms = [
        canary, bytes.base64EncodedString(), bytes.map { String(format: "%02x", $0) }.joined(),
        canary.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? canary,
        JSON.string(canary).text,
      ]
      for form in forms {
        #expect(!texts.contains { $0.contains(form) }, "\(form) leaked")
      }
    }
    try await project.end()
  }

  @Test func `what may be deleted is gone after destroy, what is needed by others last`()
    async throws
  {
    let project = try await EveryKind.project { example in
      var example = example
      example["metadata"]?["deletionPolicy"] = "delete"
      return example
    }
    _ = await project.run("apply", "--yes", environment: EveryKind.canaries)
    let kinds = Set(EveryKind.examples.compactMap { $0["kind"]?.string })
    let scope = kinds.sorted().flatMap { ["--kind", $0] }
    let destroy = await project.run(
      words: ["destroy", "--yes"] + scope, environment: EveryKind.canaries)
    #expect(destroy.code == .done)
    for kind in EveryKind.names {
      let collection = try #require(EveryKind.library.kinds[kind]?.wires[.guide]?.collection)
      #expect(project.sandbox.counts["DELETE \(collection)/{id}"] == 1)
    }
    let plan = await project.run("plan", "--output", "json", environment: EveryKind.canaries)
    #expect(plan.json["summary"]?["create"] == .number(JSONNumber(EveryKind.examples.count)))
    try await project.end()
  }

  @Test(arguments: EveryKind.names)
  func `a kind that forbids its deletion is not deleted`(kind: String) async throws {
    let project = try await EveryKind.project { example in
      var example = example
      example["metadata"]?["deletionPolicy"] = "forbid"
      return example
    }
    _ = await project.run("apply", "--yes", environment: EveryKind.canaries)
    let writes = project.writes
    let destroy = await project.run(
      "destroy", "--yes", "--kind", kind, environment: EveryKind.canaries)
    #expect(destroy.code == .refused)
    #expect(project.writes == writes)
    try await project.end()
  }
}
