import CommandLine
import JSON
import Reconciler
import Sandbox
import Testing

/// Objects that somebody deletes in the org and makes anew under their names.
@Suite(.timeLimit(.minutes(20))) struct MadeAnewTests {
  private static let manifests = """
    apiVersion: gcsync/v1
    kind: Queue
    metadata: {name: fallback}
    spec: {description: Last resort}
    ---
    apiVersion: gcsync/v1
    kind: Queue
    metadata: {name: billing}
    spec:
      description: Bills
      directRouting: {backupQueueId: {ref: {kind: Queue, name: fallback}}}
    """

  private func project() async throws -> TestProject {
    let project = try await TestProject(Self.manifests, profile: .platform)
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.err)")
    return project
  }

  private func fallback(_ project: TestProject) throws -> JSON {
    let queues = project.sandbox.objects["genesys"]?["queues"]
    let all = queues?.object?.map(\.value) ?? queues?.array ?? []
    return try #require(all.first { $0["name"] == "fallback" })
  }

  /// Deletes the queue that the other refers to, and makes another one where that is wanted.
  private func replace(_ project: TestProject, by value: JSON?) throws {
    let id = try #require(try fallback(project)["id"])
    var operations: [JSON] = [["op": "delete", "collection": "queues", "id": id]]
    if let value {
      operations.append([
        "op": "put", "collection": "queues", "id": "0000aaaa-0000-4000-8000-000000000001",
        "value": value, "actor": "Ada Lovelace",
      ])
    }
    try project.sandbox.mutate(["ops": .array(operations)])
  }

  private func changes(_ drift: TestProject.Outcome) -> [String: JSON] {
    let pairs = (drift.json["changes"]?.array ?? []).map { ($0["address"]?.string ?? "", $0) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test func `one that is otherwise has moved in the org, and so has who refers to it`()
    async throws
  {
    let project = try await project()
    try replace(project, by: ["name": "fallback", "description": "By hand"])
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    let changes = changes(drift)
    #expect(changes["Queue/fallback"]?["direction"] == "org")
    #expect(changes["Queue/fallback"]?["moved"]?["by"] == "Ada Lovelace")
    #expect(changes["Queue/billing"]?["direction"] == "org")
    #expect(changes["Queue/billing"]?["moved"] == nil)
    for format in ["text", "markdown"] {
      let shown = await project.run("drift", "--output", format).out
      #expect(shown.contains("deleted in the org and made anew by Ada Lovelace on "))
      #expect(shown.contains("Queue/fallback was deleted in the org and made anew"))
    }
    try await project.end()
  }

  @Test func `one that is the same is a note, and drift of who refers to it`() async throws {
    let project = try await project()
    let former = try fallback(project)
    try replace(project, by: former)
    let drift = await project.run("drift", "--output", "json")
    #expect(drift.code == .changes)
    #expect(changes(drift).keys.sorted() == ["Queue/billing"])
    #expect(changes(drift)["Queue/billing"]?["direction"] == "org")
    #expect((drift.json["findings"]?.array ?? []).map { $0["code"] } == ["made-anew"])
    let accepted = await project.run("drift", "--accept")
    #expect(accepted.code == .changes)
    #expect(try project.text(of: "manifests/all.yaml").contains("ref: {kind: Queue"))
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("drift").code == .done)
    try await project.end()
  }

  @Test func `one that moved in Git, too, has moved in both`() async throws {
    let project = try await project()
    try replace(project, by: ["name": "fallback", "description": "Last resort"])
    try project.edit("Last resort", "The very last resort")
    let drift = await project.run("drift", "--output", "json")
    #expect(changes(drift)["Queue/fallback"]?["direction"] == "both")
    try await project.end()
  }

  @Test func `who refers to one that is only gone has not moved in Git`() async throws {
    let project = try await project()
    try replace(project, by: nil)
    let drift = await project.run("drift", "--output", "json")
    #expect(changes(drift)["Queue/fallback"]?["direction"] == "org")
    #expect(changes(drift)["Queue/billing"]?["direction"] == "org")
    #expect(
      await project.run("drift").out.contains("[Queue/fallback was deleted in the org]"))
    try await project.end()
  }
}
