import CommandLine
import JSON
import JSONSchema
import Manifests
import Reconciler
import Sandbox
import Testing

/// Null in a manifest of the platform profile, from its schema to the org.
@Suite struct ClearingTests {
  private func manifest(_ kind: String, _ spec: JSON) -> JSON {
    ["apiVersion": "gcsync/v1", "kind": .string(kind), "metadata": ["name": "x"], "spec": spec]
  }

  @Test func `null takes a field out of an object that leaving it out would keep`() async throws {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: Queue
      metadata: {name: Billing}
      spec: {description: Questions about invoices, callingPartyName: Example}

      """, profile: .platform)
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("description: Questions about invoices, ", "")
    #expect(await project.run("plan").code == .done)
    try project.edit("spec: {", "spec: {description: null, ")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes, "\(plan.err)")
    let fields = plan.json["changes"]?.array?.first?["fields"]?.array ?? []
    #expect(fields.map { $0["path"] } == ["/spec/description"])
    #expect(fields.first?["after"] == .null)
    #expect(await project.run("apply", "--yes").code == .done)
    let queue = project.sandbox.objects["genesys"]?["queues"]?.array?.first
    #expect(queue?["description"]?.string == nil)
    #expect(queue?["callingPartyName"] == "Example")
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("drift").code == .done)
    try await project.end()
  }

  @Test func `the schema that is printed takes null just where validation does`() throws {
    let library = EveryKind.library
    let registry = SchemaRegistry()
    for (kind, spec) in [
      ("Queue", ["description": .null]), ("Queue", ["division": .null]),
      ("Queue", ["mediaSettings": ["call": .null]]),
    ] as [(String, JSON)] {
      let schema = try #require(library.standaloneSchema(of: kind, forOverlays: false))
      registry.add(schema, at: "\(kind).json")
      let printed = try registry.schema(at: "\(kind).json")
      #expect(printed.validate(manifest(kind, spec)).isEmpty, "\(spec)")
    }
    let trigger = try #require(library.standaloneSchema(of: "Trigger", forOverlays: false))
    registry.add(trigger, at: "Trigger.json")
    let wrong = manifest("Trigger", ["topicName": .null, "target": .null, "enabled": .null])
    #expect(!(try registry.schema(at: "Trigger.json").validate(wrong)).isEmpty)
  }

  @Test func `null of a field that must be there is refused`() async throws {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: Trigger
      metadata: {name: t}
      spec: {topicName: null, enabled: true, target: null}

      """, profile: .platform)
    #expect(await project.run("validate").code == .invalid)
    try await project.end()
  }
}
