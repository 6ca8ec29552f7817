import CommandLine
import Foundation
import JSON
import Reconciler
import Sandbox
import Testing

/// What the service makes up for a new object and tells once.
@Suite struct GeneratedSecretTests {
  private func project() async throws -> TestProject {
    try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: Role
      metadata: {name: Auditor}
      spec:
        permissionPolicies: [{domain: recording, entityName: recording, actionSet: [view]}]
      ---
      apiVersion: gcsync/v1
      kind: Division
      metadata: {name: Support}
      spec: {}
      ---
      apiVersion: gcsync/v1
      kind: OAuthClient
      metadata: {name: Exporter}
      spec:
        authorizedGrantType: CLIENT-CREDENTIALS
        roleDivisions: [{roleId: {ref: {kind: Role, name: Auditor}}, divisionId: {ref: {kind: Division, name: Support}}}]

      """, profile: .platform)
  }

  @Test func `a secret made up by the service is written to the file named, and nowhere else`()
    async throws
  {
    let project = try await project()
    let file = project.path("kept.json")
    let apply = await project.run(
      words: [
        "apply", "--yes", "--generated-secrets", file, "--output", "json", "--log-format", "json",
        "-v",
      ])
    #expect(apply.code == .done, "\(apply.err)")
    let document = try JSON.parse(project.text(of: "kept.json"))
    #expect(try OutputSchemas().violations(document) == [])
    let kept = try #require(document["secrets"]?.array?.first)
    #expect(kept["address"] == "OAuthClient/Exporter" && kept["path"] == "/secret")
    let secret = try #require(kept["value"]?.string)
    let id = try #require(kept["id"]?.string)
    #expect(project.sandbox.stored("/api/v2/oauth/clients", id)?["secret"] == .string(secret))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done)
    try FileManager.default.removeItem(atPath: file)
    let texts = project.everyFile + [apply.out, apply.err, plan.out, plan.err]
    #expect(!texts.contains { $0.contains(secret) })
    try await project.end()
  }

  @Test func `without a file the secret is announced as lost before anything is written`()
    async throws
  {
    let project = try await project()
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done)
    #expect(apply.err.contains("warning[generated-secret]"))
    #expect(apply.err.contains("--generated-secrets FILE"))
    let again = await project.run("apply", "--yes")
    #expect(!again.err.contains("generated-secret"))
    try await project.end()
  }

  @Test func `secrets of a later run are added, and a file that is something else is refused`()
    async throws
  {
    let project = try await project()
    let file = project.path("kept.json")
    try project.write("{\"mine\": 1}", to: "kept.json")
    let refused = await project.run("apply", "--yes", "--generated-secrets", file)
    #expect(refused.code == .error)
    #expect(refused.err.contains("[file-exists]"))
    #expect(project.writes == 0)
    try FileManager.default.removeItem(atPath: file)
    _ = await project.run("apply", "--yes", "--generated-secrets", file)
    try project.edit("{name: Exporter}", "{name: Second}")
    _ = await project.run("apply", "--yes", "--generated-secrets", file)
    let document = try JSON.parse(project.text(of: "kept.json"))
    #expect(
      document["secrets"]?.array?.compactMap { $0["address"]?.string }
        == ["OAuthClient/Exporter", "OAuthClient/Second"])
    try await project.end()
  }

  @Test func `an answer lost with its secret is told`() async throws {
    let project = try await project()
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["method": "POST", "path": "/api/v2/oauth/clients"], "then": ["drop": "after"],
          "times": 1,
        ]
      ]
    ])
    let apply = await project.run("apply", "--yes", "--generated-secrets", project.path("k.json"))
    #expect(apply.code == .done, "\(apply.err)")
    #expect(apply.err.contains("warning[secret-not-kept]"))
    try await project.end()
  }
}
