import CommandLine
import JSON
import Reconciler
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(20))) struct DriftAuthorTests {
  private static let manifests = """
    apiVersion: gcsync/v1
    kind: Queue
    metadata: {name: billing}
    spec: {description: Bills}
    """

  private func project() async throws -> TestProject {
    let project = try await TestProject(Self.manifests, profile: .platform)
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.err)")
    return project
  }

  private func queue(_ project: TestProject) throws -> String {
    let queues = project.sandbox.objects["genesys"]?["queues"]
    let ids = queues?.object?.map(\.key) ?? queues?.array?.compactMap { $0["id"]?.string } ?? []
    return try #require(ids.first, "\(project.sandbox.objects.text.prefix(400))")
  }

  private func move(
    _ project: TestProject, by actor: String, _ text: String, field: String = "description",
    _ more: JSONObject = [:]
  ) throws {
    var operation: JSONObject = [
      "op": "patch", "collection": "queues", "id": .string(try queue(project)),
      "value": [field: .string(text)], "actor": .string(actor),
    ]
    for member in more { operation[member.key] = member.value }
    try project.sandbox.mutate(.object(operation))
  }

  private func author(_ project: TestProject) async -> JSON? {
    await project.run("drift", "--output", "json").json["changes"]?.array?.first?["moved"]?["by"]
  }

  private func audits(_ project: TestProject) -> Int {
    project.sandbox.counts.filter { $0.key.contains("/audits/") }.values.reduce(0, +)
  }

  @Test func `who changed an object last is told in each form`() async throws {
    let project = try await project()
    try move(project, by: "Grace Hopper", "once")
    try move(project, by: "Ada Lovelace", "twice")
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    let moved = drift.json["changes"]?.array?.first?["moved"]
    #expect(moved?["by"] == "Ada Lovelace")
    #expect(moved?["at"]?.string?.hasSuffix("Z") == true)
    #expect(try OutputSchemas().violations(drift.json) == [])
    let words = "changed in the org by Ada Lovelace on "
    #expect(await project.run("drift").out.contains(words))
    #expect(await project.run("drift", "--output", "markdown").out.contains(words))
    try await project.end()
  }

  @Test func `an object that another client changed is told of as that`() async throws {
    let project = try await project()
    let id = try queue(project)
    try project.sandbox.mutate(["op": "delete", "collection": "queues", "id": .string(id)])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.json["changes"]?.array?.first?["action"] == "create")
    #expect(drift.json["changes"]?.array?.first?["moved"]?["by"] == "Org Administrator")
    try await project.end()
  }

  @Test func `nobody is asked where nothing has moved`() async throws {
    let project = try await project()
    #expect(await project.run("drift").code == .done)
    try project.edit("Bills", "Invoices")
    #expect(await project.run("drift").code == .done)
    #expect(audits(project) == 0)
    try await project.end()
  }

  @Test func `a client that may not ask gets a note and the same exit code`() async throws {
    let project = try await project()
    try move(project, by: "Ada Lovelace", "once")
    try project.sandbox.mutate(["deny": ["audits:audit:view"]])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    let codes = (drift.json["findings"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(codes == ["authors-unknown"])
    #expect(drift.json["changes"]?.array?.first?["moved"] == nil)
    #expect(audits(project) == 1)
    try await project.end()
  }

  @Test func `where the quick query fails, the slow one is asked`() async throws {
    let project = try await project()
    try move(project, by: "Ada Lovelace", "once")
    try project.sandbox.setFaults([
      [
        "match": ["method": "POST", "path": "/api/v2/audits/query/realtime"],
        "then": ["status": 400], "times": 5,
      ]
    ])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.json["changes"]?.array?.first?["moved"]?["by"] == "Ada Lovelace")
    #expect(audits(project) <= 6)
    try await project.end()
  }

  @Test func `the permission to ask is in the role that doctor prints`() async throws {
    let project = try await project()
    let role = await project.run("doctor", "--role")
    #expect(role.out.contains("\"audits\""), "\(role.out)")
    try await project.end()
  }

  @Test func `who changed something else since, or gcsync itself, is not named`() async throws {
    let project = try await project()
    try move(project, by: "Ada Lovelace", "once")
    try move(project, by: "Grace Hopper", "other", field: "callingPartyName")
    try move(project, by: "nobody", "again", field: "callingPartyNumber", ["client": "client"])
    #expect(await author(project) == "Ada Lovelace")
    try await project.end()
  }

  @Test func `where no change is of what drifted nobody is named, and no more is said`()
    async throws
  {
    let project = try await project()
    try move(project, by: "nobody", "once", ["client": "client"])
    try move(project, by: "Grace Hopper", "other", field: "callingPartyName")
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.json["changes"]?.array?.first?["moved"] == nil)
    #expect(drift.json["findings"] == [])
    try await project.end()
  }

  @Test func `who made a change that lists no properties is named where no other is known`()
    async throws
  {
    let project = try await project()
    try move(project, by: "Ada Lovelace", "once", ["listsProperties": false])
    #expect(await author(project) == "Ada Lovelace")
    try await project.end()
  }
}
