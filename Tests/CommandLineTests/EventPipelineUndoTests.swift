import CommandLine
import JSON
import TestSupport
import Testing

/// The way back from a run that took a pipeline away.
@Suite(.serialized) struct EventPipelineUndoTests {
  @Test func `what was destroyed comes back with its target and grants, in one go`() async throws {
    guard let account = try await PipelineAccount.open() else { return }
    let project = account.project
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("destroy", "--kind", "EventPipeline", "--yes").code == .done)
    let runs = await project.run("history", "--output", "json").json["runs"]?.array
    let run = try #require(runs?.first?["id"]?.string)
    let file = project.path("back.plan")
    let undo = await project.run("undo", run, "--out", file, "--output", "json")
    #expect(undo.json["summary"]?["create"] == 13, "\(undo.out)\(undo.err)")
    let applied = await project.run("apply", file)
    #expect(applied.code == .done, "\(applied.out)\(applied.err)")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == 13)
    for queue in ["gen-gc-event-queue", "gen-gc-event-dlq"] {
      let policy = try JSON.parse(try await account.attributes(queue)["Policy"]?.string ?? "")
      #expect(policy["Statement"]?.array?.map { $0["Sid"] } == ["gcsync-rule"])
    }
    try await account.end()
  }
}
