import CommandLine
import Foundation
import JSON
import JSONSchema
import Sandbox
import Testing

/// The schemas of what gcsync prints and keeps, by the format they describe.
struct OutputSchemas {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private let registry = SchemaRegistry(assertsFormat: true)
  private var files: [String: String] = [:]

  init() throws {
    let folder = Self.root.appendingPathComponent("schemas/output")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let document = try JSON.parse(
        Array(try Data(contentsOf: folder.appendingPathComponent(name))))
      registry.add(document, at: name)
      if let format = document["properties"]?["format"]?["const"]?.string { files[format] = name }
    }
  }

  var formats: Set<String> { Set(files.keys) }

  /// Returns what a document has that the schema of its format does not allow.
  func violations(_ document: JSON) throws -> [String] {
    let format = try #require(document["format"]?.string)
    let file = try #require(files[format], "no schema describes \(format)")
    return try registry.schema(at: file).validate(document).map { "\($0.instance) \($0.message)" }
  }

  /// The formats that the sources name.
  static func written() throws -> Set<String> {
    let sources = root.appendingPathComponent("Sources").path
    var found: Set<String> = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: sources)
    where name.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(sources)/\(name)", encoding: .utf8)
      found.formUnion(text.matches(of: /"(gcsync\.[a-z-]+\/[0-9]+)"/).map { String($0.1) })
    }
    return found
  }
}

@Suite struct OutputSchemaTests {
  private let schemas: OutputSchemas

  init() throws {
    schemas = try OutputSchemas()
  }

  @Test func `every format that the sources name has a schema, and the other way round`() throws {
    #expect(try OutputSchemas.written() == schemas.formats)
  }

  @Test func `every document is what its schema says, whatever has happened`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    let blocked = await project.run("plan", "--output", "json")
    #expect(try schemas.violations(blocked.json) == [])
    #expect(blocked.json["exitCode"] == 2)
    for words in [
      ["apply", "--yes"], ["drift"], ["validate"], ["render"], ["history"], ["lock", "list"],
      ["audit", "verify"], ["audit", "report"], ["render", "--explain", ""], ["doctor"],
    ] {
      let result = await project.run(words: words + ["--output", "json"])
      #expect(try schemas.violations(result.json) == [], "\(words)")
    }
    #expect(try schemas.violations(await project.run("version", "--json").json) == [])
    try project.write("kind: Nothing", to: "manifests/all.yaml")
    let invalid = await project.run("validate", "--output", "json")
    #expect(try schemas.violations(invalid.json) == [])
    #expect(invalid.json["summary"]?["errors"] == 1)
    try await project.end()
  }

  @Test func `what an operation has come to is too`() async throws {
    let project = try await TestProject("# none\n")
    try project.speakPlatform()
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: RecordingJob
      metadata: {name: archive}
      spec: {action: ARCHIVE, agedConversationInterval: 2019-01-01T00:00:00Z/2019-02-01T00:00:00Z}
      """, to: "job.yaml")
    let path: JSON = "/api/v2/recording/jobs/j1"
    for state in ["PROCESSING", "FULFILLED", "FAILED", "NEW"] as [JSON] {
      let body: JSON = ["state": state, "percentProgress": 5, "errorMessage": "why"]
      try project.sandbox.setFaults([
        ["match": ["method": "GET", "path": path], "then": ["status": 200, "body": body]]
      ])
      let status = await project.run(
        "operation", "status", project.path("job.yaml"), "--id", "j1", "--output", "json")
      #expect(try schemas.violations(status.json) == [])
      #expect(status.code == (["PROCESSING", "FULFILLED"].contains(state) ? .done : .error))
    }
    try await project.end()
  }

  @Test func `a saved plan, what show says of it, and a plan that undoes are too`() async throws {
    let project = try await TestProject()
    let file = project.path("first.gcplan")
    _ = await project.run("plan", "--out", file)
    #expect(try schemas.violations(try JSON.parse(project.text(of: "first.gcplan"))) == [])
    let shown = await project.run("show", file, "--output", "json")
    #expect(shown.json["saved"]?["expired"] == false)
    #expect(try schemas.violations(shown.json) == [])
    let apply = await project.run("apply", file, "--output", "json")
    let run = try #require(apply.json["run"]?["id"]?.string)
    let undo = await project.run("undo", run, "--output", "json")
    #expect(try schemas.violations(undo.json) == [])
    let chain = try project.text(of: ".gcsync/audit/chain.jsonl").split(separator: "\n")
    #expect(chain.count == 1)
    #expect(
      try chain.flatMap { try schemas.violations(try JSON.parse(Array($0.utf8))) } == [])
    try await project.end()
  }

  @Test func `an apply that never got to a write leaves a report of the same shape`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["deny": ["webhook:read"]])
    let apply = await project.run("apply", "--yes", "--output", "json")
    #expect(try schemas.violations(apply.json) == [])
    #expect(apply.json["failures"]?.array?.isEmpty == false)
    try await project.end()
  }

  @Test func `every line of the JSON log is an event`() async throws {
    let project = try await TestProject()
    let apply = await project.run("apply", "--yes", "--log-format", "json", "--verbose")
    let lines = apply.err.split(separator: "\n").filter { $0.hasPrefix("{") }
    let events = try lines.map { try JSON.parse(Array($0.utf8)) }
    #expect(try events.flatMap { try schemas.violations($0) } == [])
    let names = Set(events.compactMap { $0["event"]?.string })
    #expect(
      names.isSuperset(of: [
        "oauth_token_refreshed", "request", "pagination_complete", "storage_target_upserted",
        "recording_policy_bound", "webhook_registered", "audit_report_generated",
      ]))
    try await project.end()
  }
}
