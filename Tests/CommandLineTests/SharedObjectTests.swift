import CommandLine
import Foundation
import JSON
import Reconciler
import Sandbox
import Testing

/// Two kinds over one collection of the platform, of which either may mean an object.
@Suite struct SharedObjectTests {
  /// A portable manifest, and one of a native kind that means the same object.
  struct Twins: Sendable, CustomTestStringConvertible {
    let portable: String
    let native: String
    let manifest: String
    let collection: String
    let path: String
    let name: String
    /// What somebody changes in the org, the text in the portable manifest and what becomes of it.
    let change: JSON
    let edit: (String, String)

    var testDescription: String { portable }
    var nativeKind: String { String(native.prefix { $0 != "/" }) }
  }

  static let twins = [
    Twins(
      portable: "DataAction/rate-caller", native: "IntegrationAction/rating",
      manifest: """
        apiVersion: gcsync/v1
        kind: IntegrationAction
        metadata: {name: rating}
        spec:
          name: rate-caller
          integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
          category: Directory
          secure: true
          contract:
            input:
              inputSchema: {type: object, required: [phone], properties: {phone: {type: string}}}
            output:
              successSchema: {type: object, required: [score], properties: {score: {type: integer}}}
          config:
            request: {requestUrlTemplate: "https://rating.example.com/old", requestType: POST}

        """,
      collection: "actions", path: "/api/v2/integrations/actions", name: "rate-caller",
      change: ["config": ["response": ["translationMap": ["score": "$.rating.score"]]]],
      edit: ("{score: $.score}", "{score: $.rating.score}")),
    Twins(
      portable: "RecordingPolicy/keep-calls", native: "MediaRetentionPolicy/calls",
      manifest: """
        apiVersion: gcsync/v1
        kind: MediaRetentionPolicy
        metadata: {name: calls, deletionPolicy: delete}
        spec:
          name: keep-calls
          enabled: true
          mediaPolicies: {callPolicy: {actions: {retainRecording: true}}}

        """,
      collection: "mediaRetentionPolicies", path: "/api/v2/recording/mediaretentionpolicies",
      name: "keep-calls", change: ["description": "Keeps calls"],
      edit: ("Keeps every call and every message", "Keeps calls")),
  ]

  private let environment = PortableKind.environment

  private func run(_ project: TestProject, _ words: String...) async -> TestProject.Outcome {
    await project.run(words: words, environment: environment)
  }

  private func objects(_ project: TestProject, _ twins: Twins) -> [JSON] {
    let all = project.sandbox.objects["genesys"]?[twins.collection]?.array ?? []
    return all.filter { $0["name"]?.string == twins.name }
  }

  /// Makes a project whose object was written as a native one, and is declared as a portable one now.
  private func switched(_ twins: Twins) async throws -> TestProject {
    let project = try await PortableKind.project(.platform, manifests: twins.manifest)
    let apply = await run(project, "apply", "--yes")
    #expect(apply.code == .done, "\(apply.out) \(apply.err)")
    try project.write(PortableKind.manifests, to: "manifests/all.yaml")
    return project
  }

  @Test(arguments: twins)
  func `what is declared as another kind now is forgotten as the former and never pruned`(
    twins: Twins
  ) async throws {
    let project = try await switched(twins)
    let apply = await run(project, "apply", "--yes", "--adopt")
    #expect(apply.code == .done, "\(apply.out) \(apply.err)")
    #expect(!apply.err.contains("\(twins.native) is no longer declared"), "\(apply.err)")
    let plan = await run(project, "plan", "--prune", "--output", "json")
    #expect(plan.json["summary"]?["delete"] == 0, "\(plan.out)")
    let prune = await run(project, "apply", "--yes", "--prune")
    #expect(prune.code == .done, "\(prune.out) \(prune.err)")
    #expect(
      prune.err.contains("\(twins.native) is only forgotten, since \(twins.portable) is the same"),
      "\(prune.err)")
    #expect(project.sandbox.counts["DELETE \(twins.path)/{id}"] == nil)
    #expect(objects(project, twins).count == 1)
    let again = await run(project, "plan", "--prune")
    #expect(again.code == .done && !again.err.contains(twins.native), "\(again.out) \(again.err)")
    try await project.end()
  }

  @Test(arguments: twins)
  func `a prune of one kind alone spares what a manifest of another kind may mean`(
    twins: Twins
  ) async throws {
    let project = try await switched(twins)
    let prune = await run(project, "apply", "--yes", "--prune", "--kind", twins.nativeKind)
    #expect(prune.code == .done, "\(prune.out) \(prune.err)")
    #expect(prune.err.contains("\(twins.native) is only forgotten"), "\(prune.err)")
    #expect(objects(project, twins).count == 1)
    try await project.end()
  }

  @Test(arguments: twins)
  func `destroying one kind spares what the record has as another kind, too`(
    twins: Twins
  ) async throws {
    let project = try await switched(twins)
    #expect(await run(project, "apply", "--yes", "--adopt").code == .done)
    let destroy = await run(project, "destroy", "--yes", "--kind", twins.nativeKind)
    #expect(destroy.code == .done, "\(destroy.out) \(destroy.err)")
    #expect(objects(project, twins).count == 1)
    try await project.end()
  }

  @Test(arguments: twins)
  func `an object declared as two kinds is an error, whether it is there or not`(
    twins: Twins
  ) async throws {
    let both = PortableKind.manifests + "\n---\n" + twins.manifest
    let project = try await PortableKind.project(.platform, manifests: both)
    func refusesOne() async {
      let apply = await run(project, "apply", "--yes")
      #expect(apply.code != .done, "\(apply.out)")
      #expect(objects(project, twins).count == 1)
      let plan = await run(project, "plan", "--output", "json")
      let problem = plan.json["findings"]?.array?.first { $0["code"] == "shared-object" }
      let message = problem?["message"]?.string ?? ""
      #expect(problem?["severity"] == "error", "\(plan.out)")
      #expect(message.contains(twins.portable) && message.contains(twins.native))
      #expect(plan.json["changes"] == [], "only one of the two is ever applied")
    }
    await refusesOne()
    try project.write(PortableKind.manifests, to: "manifests/all.yaml")
    #expect(await run(project, "apply", "--yes", "--adopt").code == .done)
    try project.write(both, to: "manifests/all.yaml")
    await refusesOne()
    try await project.end()
  }

  @Test(arguments: twins)
  func `a merge takes what the org says into the manifest that declares the object`(
    twins: Twins
  ) async throws {
    let project = try await PortableKind.project(.platform)
    #expect(await run(project, "apply", "--yes").code == .done)
    let id = try #require(objects(project, twins).first?["id"])
    try project.sandbox.mutate([
      "op": "patch", "collection": .string(twins.collection), "id": id, "value": twins.change,
    ])
    let before = try project.text(of: "manifests/all.yaml")
    let merge = await run(project, "export", twins.nativeKind, "--merge")
    #expect(merge.code == .done, "\(merge.err)")
    #expect(
      merge.err.contains("no \(twins.nativeKind) is written for what other manifests declare"),
      "\(merge.err)")
    #expect(
      try project.text(of: "manifests/all.yaml")
        == before.replacing(twins.edit.0, with: twins.edit.1))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: project.path("manifests")).count == 1)
    let plan = await run(project, "plan")
    #expect(plan.code == .done, "\(plan.out)")
    try await project.end()
  }

  @Test func `a merge of the whole org leaves what webhooks and storage targets are to them`()
    async throws
  {
    let project = try await PortableKind.project(.platform)
    #expect(await run(project, "apply", "--yes").code == .done)
    try project.sandbox.mutate(
      PlatformOrg.put(
        (
          "mediaRetentionPolicies", "p-1",
          [
            "name": "other", "enabled": true,
            "mediaPolicies": [
              "callPolicy": [
                "actions": [
                  "retainRecording": true,
                  "integrationExport": ["integration": ["id": archive(project)]],
                ]
              ]
            ],
          ]
        )))
    let merge = await run(project, "export", "--merge")
    #expect(merge.code == .done, "\(merge.err)")
    #expect(merge.err.contains("nothing is taken over into Webhook/tell-the-bus"), "\(merge.err)")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: project.path("manifests/Integration"))
    #expect(files == ["Directory-actions.yaml"])
    let policy = try project.text(of: "manifests/MediaRetentionPolicy/other.yaml")
    #expect(policy.contains("name: voice-archive\n") && policy.contains("external: true"))
    let plan = await run(project, "plan")
    #expect(plan.code == .done, "\(plan.out) \(plan.err)")
    try await project.end()
  }

  private func archive(_ project: TestProject) -> JSON {
    let all = project.sandbox.objects["genesys"]?["platformIntegrations"]?.array ?? []
    return all.first { $0["name"] == "voice-archive" }?["id"] ?? .null
  }
}
