import Diagnostics
import Foundation
import JSON
import JSONSchema
import Manifests
import TestSupport
import Testing
import YAML

/// The schemas judged by a validator nobody here wrote: what an editor says must be what gcsync says.
@Suite struct IndependentValidatorTests {
  private static let library = KindLibrary.load().0

  @Test func `each field takes and refuses the same values everywhere`() async throws {
    var checks: [Check] = []
    for file in EditorFields.files {
      for field in EditorFields.of(file) {
        let examples = field.resolved("examples")?.array ?? []
        checks.append(
          Check(
            schema: "\(file)#\(field.pointer)",
            values: Mutations.pool + examples + examples.flatMap(Mutations.slips)))
      }
    }
    guard let answers = try await SchemaPeer.ask(Self.library.documents, checks) else { return }
    #expect(answers.count == checks.count)
    for (check, answer) in zip(checks, answers) {
      let schema = try EditorFields.registry.schema(at: check.schema)
      for (index, value) in check.values.enumerated() {
        let own = schema.validate(value).isEmpty
        #expect(answer.current[index] == own, "\(check.schema) \(value.text)")
        // Draft-07 has no dependentRequired, which these files hold and the printed ones translate.
        if Self.dependents.contains(where: check.schema.hasPrefix) { continue }
        #expect(answer.former[index] == own, "draft-07: \(check.schema) \(value.text)")
      }
    }
    print("peer jsonschema: \(checks.map(\.values.count).reduce(0, +)) values of fields")
  }

  /// Fields with rules between their members that draft-07 cannot read in the files themselves.
  private static let dependents = [
    "StorageTarget.json#/properties/spec/properties/configuration",
    "EventPipeline.json#/properties/spec/properties/deadLetterQueue",
    "EventPipeline.json#/properties/spec/properties/queue",
  ]

  @Test func `what gcsync schema prints says of a manifest what gcsync says`() async throws {
    var documents: [String: JSON] = [:]
    var checks: [Check] = []
    for (kind, manifests) in try Self.manifests() {
      documents[kind] = Self.library.standaloneSchema(of: kind, forOverlays: false)
      checks.append(Check(schema: kind, values: manifests + manifests.flatMap(Mutations.documents)))
    }
    guard let answers = try await SchemaPeer.ask(documents, checks) else { return }
    #expect(answers.count == checks.count)
    var (accepted, refused) = (0, 0)
    for (check, answer) in zip(checks, answers) {
      for (index, manifest) in check.values.enumerated() {
        let own = Self.library.accepts(manifest, kind: check.schema)
        accepted += own ? 1 : 0
        refused += own ? 0 : 1
        #expect(answer.current[index] == own, "\(manifest.text)")
        #expect(answer.former[index] == own, "draft-07: \(manifest.text)")
      }
    }
    #expect(accepted > 500 && refused > 2000)
    print("peer jsonschema: \(accepted) manifests accepted, \(refused) refused, by all alike")
  }

  @Test func `the schema of an overlay takes every part of a valid manifest`() async throws {
    var documents: [String: JSON] = [:]
    var checks: [Check] = []
    for (kind, manifests) in try Self.manifests() {
      documents[kind] = Self.library.standaloneSchema(of: kind, forOverlays: true)
      checks.append(Check(schema: kind, values: manifests.flatMap(Self.parts)))
    }
    guard let answers = try await SchemaPeer.ask(documents, checks) else { return }
    for (check, answer) in zip(checks, answers) {
      for (index, part) in check.values.enumerated() {
        #expect(answer.current[index], "\(part.text)")
        #expect(answer.former[index], "draft-07: \(part.text)")
      }
    }
  }

  /// The manifest with one field of its spec alone, and each member of that field alone.
  private static func parts(of manifest: JSON) -> [JSON] {
    func overlay(_ spec: JSON) -> JSON {
      var overlay = manifest
      overlay["spec"] = spec
      return overlay
    }
    return (manifest["spec"]?.object ?? [:]).flatMap { field in
      let members = (field.value.object ?? [:]).map { member -> JSON in
        [field.key: .object(JSONObject([(member.key, member.value)]))]
      }
      return ([.object(JSONObject([(field.key, field.value)]))] + members).map(overlay)
    }
  }

  /// Every manifest of the example project, every whole example of a schema and every snippet.
  private static func manifests() throws -> [(kind: String, manifests: [JSON])] {
    var found: [String: [JSON]] = [:]
    for kind in library.documentNames {
      let examples = library.documents["\(kind).json"]?["examples"]?.array ?? []
      found[kind] = examples + [library.snippet(of: kind)].compactMap(\.self)
    }
    let folder = EditorFields.root.appendingPathComponent("manifests")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".yaml") {
      let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
      for document in YAML.documents(in: .init(name: name, bytes: bytes)).documents {
        guard let kind = document.value["kind"]?.string else { continue }
        found[kind, default: []].append(document.value)
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Values to judge by a schema.
private struct Check {
  let schema: String
  let values: [JSON]
}

/// The jsonschema package of Python.
private enum SchemaPeer {
  struct Answer {
    /// By draft 2020-12.
    let current: [Bool]
    /// By draft-07, as older editors read schemas.
    let former: [Bool]
  }

  private static var python: String? {
    let own = EditorFields.root.appendingPathComponent(".venv/bin/python3").path
    return ProcessInfo.processInfo.environment["GCSYNC_PYTHON"]
      ?? (FileManager.default.isExecutableFile(atPath: own) ? own : nil)
  }

  /// Returns an answer to each check, or nil where there is no Python and none is required.
  static func ask(_ documents: [String: JSON], _ checks: [Check]) async throws -> [Answer]? {
    guard let python else {
      let isRequired = ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
      print("peer jsonschema: not run, neither GCSYNC_PYTHON nor .venv names a Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with jsonschema")
      return nil
    }
    let schemas = JSON.object(JSONObject(documents.sorted { $0.key < $1.key }.map { ($0, $1) }))
    let questions = checks.map { check -> JSON in
      ["schema": .string(check.schema), "values": .array(check.values)]
    }
    let input = NSTemporaryDirectory() + "gcsync-schemas-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: input) }
    let lines = ([schemas] + questions).map(\.text).joined(separator: "\n")
    try Data(lines.utf8).write(to: URL(fileURLWithPath: input))
    let script = EditorFields.root.appendingPathComponent("Tests/Peers/schema_verdicts.py").path
    let output = try #require(
      await ProgramOutput.of(python, ["-B", script], input: input), "\(python) can be run")
    return try output.split(separator: UInt8(ascii: "\n")).map { line in
      let answer = try JSON.parse(Array(line))
      return Answer(current: verdicts(answer["2020-12"]), former: verdicts(answer["draft-07"]))
    }
  }

  private static func verdicts(_ value: JSON?) -> [Bool] {
    (value?.array ?? []).map { $0 == true }
  }
}
