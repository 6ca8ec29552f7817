import CommandLine
import JSON
import Sandbox
import Testing

/// References to what the org has several of by one name.
@Suite struct FlowReferenceTests {
  private func project(_ reference: String) async throws -> TestProject {
    try await PlatformOrg.project(
      """
      apiVersion: gcsync/v1
      kind: Queue
      metadata: {name: Billing}
      spec:
        queueFlow: {ref: {kind: Flow, name: Twin, \(reference)}}

      """)
  }

  @Test func `a name that several flows bear is an error with their ids and types`() async throws {
    let project = try await project("external: true")
    let plan = await project.run("plan")
    #expect(plan.code == .changes)
    #expect(plan.out.contains("[unresolved-reference]"))
    #expect(plan.out.contains("f-2 (WORKFLOW), f-3 (INBOUNDCALL)"))
    #expect(plan.out.contains("say which one under ref.type"))
    try await project.end()
  }

  @Test func `the type says which one is meant`() async throws {
    let project = try await project("external: true, type: INBOUNDCALL")
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done, "\(apply.err)")
    let queues = project.sandbox.objects["genesys"]?["queues"]?.array ?? []
    #expect(queues.first { $0["name"] == "Billing" }?["queueFlow"]?["id"] == "f-3")
    try await project.end()
  }

  @Test func `a type that none of them has, or that no lookup needs, is an error`() async throws {
    let project = try await project("external: true, type: VOICE")
    let plan = await project.run("plan")
    #expect(plan.out.contains("the org has no Flow of type VOICE named \"Twin\""))
    try project.edit("external: true, type: VOICE", "type: VOICE")
    let validate = await project.run("validate")
    #expect(validate.code == .invalid)
    #expect(validate.err.contains("[misplaced-type]"))
    try await project.end()
  }
}
