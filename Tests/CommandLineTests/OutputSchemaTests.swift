import CommandLine
import Foundation
import JSON
import JSONSchema
import Sandbox
import Testing

@Suite struct OutputSchemaTests {
  private func schema(_ name: String) throws -> Schema {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("schemas/output/\(name).json")
    let document = try JSON.parse(Array(try Data(contentsOf: file)))
    return try Schema(compiling: document, registry: SchemaRegistry())
  }

  private func violations(_ json: JSON, _ name: String) throws -> [String] {
    try schema(name).validate(json).map { "\($0.instance) \($0.message)" }
  }

  @Test func `every document is what its schema says, whatever has happened`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    let blocked = await project.run("plan", "--output", "json")
    #expect(try violations(blocked.json, "changes") == [])
    #expect(blocked.json["exitCode"] == 2)
    let partial = await project.run("apply", "--yes", "--output", "json")
    #expect(try violations(partial.json, "audit") == [])
    let drift = await project.run("drift", "--output", "json")
    #expect(try violations(drift.json, "drift") == [])
    let valid = await project.run("validate", "--output", "json")
    #expect(try violations(valid.json, "diagnostics") == [])
    try project.write("kind: Nothing", to: "manifests/all.yaml")
    let invalid = await project.run("validate", "--output", "json")
    #expect(try violations(invalid.json, "diagnostics") == [])
    #expect(invalid.json["summary"]?["errors"] == 1)
    try await project.end()
  }

  @Test func `an apply that never got to a write leaves a report of the same shape`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["deny": ["webhook:read"]])
    let apply = await project.run("apply", "--yes", "--output", "json")
    #expect(try violations(apply.json, "audit") == [])
    #expect(apply.json["failures"]?.array?.isEmpty == false)
    try await project.end()
  }

  @Test func `every line of the JSON log is an event`() async throws {
    let project = try await TestProject()
    let apply = await project.run("apply", "--yes", "--log-format", "json", "--verbose")
    let lines = apply.err.split(separator: "\n").filter { $0.hasPrefix("{") }
    let events = try lines.map { try JSON.parse(Array($0.utf8)) }
    #expect(try events.flatMap { try violations($0, "event") } == [])
    let names = Set(events.compactMap { $0["event"]?.string })
    #expect(
      names.isSuperset(of: [
        "oauth_token_refreshed", "request", "pagination_complete", "storage_target_upserted",
        "recording_policy_bound", "webhook_registered", "audit_report_generated",
      ]))
    try await project.end()
  }
}
