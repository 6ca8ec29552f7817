import CommandLine
import Foundation
import JSON
import Reconciler
import Sandbox
import Testing

/// What can be wrong with an org of the Platform API: each is said, the rest goes on, nothing is lost.
@Suite struct PlatformFailureTests {
  private static let manifests = """
    apiVersion: gcsync/v1
    kind: Division
    metadata: {name: Sales}
    spec: {description: where money comes from}
    ---
    apiVersion: gcsync/v1
    kind: Queue
    metadata: {name: Billing}
    spec:
      division: {ref: {kind: Division, name: Sales}}
      queueFlow: {ref: {kind: Flow, name: Hold, external: true}}

    """
  private static let org: JSON = [
    "flows": [
      ["id": "11111111-0000-4000-8000-000000000001", "name": "Hold", "type": "INQUEUECALL"]
    ]
  ]

  private func project(_ manifests: String = manifests) async throws -> TestProject {
    try await TestProject(manifests, profile: .platform, org: Self.org)
  }

  private func put(_ project: TestProject, _ collection: String, _ value: JSON) throws {
    try project.sandbox.mutate(["op": "put", "collection": .string(collection), "value": value])
  }

  @Test func `a name that two objects bear is an error with both ids, and the rest is applied`()
    async throws
  {
    let project = try await project(
      Self.manifests + """
        ---
        apiVersion: gcsync/v1
        kind: Integration
        metadata: {name: CRM}
        spec: {integrationType: {id: custom-rest-actions}}

        """)
    for id in ["i-1", "i-2"] {
      try put(
        project, "platformIntegrations",
        ["id": .string(id), "name": "CRM", "integrationType": ["id": "custom-rest-actions"]])
    }
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .partial, "\(apply.out)")
    #expect(apply.err.contains("several objects share the name of Integration/CRM: i-1, i-2"))
    #expect(apply.err.contains("metadata.pin"))
    let again = await project.run("apply", "--yes")
    #expect(again.code == .error, "\(again.out)")
    #expect(await project.run("plan").code == .changes)
    try await project.end()
  }

  @Test func `what a saved plan refers to and is gone meanwhile is a failure that says so`()
    async throws
  {
    let project = try await project()
    let plan = project.path("p.plan")
    #expect(await project.run("plan", "--out", plan).code == .changes)
    try project.sandbox.mutate([
      "op": "delete", "collection": "flows", "id": "11111111-0000-4000-8000-000000000001",
    ])
    let apply = await project.run("apply", plan)
    #expect(apply.code == .partial, "\(apply.out)")
    #expect(apply.out.contains("✓ create Division/Sales"))
    #expect(apply.out.contains("✗ create Queue/Billing"))
    try await project.end()
  }

  @Test func `a family without permission is told with it, and the others are planned`()
    async throws
  {
    let project = try await project()
    try project.sandbox.mutate(["deny": ["authorization:division:view"]])
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .authentication)
    #expect(plan.json["partial"] == true)
    let codes = (plan.json["findings"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(codes.contains("permission-denied"))
    #expect(plan.out.contains("Queue/Billing"))
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `null where there should be a value is no difference to nothing`() async throws {
    let project = try await project()
    #expect(await project.run("apply", "--yes").code == .done)
    let queue = try #require(
      project.sandbox.objects["genesys"]?["queues"]?.array?.first { $0["name"] == "Billing" })
    var changed = queue
    for name in ["description", "mediaSettings", "memberGroups", "acwSettings", "routingRules"] {
      changed[JSONPointer([name])] = .null
    }
    try put(project, "queues", changed)
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    try await project.end()
  }

  @Test func `a value that nobody knew of is shown as it is`() async throws {
    let project = try await project(
      Self.manifests.replacingOccurrences(
        of: "spec:\n", with: "spec:\n  scoringMethod: TimestampAndPriority\n"))
    #expect(await project.run("apply", "--yes").code == .done)
    var queue = try #require(
      project.sandbox.objects["genesys"]?["queues"]?.array?.first { $0["name"] == "Billing" })
    queue["scoringMethod"] = "ByMoonPhase"
    try put(project, "queues", queue)
    let drift = await project.run("drift")
    #expect(drift.code == .changes)
    #expect(drift.out.contains("ByMoonPhase"))
    try await project.end()
  }

  @Test func `an empty page before the last poisons its collection alone`() async throws {
    let project = try await project()
    for number in 0..<250 {
      try put(project, "divisions", ["name": .string("D\(number)"), "description": ""])
    }
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["path": "/api/v2/authorization/divisions*"],
          "then": [
            "status": 200,
            "body": ["entities": [], "pageCount": 3, "total": 251, "pageNumber": 1],
          ],
        ]
      ]
    ])
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .error)
    #expect(plan.json["partial"] == true)
    #expect(plan.out.contains("came empty"))
    let created = (plan.json["changes"]?.array ?? []).compactMap { $0["address"]?.string }
    #expect(created == ["Queue/Billing"])
    try await project.end()
  }
}
