import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import Testing

/// Data actions keep their id whatever changes, since flows know them by it.
@Suite struct IntegrationActionTests {
  private let environment = NativeKind.canaries
  private static let path = "/api/v2/integrations/actions"

  private func project() async throws -> TestProject {
    let project = try await NativeKind.project(settleReads: 1)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    return project
  }

  private func change(_ project: TestProject, _ pointer: String, _ value: JSON) throws {
    var example = try #require(NativeKind.example(of: "IntegrationAction"))
    example[try #require(JSONPointer(parsing: pointer))] = value
    try project.write(example.text, to: "manifests/IntegrationAction.json")
  }

  private func ids(_ project: TestProject) -> [String] {
    let listed = project.sandbox.objects["genesys"]?["actions"]?.array ?? []
    return listed.compactMap { $0["id"]?.string }.filter { $0.hasPrefix("custom_") }
  }

  @Test(
    arguments: [
      ("/spec/contract/input/inputSchema/properties/phone", ["type": "integer"]),
      ("/spec/secure", false),
    ] as [(String, JSON)])
  func `what a published action refuses to change is changed by a draft, and the id stays`(
    pointer: String, value: JSON
  ) async throws {
    let project = try await project()
    let before = ids(project)
    try change(project, pointer, value)
    let plan = await project.run("plan", "--output", "json", environment: environment)
    #expect(plan.json["summary"]?["update"] == 1, "\(plan.out)")
    #expect(plan.json["summary"]?["replace"] == 0)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    let draft = "\(Self.path)/{id}/draft"
    for call in ["POST \(draft)", "PATCH \(draft)", "POST \(draft)/publish"] {
      #expect(project.sandbox.counts[call] == 1, "\(call)")
    }
    #expect(ids(project) == before && before.count == 1)
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test(
    arguments: [
      ("/spec/config/request/requestTemplate", "{}"), ("/spec/config/timeoutSeconds", 20),
      ("/spec/category", "Sales"),
    ] as [(String, JSON)])
  func `what a published action takes is changed in one call`(
    pointer: String, value: JSON
  ) async throws {
    let project = try await project()
    try change(project, pointer, value)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    #expect(project.sandbox.counts["PATCH \(Self.path)/{id}"] == 1)
    #expect(project.sandbox.counts["POST \(Self.path)/{id}/draft"] == nil)
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test(arguments: ["IntegrationAction", "DataAction"], [true, false])
  func `a translation map is added where there was none, or somebody emptied it`(
    kind: String, isEmptied: Bool
  ) async throws {
    let manifest = """
      apiVersion: gcsync/v1
      kind: \(kind)
      metadata: {name: rating}
      spec:
        integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
        category: Directory
        contract:
          input: {inputSchema: {type: object, properties: {phone: {type: string}}}}
          output: {successSchema: {type: object, properties: {score: {type: integer}}}}
        config:
          request: {requestUrlTemplate: "https://rating.example.com/score", requestType: POST}

      """
    let mapped = manifest + "    response: {translationMap: {score: $.score}}\n"
    let project = try await PortableKind.project(
      .platform, manifests: isEmptied ? mapped : manifest)
    #expect(await project.run("apply", "--yes").code == .done)
    if isEmptied {
      try project.sandbox.mutate([
        "op": "patch", "collection": "actions", "id": .string(try #require(ids(project).first)),
        "value": ["config": ["response": ["translationMap": ["score": .null]]]],
      ])
    }
    try project.write(mapped, to: "manifests/all.yaml")
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done, "\(apply.out) \(apply.err)")
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    try await project.end()
  }

  @Test func `a draft that somebody left is taken up`() async throws {
    let project = try await project()
    let id = try #require(ids(project).first)
    try project.sandbox.mutate([
      "op": "put", "collection": "actionDrafts", "id": .string(id),
      "value": try #require(project.sandbox.stored("actions", id)),
    ])
    try change(project, "/spec/secure", false)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test func `only actions that are declared are asked for one by one, and built-in ones never`()
    async throws
  {
    let project = try await project()
    for number in 0..<5 {
      var other = try #require(ids(project).first.flatMap { project.sandbox.stored("actions", $0) })
      let id = "custom_-_00000000-0000-4000-8000-00000000000\(number)"
      other["name"] = .string("Other \(number)")
      other["id"] = .string(id)
      try project.sandbox.mutate([
        "op": "put", "collection": "actions", "id": .string(id), "value": other,
      ])
    }
    let before = project.sandbox.counts["GET \(Self.path)/{id}"] ?? 0
    #expect(await project.run("plan", environment: environment).code == .done)
    #expect((project.sandbox.counts["GET \(Self.path)/{id}"] ?? 0) - before == 1)
    let export = await project.run("export", "IntegrationAction", environment: environment)
    #expect(export.out.components(separated: "kind: IntegrationAction\n").count == 6 + 1)
    #expect(!export.out.contains("static"))
    try await project.end()
  }
}
