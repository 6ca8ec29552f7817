import CommandLine
import JSON
import TestSupport
import Testing
import World

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
    // What AWS refuses before the other is there, moto takes in any order.
    let operations = try JSON.parse(Files.read(file))["plan"]?["operations"]?.array ?? []
    func needs(_ part: String) -> Set<String> {
      let operation = operations.first {
        $0["address"]?.string == "EventPipeline/conversations#\(part)"
      }
      return Set(
        (operation?["dependencies"]?.array ?? []).compactMap {
          $0.string?.split(separator: "#").last.map(String.init)
        })
    }
    #expect(needs("queue") == ["dead-letter-queue"])
    #expect(needs("queue-policy") == ["queue", "rule"])
    #expect(
      needs("target")
        == ["rule", "queue", "dead-letter-queue", "queue-policy", "dead-letter-policy"])
    #expect(needs("pipe") == ["queue", "state-machine"])
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
