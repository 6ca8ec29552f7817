import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct PatchTests {
  @Test func `the patch of a first plan makes all of nothing`() async throws {
    let project = try await TestProject()
    let plan = await project.run("plan", "--output", "json-patch")
    #expect(plan.code == .changes)
    let made = try JSON.object([:]).applying(patch: plan.json)
    #expect(
      made.object?.keys.sorted() == [
        "RecordingPolicy/voice", "StorageTarget/archive", "Webhook/hook",
      ])
    #expect(made["Webhook/hook"]?["spec"]?["targetUrl"] == "https://example.com/in")
    #expect(!plan.out.contains("canary"))
    try await project.end()
  }

  @Test func `a patch tests what it replaces, and the undo's takes it back`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 20")
    let plan = await project.run("plan", "--output", "json-patch")
    let before: JSON = ["RecordingPolicy/voice": ["spec": ["retentionPeriodDays": 30]]]
    let after: JSON = ["RecordingPolicy/voice": ["spec": ["retentionPeriodDays": 20]]]
    #expect(try before.applying(patch: plan.json) == after)
    #expect(throws: JSONPatchError.self) { try after.applying(patch: plan.json) }
    _ = await project.run("apply", "--yes")
    let run = try #require(
      await project.run("history", "--output", "json").json["runs"]?.array?.first?["id"]?.string)
    let undo = await project.run("undo", run, "--output", "json-patch")
    #expect(try after.applying(patch: undo.json) == before)
    try await project.end()
  }

  @Test func `a command without changes to tell has no patch`() async throws {
    let project = try await TestProject()
    let render = await project.run("render", "--output", "json-patch")
    #expect(render.code == .error)
    #expect(render.err.contains("--output is one of text, json, markdown, not"))
    try await project.end()
  }

  @Test func `the graph has every object and every reference, in both languages`() async throws {
    let project = try await TestProject()
    let dot = await project.run("graph")
    #expect(dot.out.contains("\"RecordingPolicy/voice\" -> \"StorageTarget/archive\";"))
    #expect(dot.out.contains("\"Webhook/hook\";"))
    let mermaid = await project.run("graph", "--format", "mermaid")
    #expect(mermaid.out.contains("n0 --> n1"))
    #expect(mermaid.out.contains("n2[\"Webhook/hook\"]"))
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `the graph of a pipeline is that of its parts`() async throws {
    let project = try await TestProject(pipelineManifests)
    try project.write(pipelineMachine, to: "manifests/machine.asl.json")
    let graph = await project.run("graph").out
    for (from, to) in [
      ("target", "queue"), ("target", "rule"), ("queue", "dead-letter-queue"),
      ("queue-policy", "rule"), ("queue-policy", "queue"), ("pipe", "state-machine"),
      ("dead-letters-alarm", "dead-letter-queue"),
    ] {
      let line =
        "\"EventPipeline/conversations#\(from)\" -> \"EventPipeline/conversations#\(to)\";"
      #expect(graph.contains(line), "\(graph)")
    }
    #expect(!graph.contains("\"EventPipeline/conversations\""))
    let valid = await project.run("validate")
    #expect(valid.out == "1 manifest in 1 file is valid for dev\n")
    try await project.end()
  }
}
